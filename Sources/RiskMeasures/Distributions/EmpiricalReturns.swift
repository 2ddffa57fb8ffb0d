internal import Glibc
public import Instruments
public import MarketData
public import Statistics

/// A sample of equally likely returns.
///
/// The sample may be held standardized: a return is `shift` plus `scale` times a stored value, in the
/// model's own convention. A filtered model then changes two numbers a day, not the sample.
public struct EmpiricalReturns: PredictedReturns, Equatable {
  /// The sample in ascending order, in units of ``scale``.
  public let ascending: [Double]
  /// What a stored value is multiplied by; positive or zero.
  public let scale: Double
  /// What is added to a scaled value.
  public let shift: Double
  /// Why order statistics of the sample give no interval, or nil where they do.
  public let withoutInterval: TailInterval.Reason?
  /// Whether the scaled values are simple or log returns.
  public let convention: ReturnConvention
  /// Which order statistic of the losses is a quantile.
  public let quantileConvention: QuantileConvention

  /// A sample in ascending order, which is not checked, and a scale that is not negative.
  public init(
    sorted ascending: [Double], scale: Double = 1, shift: Double = 0,
    convention: ReturnConvention = .simple, quantileConvention: QuantileConvention = .inverse,
    withoutInterval: TailInterval.Reason? = nil
  ) {
    precondition(scale >= 0, "A scale of returns is not negative: \(scale)")
    self.ascending = ascending
    self.scale = scale
    self.shift = shift
    self.withoutInterval = withoutInterval
    self.convention = convention
    self.quantileConvention = quantileConvention
  }

  /// The simple return that is the `index`-th worst for `side`, from 0.
  func adverseReturn(_ index: Int, for side: Side) -> Double {
    let value = side == .long ? ascending[index] : ascending[ascending.count - 1 - index]
    // A scaled simple return may pass −100 %: a long position can lose no more than all.
    return max(-1, convention.simpleReturn(of: shift + scale * value))
  }

  /// The order statistic of the losses by the convention, between two where it interpolates.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    let count = ascending.count
    guard
      let rank = quantileConvention.rank(millionths: level.millionths, count: count)
    else {
      preconditionFailure("A sample of \(count) has no \(level.probability) quantile")
    }
    // Ranks count losses upward; the worst loss is the first adverse return.
    let nearer = adverseReturn(count - 1 - rank.index, for: side)
    guard rank.fraction > 0 else { return nearer }
    let further = adverseReturn(count - 2 - rank.index, for: side)
    return nearer + rank.fraction * (further - nearer)
  }

  /// The mean of the worst n(1 − c) losses, the boundary loss in part.
  ///
  /// Where the quantile convention places the value at risk beyond that mean, as `predictive` can
  /// in a small sample, the value at risk is returned, so that the two keep their order.
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    let count = ascending.count
    let whole = level.tailCount(of: count)
    let mass = Double(count * (1_000_000 - level.millionths)) / 1e6
    var sum = 0.0
    for index in 0 ..< whole {
      sum += contract.loss(ofSimpleReturn: adverseReturn(index, for: side), for: side)
    }
    let part = mass - Double(whole)
    if part > 0 {
      sum += part * contract.loss(ofSimpleReturn: adverseReturn(whole, for: side), for: side)
    }
    let quantile = contract.loss(ofSimpleReturn: tailReturn(for: side, at: level), for: side)
    return max(sum / mass, quantile)
  }

  /// P(R ≤ r) of a simple return.
  public func cumulativeProbability(of r: Double) -> Double {
    var low = 0
    var high = ascending.count
    while low < high {
      let middle = (low + high) / 2
      if convention.simpleReturn(of: shift + scale * ascending[middle]) <= r {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return Double(low) / Double(ascending.count)
  }

  /// ln f(r) of a simple return, or nil without a density.
  public func logDensity(of r: Double) -> Double? { nil }

  /// The sample standard deviation, divisor n − 1.
  public var volatility: Double {
    scale * (SampleMoments(ascending.span).sampleVariance ?? 0).squareRoot()
  }

  /// The number of sample returns, or nil for a model without a sample.
  public var sampleSize: Int? { ascending.count }

  /// That of independent draws of one distribution, by the convention.
  public func expectedExceedanceRate(at level: ConfidenceLevel) -> Double? {
    quantileConvention.expectedExceedanceRate(
      millionths: level.millionths, count: ascending.count)
  }

  /// Whether fewer than ten of the sample lie beyond the quantile.
  public func warnings(at level: ConfidenceLevel) -> [DistributionWarning] {
    warnings(at: level, noun: "returns")
  }

  /// The warnings of a sample of returns or of paths.
  package func warnings(at level: ConfidenceLevel, noun: String) -> [DistributionWarning] {
    guard ascending.count * (1_000_000 - level.millionths) < 10_000_000 else { return [] }
    return [
      DistributionWarning(
        code: "few-tail-observations",
        message: "\(ascending.count) \(noun) hold fewer than ten beyond the "
          + "\(level.probability) quantile")
    ]
  }

  /// Whether a return of −100 % or below has probability.
  public var reachesTotalLoss: Bool {
    convention == .simple && (ascending.first.map { shift + scale * $0 <= -1 } ?? false)
  }
}

extension ReturnConvention {
  /// The simple return of a return in this convention: R itself, or eʳ − 1.
  public func simpleReturn(of value: Double) -> Double {
    switch self {
    case .simple: value
    case .log: expm1(value)
    }
  }

  /// The value in this convention of a simple return: R itself, or ln(1 + R).
  public func value(ofSimpleReturn r: Double) -> Double {
    switch self {
    case .simple: r
    case .log: log1p(r)
    }
  }
}

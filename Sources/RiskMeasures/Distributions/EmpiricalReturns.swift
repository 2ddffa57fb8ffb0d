internal import Glibc
public import Instruments
public import MarketData
public import Statistics

/// A sample of equally likely returns.
///
/// The sample may be standardized: a return is `shift` plus `scale` times a stored value, in the
/// model's own convention. A filtered model then changes two numbers per day instead of the sample.
public struct EmpiricalReturns: PredictedReturns, Equatable {
  /// The sample in ascending order, in units of ``scale``.
  public let ascending: [Double]
  /// The factor on a stored value; not negative.
  public let scale: Double
  /// The offset added to a scaled value.
  public let shift: Double
  /// The reason why order statistics of the sample give no interval, or nil if they do.
  public let withoutInterval: TailInterval.Reason?
  /// The convention of the scaled values.
  public let convention: ReturnConvention
  /// The convention that maps order statistics of the losses to a quantile.
  public let quantileConvention: QuantileConvention

  /// A sample in ascending order, which is not checked, with a scale that is not negative.
  public init(
    sorted ascending: [Double], scale: Double = 1, shift: Double = 0,
    convention: ReturnConvention = .simple, quantileConvention: QuantileConvention = .inverse,
    withoutInterval: TailInterval.Reason? = nil
  ) {
    precondition(scale >= 0, "scale must not be negative, not \(scale)")
    self.ascending = ascending
    self.scale = scale
    self.shift = shift
    self.withoutInterval = withoutInterval
    self.convention = convention
    self.quantileConvention = quantileConvention
  }

  /// The `index`-th worst realized return for `side`, counted from 0.
  func adverseReturn(_ index: Int, for side: Side) -> Double {
    let value = side == .long ? ascending[index] : ascending[ascending.count - 1 - index]
    // A scaled simple return may fall below −100 %, but a long position cannot lose more than that.
    return max(convention.least, convention.simpleReturn(of: shift + scale * value))
  }

  /// The order statistic of the losses by the convention, interpolated if the convention does.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    let count = ascending.count
    guard
      let rank = quantileConvention.rank(millionths: level.millionths, count: count)
    else {
      preconditionFailure("sample of \(count) has no \(level.probability) quantile")
    }
    // Ranks count losses upward, so the worst loss is the first adverse return.
    let nearer = adverseReturn(count - 1 - rank.index, for: side)
    guard rank.fraction > 0 else { return nearer }
    let further = adverseReturn(count - 2 - rank.index, for: side)
    return nearer + rank.fraction * (further - nearer)
  }

  /// The mean of the worst n(1 − c) losses, with a fraction of the boundary loss.
  ///
  /// If the quantile convention puts the value at risk beyond that mean, as `predictive` can in a
  /// small sample, the value at risk is returned, so that ES ≥ VaR.
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

  /// The probability P(R ≤ r) of a simple return.
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

  /// The log density ln f(r) of a simple return, or nil without a density.
  public func logDensity(of r: Double) -> Double? { nil }

  /// The sample standard deviation, divisor n − 1.
  public var volatility: Double {
    scale * (SampleMoments(ascending.span).sampleVariance ?? 0).squareRoot()
  }

  /// The number of sample returns.
  public var sampleSize: Int? { ascending.count }

  /// The rate for independent draws from one distribution under the convention.
  public func expectedExceedanceRate(at level: ConfidenceLevel) -> Double? {
    quantileConvention.expectedExceedanceRate(
      millionths: level.millionths, count: ascending.count)
  }

  /// The warnings, such as fewer than ten sample returns beyond the quantile.
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

  /// Whether a return of −100 % or less has positive probability.
  public var reachesTotalLoss: Bool {
    convention == .simple && (ascending.first.map { shift + scale * $0 <= -1 } ?? false)
  }
}

extension ReturnConvention {
  /// The simple return of a return in this convention: R itself, or eʳ − 1; a difference stays one.
  public func simpleReturn(of value: Double) -> Double {
    switch self {
    case .simple, .difference: value
    case .log: expm1(value)
    }
  }

  /// The value in this convention for a simple return: R itself, or ln(1 + R); a difference stays
  /// one.
  public func value(ofSimpleReturn r: Double) -> Double {
    switch self {
    case .simple, .difference: r
    case .log: log1p(r)
    }
  }
}

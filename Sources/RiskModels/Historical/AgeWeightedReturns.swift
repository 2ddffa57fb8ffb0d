public import Instruments
public import MarketData
public import RiskMeasures
public import Statistics

/// A sample of returns whose weights fall with age.
public struct AgeWeightedReturns: PredictedReturns, Equatable {
  /// The sample in ascending order, in units of ``scale``.
  public let ascending: [Double]
  /// The positive multiplier of stored values.
  public let scale: Double
  /// The convention of the scaled values.
  public let convention: ReturnConvention
  /// The convention for the weighted quantile of losses.
  public let quantile: WeightedQuantile
  private let arrivals: [Int]
  private let arrivalCount: Int
  private let weights: AgeWeights
  private let newest: Double

  init(
    _ sample: AgedWindow, _ weights: AgeWeights, scale: Double, convention: ReturnConvention,
    quantile: WeightedQuantile
  ) {
    ascending = sample.ascending
    arrivals = sample.arrivals
    arrivalCount = sample.arrivalCount
    self.weights = weights
    newest = weights.newest(of: sample.count)
    self.scale = scale
    self.convention = convention
    self.quantile = quantile
  }

  /// The weight of an element of ``ascending``.
  public func weight(_ index: Int) -> Double {
    newest * weights[arrivalCount - 1 - arrivals[index]]
  }

  /// The index of the `rank`-th worst return for `side`; ranks start at 0.
  private func index(ofWorst rank: Int, for side: Side) -> Int {
    side == .long ? rank : ascending.count - 1 - rank
  }

  /// The simple return at `index` in order of severity for `side`, from 0.
  private func adverseReturn(_ index: Int, for side: Side) -> Double {
    // A scaled simple return may fall below −100 %, but a long position loses at most 100 %.
    let value = scale * ascending[self.index(ofWorst: index, for: side)]
    return max(convention.least, convention.simpleReturn(of: value))
  }

  /// The weight of the next loss in a sample of n + 1.
  private var next: Double { weights.newest(of: ascending.count + 1) }

  private func rank(for side: Side, at level: ConfidenceLevel) -> WeightedRank {
    let rank = quantile.rank(tail: level.tailProbability, next: next, count: ascending.count) {
      weight(index(ofWorst: $0, for: side))
    }
    guard let rank else {
      preconditionFailure("A decay of \(weights.decay) has no \(level.probability) quantile")
    }
    return rank
  }

  /// The weighted quantile of the losses by the convention.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    let rank = rank(for: side, at: level)
    let nearer = adverseReturn(rank.index, for: side)
    guard rank.fraction > 0 else { return nearer }
    return nearer + rank.fraction * (adverseReturn(rank.index - 1, for: side) - nearer)
  }

  /// The mean over the worst 1 − c of weight, with the boundary loss split.
  ///
  /// `predictive` and `interpolated` can place the quantile beyond that mean; the value at risk is
  /// then returned, so that ES is never below VaR.
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    let tail = level.tailProbability
    var rest = tail
    var sum = 0.0
    for index in ascending.indices {
      let mass = min(rest, weight(self.index(ofWorst: index, for: side)))
      sum += mass * contract.loss(ofSimpleReturn: adverseReturn(index, for: side), for: side)
      rest -= mass
      if rest <= 0 { break }
    }
    let quantile = contract.loss(ofSimpleReturn: tailReturn(for: side, at: level), for: side)
    return max(sum / (tail - rest), quantile)
  }

  /// The probability P(R ≤ r) of a simple return.
  public func cumulativeProbability(of r: Double) -> Double {
    var sum = 0.0
    for index in ascending.indices {
      guard convention.simpleReturn(of: scale * ascending[index]) <= r else { return min(1, sum) }
      sum += weight(index)
    }
    return 1
  }

  /// The log density ln f(r) of a simple return, or nil if there is none.
  public func logDensity(of r: Double) -> Double? { nil }

  /// The standard deviation √(Σ wᵢ(xᵢ − m)² / (1 − Σ wᵢ²)); equal weights give divisor n − 1.
  public var volatility: Double {
    var mean = 0.0
    for index in ascending.indices { mean += weight(index) * ascending[index] }
    var square = 0.0
    for index in ascending.indices {
      let deviation = ascending[index] - mean
      square += weight(index) * deviation * deviation
    }
    let effective = weights.effectiveCount(of: ascending.count)
    return effective > 1 ? scale * (square / (1 - 1 / effective)).squareRoot() : 0
  }

  /// Unavailable, because no standard error is known for weighted returns.
  public func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    ShortfallUncertainty(unavailable: .unequalWeights)
  }

  /// Nil, because order-statistic theory does not cover unequal weights.
  public func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double? { nil }

  /// Unavailable, because the weights are unequal.
  public func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    TailInterval(unavailable: .unequalWeights)
  }

  /// The expected exceedance rate q + (1 − q)W, with q the weight of the next loss among n + 1.
  ///
  /// W is the weight of the losses beyond the quantile. The rate holds if the distribution
  /// drifts no faster than the weights decay.
  public func expectedExceedanceRate(at level: ConfidenceLevel) -> Double? {
    let next = next
    return Side.allCases.map { side in
      let rank = rank(for: side, at: level)
      var beyond = 0.0
      for index in 0 ..< rank.index {
        let share = index == rank.index - 1 ? 1 - rank.fraction : 1
        beyond += share * weight(self.index(ofWorst: index, for: side))
      }
      return next + (1 - next) * beyond
    }.max()
  }

  /// Whether a return of −100 % or less has positive probability.
  public var reachesTotalLoss: Bool {
    convention == .simple && (ascending.first.map { scale * $0 <= -1 } ?? false)
  }

  /// Warnings about a tail that depends on few returns.
  public func warnings(at level: ConfidenceLevel) -> [DistributionWarning] {
    let tail = level.tailProbability
    let effective = weights.effectiveCount(of: ascending.count)
    var warnings: [DistributionWarning] = []
    if effective * tail < 10 {
      warnings.append(
        DistributionWarning(
          code: "few-tail-observations",
          message: "weights worth \(Int(effective)) returns hold fewer than ten beyond the "
            + "\(level.probability) quantile"))
    }
    if newest > tail {
      warnings.append(
        DistributionWarning(
          code: "newest-return-beyond-tail",
          message: "the newest return alone weighs more than the tail beyond the "
            + "\(level.probability) quantile"))
    }
    return warnings
  }
}

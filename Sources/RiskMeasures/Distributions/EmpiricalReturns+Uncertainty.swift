public import Instruments
internal import Statistics

extension EmpiricalReturns {
  /// The interval between two order statistics of the sample.
  ///
  /// Assumes independent draws from one distribution. This holds for simulated paths, and for
  /// observed returns only if volatility does not cluster. For a standardized sample the interval
  /// is conditional on the scale, as if the volatility were known.
  public func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    if let withoutInterval { return TailInterval(unavailable: withoutInterval) }
    guard
      let interval = OrderStatisticInterval.ninetyFivePercent(
        count: ascending.count, millionths: level.millionths)
    else { return lowerEnd(for: side, at: level) }
    let last = ascending.count - 1
    return TailInterval(
      inner: adverseReturn(last - interval.lowerIndex, for: side),
      outer: adverseReturn(last - interval.upperIndex, for: side))
  }

  /// The lower end, for a sample so small that the upper end would lie beyond its worst loss.
  private func lowerEnd(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    let index = OrderStatisticInterval.lowerIndex(
      count: ascending.count, millionths: level.millionths, confidence: 0.95)
    return TailInterval(
      inner: index.map { adverseReturn(ascending.count - 1 - $0, for: side) }, outer: nil,
      reason: .sampleTooSmall)
  }

  /// The standard error of the mean of the worst losses, for independent draws from one
  /// distribution.
  ///
  ///     se² = Var( (L − q)⁺ ) / (n p²)
  ///
  /// q is the value at risk, p = 1 − c, and the variance is that of the sample, divisor n. The
  /// error of q does not contribute because the derivative of the shortfall with respect to q is
  /// zero. The error is too small with few losses beyond q, and does not exist for tails without a
  /// variance.
  /// - SeeAlso: Brazauskas, Jones, Puri and Zitikis (2008), *Journal of Statistical Planning and
  ///   Inference* 138(11), 3590–3604; Chen (2008), *Journal of Financial Econometrics* 6(1), 87–107.
  public func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    if let withoutInterval { return ShortfallUncertainty(unavailable: withoutInterval) }
    return independentShortfall(of: contract, for: side, at: level)
  }

  /// The same, conditional on the scale and ignoring dependence.
  package func independentShortfall(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    let n = Double(ascending.count)
    let quantile = contract.loss(ofSimpleReturn: tailReturn(for: side, at: level), for: side)
    var sum = 0.0
    var squares = 0.0
    var index = 0
    while index < ascending.count {
      let excess =
        contract.loss(ofSimpleReturn: adverseReturn(index, for: side), for: side) - quantile
      guard excess > 0 else { break }
      sum += excess
      squares += excess * excess
      index += 1
    }
    guard index > 1 else { return ShortfallUncertainty(unavailable: .sampleTooSmall) }
    let variance = squares / n - (sum / n) * (sum / n)
    return ShortfallUncertainty(
      of: tailMeanLoss(of: contract, for: side, at: level),
      standardError: (variance / n).squareRoot() / level.tailProbability)
  }

  /// √ Σ wᵢ (xᵢ − m)² of Maritz and Jarrett, with wᵢ the probability that the k-th of n draws from
  /// the sample is xᵢ.
  ///
  ///     wᵢ = I(i/n; k, n − k + 1) − I((i − 1)/n; k, n − k + 1),  m = Σ wᵢ xᵢ
  ///
  /// - SeeAlso: Maritz and Jarrett (1978), *JASA* 73(361), 194–196.
  public func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double? {
    let count = ascending.count
    guard
      let rank = quantileConvention.rank(millionths: level.millionths, count: count), count > 1,
      withoutInterval == nil
    else { return nil }
    let k = Double(rank.index + 1)
    let n = Double(count)
    let beta = Beta(alpha: k, beta: n - k + 1)
    // More than ten standard deviations of the rank away the weights vanish in double precision.
    let reach = Int(10 * (level.probability * level.tailProbability * n).squareRoot()) + 10
    let range = max(0, rank.index - reach) ... min(count - 1, rank.index + reach)
    var below = beta.cumulativeProbability(of: Double(range.lowerBound) / n)
    var mean = 0.0
    var square = 0.0
    for index in range {
      let through = beta.cumulativeProbability(of: Double(index + 1) / n)
      let value = adverseReturn(count - 1 - index, for: side)
      mean += (through - below) * value
      square += (through - below) * value * value
      below = through
    }
    return max(0, square - mean * mean).squareRoot()
  }
}

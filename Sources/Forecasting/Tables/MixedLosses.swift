package import Instruments
internal import RiskMeasures

/// The stressed returns of each date that are mixed into the forecast distribution.
///
///     G(r) = (1 − w)·F(r) + w·F_stressed(r)
///
/// The quantile is found on returns by bisection: both distributions are monotone, and so is the
/// loss as a function of the return. It is the smallest loss x with P(L ≤ x) ≥ c on either side,
/// so that a short position has the margin of a long one on mirrored returns: for a long, the
/// largest return below which the probability is at most 1 − c.
/// - SeeAlso: Regulation (EU) 153/2013, Article 28(1)(b): a weight on stressed observations.
package struct MixedLosses: Sendable {
  /// The weight of the stressed returns, in [0, 1].
  let weight: Double
  /// The stressed returns after `count` returns for a side, ascending; nil if there are none yet.
  let sample: @Sendable (_ count: Int, _ side: Side) -> [Double]?

  package init(
    weight: Double, sample: @escaping @Sendable (_ count: Int, _ side: Side) -> [Double]?
  ) {
    precondition((0 ... 1).contains(weight), "A weight is in [0, 1], not \(weight)")
    self.weight = weight
    self.sample = sample
  }

  /// The loss that the mixture exceeds with the tail probability; nil without stressed returns.
  func quantile(
    of prediction: some ReturnDistribution, after count: Int, _ contract: Contract, _ side: Side,
    at level: ConfidenceLevel
  ) -> Double? {
    guard let stressed = sample(count, side), let least = stressed.first, let most = stressed.last
    else { return nil }
    let edge = prediction.tailReturn(for: side, at: level)
    guard edge.isFinite else { return nil }
    // The quantile of a mixture lies between the quantiles of its components.
    var (low, high) = (min(least, edge) - 1e-9, max(most, edge) + 1e-9)
    // Sums of probabilities that are equal in exact arithmetic differ by rounding.
    let rounding = 1e-12
    let wanted =
      side == .long ? level.tailProbability + rounding : 1 - level.tailProbability - rounding
    for _ in 0 ..< 100 where high - low > 1e-13 {
      let middle = low + (high - low) / 2
      let below = Double(Self.count(of: stressed, notAbove: middle)) / Double(stressed.count)
      let mixed = (1 - weight) * prediction.cumulativeProbability(of: middle) + weight * below
      if mixed >= wanted { high = middle } else { low = middle }
    }
    return contract.loss(ofSimpleReturn: side == .long ? low : high, for: side)
  }

  private static func count(of ascending: [Double], notAbove value: Double) -> Int {
    var (low, high) = (0, ascending.count)
    while low < high {
      let middle = (low + high) / 2
      if ascending[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

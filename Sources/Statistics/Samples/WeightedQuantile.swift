/// The convention that defines the quantile of a weighted sample of losses.
///
/// Losses are ordered from the worst. Wₖ is the total weight of the k worst losses, the whole
/// sample having weight one, and p = 1 − c. With equal weights, Wₖ = k/n.
public enum WeightedQuantile: String, Hashable, Sendable, CaseIterable {
  /// The first loss with q + (1 − q)Wₖ > p, where the next loss has weight q and may be the worst.
  ///
  /// It does not exist when q > p: the sample is too short for the level. Equal weights:
  /// `predictive`.
  ///
  /// - SeeAlso: Barber, Candès, Ramdas and Tibshirani (2023), *Annals of Statistics* 51(2),
  ///   816–845, whose bound holds for weights that do not depend on the losses.
  case predictive

  /// The first loss with Wₖ > p: the smallest x with P(L ≤ x) ≥ c. Equal weights: `inverse`.
  case inverse

  /// The first loss with Wₖ ≥ p. Equal weights: the ⌈np⌉-th worst, `kthWorst` where np is whole.
  ///
  /// - SeeAlso: Hull (2015), *Risk Management and Financial Institutions*, fourth edition, 13.3.
  case cumulatedWeight = "cumulated-weight"

  /// Linear between the Wₖ around p; the worst loss below W₁. With equal weights it is Hyndman and
  /// Fan's type 4 of the profits at p.
  ///
  /// - SeeAlso: Boudoukh, Richardson and Whitelaw (1998), *Risk* 11(5), 64–67.
  case interpolated

  /// Returns the quantile's rank, or nil where the sample has none.
  ///
  /// `tail` is p, `next` is q, and `weight` returns the weight of the k-th worst loss, from 0; the
  /// `count` weights sum to one.
  public func rank(
    tail: Double, next: Double, count: Int, weight: (Int) -> Double
  ) -> WeightedRank? {
    precondition(tail > 0 && tail < 1, "Tail probability \(tail) outside (0, 1)")
    guard count > 0, self != .predictive || next <= tail else { return nil }
    let share = self == .predictive ? 1 - next : 1
    var through = self == .predictive ? next : 0
    for k in 0 ..< count {
      let mass = share * weight(k)
      through += mass
      switch self {
      case .predictive, .inverse: if through > tail { return WeightedRank(index: k, fraction: 0) }
      case .cumulatedWeight: if through >= tail { return WeightedRank(index: k, fraction: 0) }
      case .interpolated:
        guard through >= tail else { continue }
        return WeightedRank(index: k, fraction: k == 0 ? 0 : (through - tail) / mass)
      }
    }
    return WeightedRank(index: count - 1, fraction: 0)
  }
}

/// A position in a sample of losses ordered from the worst: a loss, or a point between two losses.
public struct WeightedRank: Hashable, Sendable {
  /// The index of the loss, from 0 at the worst.
  public let index: Int

  /// The interpolation weight of the next worse loss, in [0, 1).
  public let fraction: Double

  /// Creates a position between loss `index` and the next worse loss, at weight `fraction`.
  public init(index: Int, fraction: Double) {
    precondition(index >= 0, "Rank index \(index) is negative")
    precondition(fraction >= 0 && fraction < 1, "Rank fraction \(fraction) outside [0, 1)")
    self.index = index
    self.fraction = fraction
  }
}

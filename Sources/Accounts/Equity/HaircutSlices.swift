/// What a collateral counts for when larger holdings are cut deeper: each slice of its worth at its own weight.
///
///     value = Σ (part of the worth in slice i) · wᵢ,   wᵢ in [0, 1]
///
/// A debt is not cut: min(worth, value) for a worth below zero is the worth.
///
/// - SeeAlso: OKX, *Discount rates* (2024): 2 million at 0.95, the next 2 at 0.85, the next 4 at 0.5, nothing above.
public struct HaircutSlices: Hashable, Sendable {
  /// The slices of worth, each with its weight, 1 less the haircut.
  public let weights: RateSlices

  /// Slices from zero on; nothing counts above the last end.
  ///
  /// - Precondition: Weights are in [0, 1].
  public init(_ slices: [RateSlices.Slice]) {
    precondition(slices.allSatisfy { (0 ... 1).contains($0.rate) }, "Weights are in [0, 1]")
    weights = RateSlices(slices)
  }

  /// The value of a worth, both in the settling currency.
  public func value(of worth: Double) -> Double { worth > 0 ? weights.sum(worth) : worth }
}

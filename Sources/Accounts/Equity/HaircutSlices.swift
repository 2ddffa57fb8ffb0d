/// Haircuts that increase with the holding: each slice of market value has its own weight.
///
///     value = Σ (part of the market value in slice i) · wᵢ,   wᵢ in [0, 1]
///
/// A debt has no haircut: its value is its market value.
///
/// - SeeAlso: OKX, *Discount rates*, BETH in July 2024: 2 million at 0.95, the next 2 at 0.85, the
///   next 4 at 0.5, nothing above. That a rate applies to its slice alone is inferred.
public struct HaircutSlices: Hashable, Sendable {
  /// The slices of market value, each with its weight, 1 less the haircut.
  public let weights: RateSlices

  /// Creates slices from zero on; market value above the last end has weight zero.
  ///
  /// - Precondition: Weights are in [0, 1].
  public init(_ slices: [RateSlices.Slice]) {
    precondition(slices.allSatisfy { (0 ... 1).contains($0.rate) }, "Weights are in [0, 1]")
    weights = RateSlices(slices)
  }

  /// The value after haircuts of a market value, both in the settlement currency.
  public func value(of worth: Double) -> Double { worth > 0 ? weights.sum(worth) : worth }
}

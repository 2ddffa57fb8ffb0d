/// What a collateral counts for when larger holdings are cut deeper: each slice of its worth at its own weight.
///
///     value = Σ (part of the worth in slice i) · wᵢ,   wᵢ in [0, 1]
///
/// A debt is not cut: min(worth, value) for a worth below zero is the worth.
///
/// - SeeAlso: OKX, *Discount rates* (2024): 2 million at 0.95, the next 2 at 0.85, the next 4 at 0.5, nothing above.
public struct HaircutSlices: Hashable, Sendable {
  /// A slice up to a worth, with its weight, 1 less the haircut.
  public struct Slice: Hashable, Sendable {
    /// The worth at which the slice ends, not finite for the last.
    public let end: Double
    /// w.
    public let weight: Double

    /// A slice; one without an end is the last.
    public init(to end: Double = .infinity, weight: Double) {
      self.end = end
      self.weight = weight
    }
  }

  /// In ascending order; nothing counts above the last end.
  public let slices: [Slice]

  /// Slices from zero on.
  ///
  /// - Precondition: Ends ascend from above zero, weights are in [0, 1].
  public init(_ slices: [Slice]) {
    precondition(slices.allSatisfy { (0 ... 1).contains($0.weight) }, "Weights are in [0, 1]")
    precondition(
      slices.first.map { $0.end > 0 } ?? true
        && zip(slices, slices.dropFirst()).allSatisfy { $0.end < $1.end }, "Ends ascend from 0")
    self.slices = slices
  }

  /// The value of a worth, both in the settling currency.
  public func value(of worth: Double) -> Double {
    guard worth > 0 else { return worth }
    var (value, start) = (0.0, 0.0)
    for slice in slices where worth > start {
      value += (min(worth, slice.end) - start) * slice.weight
      start = slice.end
    }
    return value
  }
}

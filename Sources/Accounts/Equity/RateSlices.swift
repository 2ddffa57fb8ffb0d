/// Rates by slice of an amount, each applied to the part of the amount in its slice.
///
///     sum(x) = Σ (part of x in slice i) · rᵢ
///
/// - SeeAlso: OKX, *Portfolio margin*: charges on stablecoin hedges, and multipliers of the minimum
///   charge.
public struct RateSlices: Hashable, Sendable {
  /// A slice up to an amount, with its rate.
  public struct Slice: Hashable, Sendable {
    /// The upper end of the slice; infinite for the last slice.
    public let end: Double
    /// The rate of the slice.
    public let rate: Double

    /// Creates a slice; an infinite end is the last.
    public init(to end: Double = .infinity, rate: Double) {
      self.end = end
      self.rate = rate
    }
  }

  /// The slices in ascending order; amounts above the last end add nothing.
  public let slices: [Slice]

  /// Creates slices from zero on.
  ///
  /// - Precondition: Ends are above zero and ascending.
  public init(_ slices: [Slice]) {
    precondition(
      slices.first.map { $0.end > 0 } ?? true
        && zip(slices, slices.dropFirst()).allSatisfy { $0.end < $1.end }, "Ends ascend from 0")
    self.slices = slices
  }

  /// The sum for an amount; zero for a negative amount.
  public func sum(_ amount: Double) -> Double {
    var (sum, start) = (0.0, 0.0)
    for slice in slices where amount > start {
      sum += (min(amount, slice.end) - start) * slice.rate
      start = slice.end
    }
    return sum
  }
}

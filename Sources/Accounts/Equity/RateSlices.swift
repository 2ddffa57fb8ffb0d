/// Rates that hold for slices of an amount, each for its own: what is charged, or what counts, for the whole.
///
///     sum(x) = Σ (part of x in slice i) · rᵢ
///
/// - SeeAlso: OKX, *Portfolio margin*: the charges on stablecoin hedges, and the multipliers of the minimum charge.
public struct RateSlices: Hashable, Sendable {
  /// A slice up to an amount, with its rate.
  public struct Slice: Hashable, Sendable {
    /// The amount at which the slice ends, not finite for the last.
    public let end: Double
    /// The rate of the slice.
    public let rate: Double

    /// A slice; one without an end is the last.
    public init(to end: Double = .infinity, rate: Double) {
      self.end = end
      self.rate = rate
    }
  }

  /// In ascending order; nothing is added above the last end.
  public let slices: [Slice]

  /// Slices from zero on.
  ///
  /// - Precondition: Ends ascend from above zero.
  public init(_ slices: [Slice]) {
    precondition(
      slices.first.map { $0.end > 0 } ?? true
        && zip(slices, slices.dropFirst()).allSatisfy { $0.end < $1.end }, "Ends ascend from 0")
    self.slices = slices
  }

  /// The sum of an amount from zero on; zero below.
  public func sum(_ amount: Double) -> Double {
    var (sum, start) = (0.0, 0.0)
    for slice in slices where amount > start {
      sum += (min(amount, slice.end) - start) * slice.rate
      start = slice.end
    }
    return sum
  }
}

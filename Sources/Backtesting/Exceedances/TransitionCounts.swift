/// The transition counts between covered and exceeded outcomes in a sequence of *n* forecasts.
///
/// `nij` counts consecutive outcomes i and j, where 1 is an exceedance; the four sum to n − 1.
/// Together with the first outcome they determine *n* and *x*.
public struct TransitionCounts: Hashable, Sendable {
  /// Covered, then covered.
  public let n00: Int
  /// Covered, then exceeded.
  public let n01: Int
  /// Exceeded, then covered.
  public let n10: Int
  /// Exceeded, then exceeded.
  public let n11: Int
  /// Whether the first forecast was exceeded.
  public let startsWithExceedance: Bool

  /// Creates the counts; traps if one is negative or no sequence has them.
  ///
  /// Entries into (n01) and exits from (n10) exceedance runs alternate, so the two differ by at
  /// most one.
  public init(n00: Int, n01: Int, n10: Int, n11: Int, startsWithExceedance: Bool = false) {
    precondition(
      min(n00, n01, n10, n11) >= 0,
      "Transition counts are not negative: \(n00), \(n01), \(n10), \(n11)")
    let endings = n10 - n01
    precondition(
      startsWithExceedance ? (0 ... 1).contains(endings) : (-1 ... 0).contains(endings),
      "No sequence has n01 = \(n01) and n10 = \(n10) when its first outcome is "
        + (startsWithExceedance ? "an exceedance" : "covered"))
    self.n00 = n00
    self.n01 = n01
    self.n10 = n10
    self.n11 = n11
    self.startsWithExceedance = startsWithExceedance
  }

  /// *n*, the number of transitions plus one.
  public var forecastCount: Int { n00 + n01 + n10 + n11 + 1 }

  /// *x*, the number of exceedances including the first outcome.
  public var exceedanceCount: Int { n01 + n11 + (startsWithExceedance ? 1 : 0) }
}

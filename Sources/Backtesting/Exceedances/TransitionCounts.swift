/// How often an exceedance followed an exceedance, or not, in a sequence of *n* forecasts.
///
/// `nij` counts the neighbours whose first is i and whose second is j, one being an exceedance;
/// the four add up to n − 1. Together with the first outcome they determine both *n* and *x*.
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

  /// The counts; traps on a negative one, and where no sequence has them.
  ///
  /// Exceedances begin (n01) and end (n10) in turns, so the two differ by at most one.
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

  /// *n*, one more than the transitions.
  public var forecastCount: Int { n00 + n01 + n10 + n11 + 1 }

  /// *x*, the exceedances of the whole sequence, its first outcome included.
  public var exceedanceCount: Int { n01 + n11 + (startsWithExceedance ? 1 : 0) }
}

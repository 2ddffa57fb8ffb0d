/// An initial rate that rises to one as open interest rises between two caps.
///
///     min(base + max((interest − lower)/(upper − lower), 0) (1 − base), 1)
///
/// - SeeAlso: dYdX v4, *Margin*.
public struct OpenInterestScaling: Hashable, Sendable {
  /// The rate below the lower cap.
  public let base: Double
  /// The open notional above which the rate rises.
  public let lower: Double
  /// The open notional at which the rate is one.
  public let upper: Double

  /// Creates a scaling between two caps.
  public init(base: Double, lower: Double, upper: Double) {
    precondition(lower < upper, "A lower cap is below the upper, not \(lower) and \(upper)")
    self.base = base
    self.lower = lower
    self.upper = upper
  }

  /// The rate at an open notional.
  public func rate(at openNotional: Double) -> Double {
    min(base + max((openNotional - lower) / (upper - lower), 0) * (1 - base), 1)
  }
}

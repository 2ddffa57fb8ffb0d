internal import Statistics

/// How sure an expected shortfall is: its standard error and 95 % interval, or why there are none.
///
/// Losses as fractions of notional, the larger the worse.
public struct ShortfallUncertainty: Hashable, Sendable, Codable {
  /// The standard error.
  public let standardError: Double?
  /// The milder end of the 95 % interval.
  public let lower: Double?
  /// The worse end of the 95 % interval.
  public let upper: Double?
  /// Why there is none, or what kind the interval is; nil for a 95 % interval.
  public let reason: TailInterval.Reason?

  /// An error with an interval of its own.
  public init(
    standardError: Double?, lower: Double?, upper: Double?, reason: TailInterval.Reason? = nil
  ) {
    self.standardError = standardError
    self.lower = lower
    self.upper = upper
    self.reason = reason
  }

  /// An error, and the two-sided normal interval about a shortfall that it gives.
  ///
  /// An infinite shortfall has no error.
  public init(of shortfall: Double, standardError: Double) {
    guard shortfall.isFinite, standardError.isFinite else {
      self.init(unavailable: .shortfallInfinite)
      return
    }
    let reach = Normal.quantile(of: 0.975) * standardError
    self.init(standardError: standardError, lower: shortfall - reach, upper: shortfall + reach)
  }

  /// No error, and why.
  public init(unavailable reason: TailInterval.Reason) {
    self.init(standardError: nil, lower: nil, upper: nil, reason: reason)
  }
}

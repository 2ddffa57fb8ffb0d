internal import Statistics

/// The standard error and 95 % interval of an expected shortfall, or the reason for their absence.
///
/// Losses are fractions of notional.
public struct ShortfallUncertainty: Hashable, Sendable, Codable {
  /// The standard error.
  public let standardError: Double?
  /// The lower end of the 95 % interval.
  public let lower: Double?
  /// The upper end of the 95 % interval.
  public let upper: Double?
  /// The reason for a missing value, or the kind of interval; nil for a 95 % interval.
  public let reason: TailInterval.Reason?

  /// A standard error with its own interval.
  public init(
    standardError: Double?, lower: Double?, upper: Double?, reason: TailInterval.Reason? = nil
  ) {
    self.standardError = standardError
    self.lower = lower
    self.upper = upper
    self.reason = reason
  }

  /// A standard error with the two-sided normal interval around a shortfall; unavailable if the
  /// shortfall is infinite.
  public init(of shortfall: Double, standardError: Double) {
    guard shortfall.isFinite, standardError.isFinite else {
      self.init(unavailable: .shortfallInfinite)
      return
    }
    let reach = Normal.quantile(of: 0.975) * standardError
    self.init(standardError: standardError, lower: shortfall - reach, upper: shortfall + reach)
  }

  /// An unavailable error, with the reason.
  public init(unavailable reason: TailInterval.Reason) {
    self.init(standardError: nil, lower: nil, upper: nil, reason: reason)
  }
}

public import RiskMeasures
internal import Statistics

/// The observed coverage of forecasts, with its exact confidence interval.
///
/// Coverage is 1 − x/n and is compared with the confidence level. The interval is that of Clopper
/// and Pearson, with at least the stated confidence if the outcomes are independent.
///
/// - SeeAlso: Clopper and Pearson (1934), *Biometrika* 26(4), 404–413,
///   doi:10.1093/biomet/26.4.404.
public struct Coverage: Hashable, Sendable {
  /// *n*, the number of forecasts.
  public let forecasts: Int
  /// *x*, the number of losses above their forecast.
  public let exceedances: Int
  /// The confidence level of the forecasts.
  public let level: ConfidenceLevel
  /// The loss horizon.
  public let horizon: Horizon

  /// Creates the coverage of `exceedances` among `forecasts`; traps unless 0 ≤ x ≤ n.
  public init(
    exceedances: Int, forecasts: Int, level: ConfidenceLevel, horizon: Horizon = .oneBar
  ) {
    requireCounts(exceedances: exceedances, forecasts: forecasts)
    self.exceedances = exceedances
    self.forecasts = forecasts
    self.level = level
    self.horizon = horizon
  }

  /// n(1 − c), the expected number of exceedances.
  public var expectedExceedances: Double { Double(forecasts) * level.tailProbability }

  /// 1 − x/n; nil without forecasts.
  public var observed: Double? {
    forecasts == 0 ? nil : Double(forecasts - exceedances) / Double(forecasts)
  }

  /// x over n(1 − c); above one if forecasts were too low; nil without forecasts.
  public var ratio: Double? {
    forecasts == 0 ? nil : Double(exceedances) / expectedExceedances
  }

  /// Returns the Clopper–Pearson interval of the coverage.
  ///
  /// Nil without forecasts, and for a horizon over one bar, where neighboring losses overlap and
  /// the outcomes are dependent.
  public func interval(confidence: Double = 0.95) -> ClosedRange<Double>? {
    guard forecasts > 0, horizon == .oneBar else { return nil }
    let interval = ClopperPearsonInterval(
      successes: forecasts - exceedances, trials: forecasts, confidence: confidence)
    return interval.lower ... interval.upper
  }
}

/// Traps unless 0 ≤ x ≤ n.
func requireCounts(exceedances: Int, forecasts: Int) {
  precondition(
    exceedances >= 0 && exceedances <= forecasts,
    "\(exceedances) exceedances cannot come from \(forecasts) forecasts")
}

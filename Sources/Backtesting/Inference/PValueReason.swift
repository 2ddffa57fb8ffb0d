/// The reason why a test has no p-value.
public enum PValueReason: String, Hashable, Sendable, Codable, CaseIterable {
  /// There are no forecasts.
  case noForecasts = "no-forecasts"
  /// There is no exceedance, so dependence of exceedances cannot be tested.
  case noExceedances = "no-exceedances"
  /// There are too few exceedances for the test.
  case tooFewExceedances = "too-few-exceedances"
  /// Fewer than two forecasts were covered, so the order carries no information.
  case tooFewCovered = "too-few-covered"
  /// The test reports a zone instead.
  case reportedByZone = "reported-by-zone"
  /// The statistic was undefined in every draw from the null hypothesis.
  case noDrawDefined = "no-draw-defined"
  /// The forecasts have no expected shortfall.
  case noExpectedShortfall = "no-expected-shortfall"
  /// An expected shortfall forecast is infinite, not positive, or below its value at risk.
  case expectedShortfallUnusable = "expected-shortfall-unusable"
  /// The forecast distributions are not available.
  case noForecastLaw = "no-forecast-law"
  /// A matrix that must be inverted for the statistic is singular in this sample.
  case singularSample = "singular-sample"
  /// There are fewer forecasts than the test needs.
  case tooFewForecasts = "too-few-forecasts"
  /// The statistic has no asymptotic distribution, so only a simulated p-value is available.
  case noLimit = "no-limiting-distribution"
  /// A transform is 0 or 1, as an empirical distribution gives, and has no normal score or rank.
  case transformAtBound = "transform-at-bound"
  /// The search for the parameters of the alternative did not converge.
  case didNotConverge = "did-not-converge"
}

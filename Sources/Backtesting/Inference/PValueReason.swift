/// Why a test has no p-value.
public enum PValueReason: String, Hashable, Sendable, Codable, CaseIterable {
  /// There is nothing to test.
  case noForecasts = "no-forecasts"
  /// Without an exceedance nothing can be said about how exceedances follow one another.
  case noExceedances = "no-exceedances"
  /// A single exceedance has no neighbour of its kind.
  case tooFewExceedances = "too-few-exceedances"
  /// Fewer than two forecasts held, so that every order looks alike.
  case tooFewCovered = "too-few-covered"
  /// The test answers with a zone.
  case reportedByZone = "reported-by-zone"
  /// No draw from the null hypothesis defined the statistic.
  case noDrawDefined = "no-draw-defined"
  /// The forecasts come without an expected shortfall.
  case noExpectedShortfall = "no-expected-shortfall"
  /// A forecast expected shortfall is infinite, not positive, or below its value at risk.
  case expectedShortfallUnusable = "expected-shortfall-unusable"
  /// The forecasts come without the law that they were read from.
  case noForecastLaw = "no-forecast-law"
  /// A matrix that the statistic divides by is singular in this sample.
  case singularSample = "singular-sample"
  /// The test needs more forecasts than there are.
  case tooFewForecasts = "too-few-forecasts"
  /// The statistic has no limiting distribution to ask: only a simulated p-value.
  case noLimit = "no-limiting-distribution"
  /// A transform of 0 or 1, as a sample's law gives it, has no normal score and no rank in the law.
  case transformAtBound = "transform-at-bound"
  /// The search for the parameters of the alternative did not converge.
  case didNotConverge = "did-not-converge"
}

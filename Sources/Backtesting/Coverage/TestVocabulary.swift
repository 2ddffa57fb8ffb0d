/// The names of the coverage tests, as they stand in JSON.
public enum TestName: String, Hashable, Sendable, Codable, CaseIterable {
  /// ``KupiecTest``.
  case kupiec
  /// ``BinomialTest``.
  case binomial
  /// ``ChristoffersenIndependenceTest``.
  case christoffersenIndependence = "christoffersen-independence"
  /// ``ConditionalCoverageTest``.
  case conditionalCoverage = "conditional-coverage"
  /// ``TrafficLightTest``.
  case trafficLight = "traffic-light"
}

/// Which departures from the stated coverage count against the null hypothesis.
public enum Alternative: String, Hashable, Sendable, Codable, CaseIterable {
  /// Too many and too few exceedances alike: for models.
  case twoSided = "two-sided"
  /// Only more exceedances than 1 − c: for margins, where too few are a cost and not a fault.
  case greater
}

/// How a p-value was found.
public enum PValueMethod: String, Hashable, Sendable, Codable, CaseIterable {
  /// From the limiting distribution of the statistic.
  case asymptotic
  /// By adding up the probabilities of all outcomes at least as extreme.
  case exact
  /// By drawing from the null hypothesis.
  case simulated
}

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
  /// Losses over more than one bar overlap, so that the outcomes are dependent.
  case overlappingHorizon = "overlapping-horizon"
  /// The test answers with a zone.
  case reportedByZone = "reported-by-zone"
}

/// What the null hypothesis takes as known.
public enum NullHypothesis: String, Hashable, Sendable, Codable, CaseIterable {
  /// The forecasts are the true quantiles: the error of estimating them is not allowed for.
  case parametersKnown = "parameters-known"
}

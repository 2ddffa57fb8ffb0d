/// The names of the tests, as they stand in JSON, in the order of output.
public enum TestName: String, Hashable, Sendable, Codable, CaseIterable {
  // How many exceedances, and how they follow one another.
  case kupiec
  case binomial
  case christoffersenIndependence = "christoffersen-independence"
  case conditionalCoverage = "conditional-coverage"
  case trafficLight = "traffic-light"
  case multinomial
  case tuff
  case haasTBFI = "haas-tbfi"
  case haasTBF = "haas-tbf"
  case duration
  case durationGMM = "duration-gmm"
  case dynamicQuantile = "dynamic-quantile"
  // The whole forecast law, or its tail.
  case berkowitz
  case berkowitzTail = "berkowitz-tail"
  // Expected shortfall.
  case acerbiSzekely1 = "acerbi-szekely-1"
  case acerbiSzekely2 = "acerbi-szekely-2"
  case acerbiSzekely3 = "acerbi-szekely-3"
  case minimallyBiasedAbsolute = "minimally-biased-absolute"
  case minimallyBiasedRelative = "minimally-biased-relative"
  case mcNeilFrey = "mcneil-frey"
  case noldeZiegel = "nolde-ziegel"
  case esrStrict = "esr"
  case esrAuxiliary = "esr-auxiliary"
  case esrIntercept = "esr-intercept"
  case duEscancianoUnconditional = "du-escanciano-unconditional"
  case duEscancianoConditional = "du-escanciano-conditional"
  // Valid at every date.
  case eBacktest = "e-backtest"
  case eBacktestShortfall = "e-backtest-expected-shortfall"
  case cusum
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
  /// By drawing forecasts with their losses from the sample, with the sample's estimate as the truth.
  case bootstrap
  /// By a bootstrap that estimates the model anew in every draw.
  case estimationBootstrap = "estimation-bootstrap"
  /// By Ville's inequality: 1/max M of an e-process, valid at any date.
  case anytime
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

/// What the null hypothesis takes as known.
public enum NullHypothesis: String, Hashable, Sendable, Codable, CaseIterable {
  /// The forecasts are the true quantiles: the error of estimating them is not allowed for.
  case parametersKnown = "parameters-known"
  /// The model is estimated anew in every draw, so that the error of estimation is allowed for.
  case estimationBootstrap = "estimation-bootstrap"
  /// Losses are Student t about zero, the degrees of freedom and the scale of each day those that its
  /// value at risk and expected shortfall imply.
  case impliedTail = "implied-tail"
}

/// What a p-value does about losses that share bars with their neighbours.
public enum OverlapTreatment: String, Hashable, Sendable, Codable, CaseIterable {
  /// It is that of every h-th forecast alone.
  case nonOverlappingBlocks = "non-overlapping-blocks"
}

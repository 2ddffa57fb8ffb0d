/// The names of the tests, as written in JSON, in output order.
public enum TestName: String, Hashable, Sendable, Codable, CaseIterable {
  // Exceedance rate and dependence.
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
  // The whole forecast distribution, or its tail.
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

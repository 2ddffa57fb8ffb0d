/// What the null hypothesis treats as known.
public enum NullHypothesis: String, Hashable, Sendable, Codable, CaseIterable {
  /// The forecasts are the true quantiles; estimation error is not accounted for.
  case parametersKnown = "parameters-known"
  /// The model is re-estimated in every draw, which accounts for estimation error.
  case estimationBootstrap = "estimation-bootstrap"
  /// Losses are zero-mean Student t, with degrees of freedom and scale on each date implied by its
  /// value at risk and expected shortfall.
  case impliedTail = "implied-tail"
}

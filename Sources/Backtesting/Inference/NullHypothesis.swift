/// What the null hypothesis takes as known.
public enum NullHypothesis: String, Hashable, Sendable, Codable, CaseIterable {
  /// The forecasts are the true quantiles: the error of estimating them is not allowed for.
  case parametersKnown = "parameters-known"
  /// The model is re-estimated in every draw, which accounts for estimation error.
  case estimationBootstrap = "estimation-bootstrap"
  /// Losses are Student t about zero, the degrees of freedom and the scale of each day those that its
  /// value at risk and expected shortfall imply.
  case impliedTail = "implied-tail"
}

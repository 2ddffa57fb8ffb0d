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
  /// By a bootstrap that re-estimates the model in every draw.
  case estimationBootstrap = "estimation-bootstrap"
  /// By Ville's inequality: 1/max M of an e-process, valid at any date.
  case anytime
}

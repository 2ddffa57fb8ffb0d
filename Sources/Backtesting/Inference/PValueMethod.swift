/// The method by which a p-value was computed.
public enum PValueMethod: String, Hashable, Sendable, Codable, CaseIterable {
  /// From the asymptotic distribution of the statistic.
  case asymptotic
  /// By summing the probabilities of all outcomes at least as extreme.
  case exact
  /// By simulation under the null hypothesis.
  case simulated
  /// By resampling forecast–loss pairs from the sample, with the sample's estimate as the truth.
  case bootstrap
  /// By a bootstrap that re-estimates the model in every draw.
  case estimationBootstrap = "estimation-bootstrap"
  /// By Ville's inequality: 1/max M of an e-process, valid at any stopping date.
  case anytime
}

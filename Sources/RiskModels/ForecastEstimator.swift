/// The running state of a model in a walk: it observes bars and makes predictions.
public protocol ForecastEstimator: Sendable {
  associatedtype Prediction: Sendable

  /// Observes the next bars; the state is the same as after observing them one by one.
  mutating func observe(contentsOf values: Span<Double>)

  /// Re-estimates the parameters on the model's lookback window.
  mutating func recalibrate() throws(RiskModelError)

  /// The prediction for the horizon that starts now.
  func prediction() throws(RiskModelError) -> Prediction
}

/// The running state of a model, as a walk drives it: bars in, a prediction out.
public protocol ForecastEstimator: Sendable {
  associatedtype Prediction: Sendable

  /// Takes the next bars, one after the other: the same state as one at a time.
  mutating func observe(contentsOf values: Span<Double>)

  /// Re-estimates the parameters on the model's lookback window.
  mutating func recalibrate() throws(RiskModelError)

  /// What is predicted of the horizon that starts now.
  func prediction() throws(RiskModelError) -> Prediction
}

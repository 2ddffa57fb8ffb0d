package import Forecasting
package import MarketData
internal import RiskMeasures
package import RiskModels
internal import Statistics
package import Text

/// The parameters of one model, as the table of a policy file named after the model.
package protocol ModelParameters: Sendable {
  /// The maximum number of observations that the model uses.
  var window: Int { get }

  /// The horizon rule for the margin period of risk.
  var horizonRule: HorizonRule { get }

  /// The return convention of the prediction.
  var returns: ReturnConvention { get }

  /// The keys without effect beside the others.
  var inertKeys: [String: String] { get }

  /// Rejects parameters that contradict each other or the margin; `path` locates the model's table.
  func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault)

  /// The model for a request with a supported horizon rule, whose path locates its table.
  func model(for request: ModelRequest) throws(KeyFault) -> ForecastModel
}

extension ModelParameters {
  /// None.
  package var inertKeys: [String: String] { [:] }

  /// Accepts everything, because the ranges of the keys are sufficient.
  package func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {}

  /// Rejects a window too short for the quantile at the level.
  func checkWindow(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {
    guard let level = ConfidenceLevel(margin.level) else { return }
    let tail = 1_000_000 - level.millionths
    let numerator = margin.quantileConvention == .predictive ? level.millionths : 1_000_000
    // ⌈(n + 1)c⌉ ≤ n, or n(1 − c) ≥ 1.
    let least = max((numerator + tail - 1) / tail, (1_000_000 + tail - 1) / tail)
    try checkWindow(holds: least, at: level, in: path)
  }

  /// Rejects a window of fewer than `least` returns.
  func checkWindow(
    holds least: Int, at level: ConfidenceLevel, in path: DocumentPath
  ) throws(KeyFault) {
    guard window < least else { return }
    throw KeyFault(
      path: path.appending("window"),
      problem: "\(window) returns are too few for a quantile at \(level.probability)",
      remedy: "write at least \(least), or a lower margin.level")
  }
}

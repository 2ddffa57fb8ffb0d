package import Forecasting
internal import RiskMeasures
package import RiskModels
internal import Statistics
package import Text

/// The parameters of one model as a policy file writes them: the table named for the model.
package protocol ModelParameters: Sendable {
  /// The most observations the model uses.
  var window: Int { get }

  /// The road to the margin period of risk.
  var horizonRule: HorizonRule { get }

  /// Refuses parameters that contradict each other or the margin; `path` is the model's table.
  func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault)

  /// The model; its horizon rule is known to lead to the horizon, and the request's path is its table.
  func model(for request: ModelRequest) throws(KeyFault) -> ForecastModel
}

extension ModelParameters {
  /// Nothing: the ranges of the keys say it all.
  package func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {}

  /// Refuses a window that cannot hold the quantile of the level.
  func checkWindow(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {
    guard let level = ConfidenceLevel(margin.level) else { return }
    let tail = 1_000_000 - level.millionths
    let numerator = margin.quantileConvention == .predictive ? level.millionths : 1_000_000
    // ⌈(n + 1)c⌉ ≤ n, or n(1 − c) ≥ 1.
    let least = max((numerator + tail - 1) / tail, (1_000_000 + tail - 1) / tail)
    try checkWindow(holds: least, at: level, in: path)
  }

  /// Refuses a window of fewer than `least` returns.
  func checkWindow(
    holds least: Int, at level: ConfidenceLevel, in path: DocumentPath
  ) throws(KeyFault) {
    guard window < least else { return }
    throw KeyFault(
      path: path.appending("window"),
      problem: "\(window) returns cannot hold a quantile at \(level.probability)",
      remedy: "write at least \(least), or a lower margin.level")
  }
}

internal import Forecasting
internal import RiskMeasures
internal import Statistics

/// The parameters of one model as a policy file writes them: the table named for the model.
public protocol ModelParameters: Codable, Hashable, Sendable {
  /// The model's name in files, flags and output.
  static var name: String { get }

  /// The most observations the model uses.
  var window: Int { get }

  /// The road to the margin period of risk.
  var horizonRule: HorizonRuleChoice { get }
}

/// All that the configuration knows of one model, in the one file of the model.
///
/// A model is configurable once it stands in ``ModelConfiguration/models``.
protocol ConfigurableModel: ModelParameters {
  /// What the model is, in a few words for a comment.
  static var summary: String { get }

  /// The keys of the table, with their ranges, defaults and comments.
  ///
  /// `--window`, `--decay`, `--innovations` and `--start-up` apply to the models that have the key.
  static var keys: [KeyRule.Key] { get }

  /// The rules that lead the model to a horizon of several bars.
  static var possibleHorizonRules: [HorizonRuleChoice] { get }

  /// Refuses parameters that contradict each other or the margin; `path` is the model's table.
  func check(
    for margin: MarginConfiguration, at path: ConfigurationPath
  ) throws(ConfigurationProblem)

  /// The model; its horizon rule is known to lead to the horizon, and the request's path is its table.
  func model(for request: ModelRequest) throws(ConfigurationError) -> Model
}

extension ConfigurableModel {
  /// Nothing: the ranges of the keys say it all.
  func check(
    for margin: MarginConfiguration, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {}

  /// Refuses a window that cannot hold the quantile of the level.
  func checkWindow(
    for margin: MarginConfiguration, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    guard let level = ConfidenceLevel(margin.level) else { return }
    let tail = 1_000_000 - level.millionths
    let numerator = margin.quantileConvention == .predictive ? level.millionths : 1_000_000
    // ⌈(n + 1)c⌉ ≤ n, or n(1 − c) ≥ 1.
    let least = max((numerator + tail - 1) / tail, (1_000_000 + tail - 1) / tail)
    try checkWindow(holds: least, at: level, in: path)
  }

  /// Refuses a window of fewer than `least` returns.
  func checkWindow(
    holds least: Int, at level: ConfidenceLevel, in path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    guard window < least else { return }
    throw ConfigurationProblem(
      path: path.appending("window"),
      problem: "\(window) returns cannot hold a quantile at \(level.probability)",
      hint: "write at least \(least), or a lower margin.level")
  }
}

/// What a model is made for.
struct ModelRequest: Sendable {
  /// Which order statistic of a sample of losses is its quantile.
  let quantileConvention: QuantileConvention
  /// The key of all random numbers.
  let seed: UInt64
  /// The bars that a loss runs.
  let horizon: Horizon
  /// The levels that will be asked for, at least one: a quantile model is fitted to these alone.
  let levels: [ConfidenceLevel]
  /// The table that the model was written in.
  let path: ConfigurationPath

  /// The same request for a model in another table.
  func at(_ path: ConfigurationPath) -> ModelRequest {
    ModelRequest(
      quantileConvention: quantileConvention, seed: seed, horizon: horizon, levels: levels,
      path: path)
  }
}

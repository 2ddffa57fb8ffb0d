internal import Forecasting
internal import RiskModels

/// Where the interval of a sample comes from.
public enum SampleIntervalChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// Two of its order statistics: of independent returns.
  case orderStatistic = "order-statistic"
  /// Blocks of it, drawn anew.
  case stationaryBootstrap = "stationary-bootstrap"
}

/// The parameters of `historical`.
public struct HistoricalParameters: ModelParameters {
  /// The model's name in files, flags and output.
  public static let name = "historical"

  /// The most returns used.
  public let window: Int
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice
  /// Where the interval comes from.
  public let interval: SampleIntervalChoice

  enum CodingKeys: String, CodingKey {
    case window, returns, interval
    case horizonRule = "horizon-rule"
  }
}

extension HistoricalParameters: ConfigurableModel {
  static let summary = "order statistics of past returns"

  static let keys = [
    PolicyKeys.window, PolicyKeys.returns(.simple),
    PolicyKeys.horizonRule(.overlapping, .squareRootOfTime, .adverseExcursion),
    KeyRule.Key(
      "interval", PolicyKeys.names(SampleIntervalChoice.self),
      .fallback(.text("order-statistic")),
      "between order statistics, as of independent returns, or by 399 resamples of blocks"),
  ]

  static let possibleHorizonRules: [HorizonRuleChoice] = [
    .squareRootOfTime, .overlapping, .adverseExcursion,
  ]

  func check(
    for margin: MarginConfiguration, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    try checkWindow(for: margin, at: path)
    guard interval == .orderStatistic || horizonRule != .adverseExcursion else {
      throw ConfigurationProblem(
        path: path.appending("interval"),
        problem: "no blocks are drawn of worst prices within a period",
        hint: "write interval = \"order-statistic\", or another horizon-rule")
    }
  }

  func model(for request: ModelRequest) -> Model {
    guard horizonRule != .adverseExcursion else {
      return .single(
        AdverseExcursionHistorical(
          window: window, quantileConvention: request.quantileConvention))
    }
    let model = Historical(
      window: window, returnConvention: returns.convention,
      quantileConvention: request.quantileConvention, horizonRule: horizonRule.rule)
    guard interval == .stationaryBootstrap else { return .single(model) }
    return .single(BlockBootstrappedHistorical(model, seed: request.seed))
  }
}

internal import Backtesting
internal import RiskModels

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

  enum CodingKeys: String, CodingKey {
    case window, returns
    case horizonRule = "horizon-rule"
  }
}

extension HistoricalParameters: ConfigurableModel {
  static let summary = "order statistics of past returns"

  static let keys = [
    PolicyKeys.window, PolicyKeys.returns(.simple),
    PolicyKeys.horizonRule(.overlapping, .squareRootOfTime, .adverseExcursion),
  ]

  static let possibleHorizonRules: [HorizonRuleChoice] = [
    .squareRootOfTime, .overlapping, .adverseExcursion,
  ]

  func check(
    for margin: MarginConfiguration, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    try checkWindow(for: margin, at: path)
  }

  func model(for request: ModelRequest) -> Model {
    guard horizonRule != .adverseExcursion else {
      return .single(
        AdverseExcursionHistorical(
          window: window, quantileConvention: request.quantileConvention))
    }
    return .single(
      Historical(
        window: window, returnConvention: returns.convention,
        quantileConvention: request.quantileConvention, horizonRule: horizonRule.rule))
  }
}

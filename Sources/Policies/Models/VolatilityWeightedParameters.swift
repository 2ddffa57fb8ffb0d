internal import Forecasting
internal import RiskModels

/// The parameters of `volatility-weighted-historical`.
public struct VolatilityWeightedParameters: ModelParameters {
  /// The model's name in files, flags and output.
  public static let name = "volatility-weighted-historical"

  /// The most returns used.
  public let window: Int
  /// The volatility of the filter.
  public let volatility: FilterVolatilityChoice
  /// The quantile of the window's volatilities that today's is not below; nil for none.
  public let volatilityFloor: Double?
  /// The decay of the exponentially weighted variance, a day.
  public let decay: Double
  /// The first variance.
  public let startUp: StartUpChoice
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice

  enum CodingKeys: String, CodingKey {
    case window, volatility, decay, returns
    case startUp = "start-up"
    case volatilityFloor = "volatility-floor"
    case horizonRule = "horizon-rule"
  }
}

extension VolatilityWeightedParameters: ConfigurableModel {
  static let summary = "past returns scaled to today's volatility (Hull and White 1998)"

  static let keys = [
    PolicyKeys.window, PolicyKeys.volatility, PolicyKeys.volatilityFloor, PolicyKeys.decay(0.97),
    PolicyKeys.startUp,
    PolicyKeys.returns(.log),
    PolicyKeys.horizonRule(.squareRootOfTime, .overlapping),
  ]

  static let possibleHorizonRules: [HorizonRuleChoice] = [.squareRootOfTime, .overlapping]

  func check(
    for margin: MarginConfiguration, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    try checkWindow(for: margin, at: path)
    try volatility.check(floor: volatilityFloor, at: path)
  }

  func model(for request: ModelRequest) -> Model {
    .single(
      VolatilityWeightedHistorical(
        window: window,
        filter: volatility.filter(
          decay: decay, startUp: startUp, window: window, floor: volatilityFloor),
        returnConvention: returns.convention, quantileConvention: request.quantileConvention,
        horizonRule: horizonRule.rule))
  }
}

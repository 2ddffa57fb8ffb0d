internal import Forecasting
internal import RiskModels

/// The parameters of `filtered-historical`.
public struct FilteredHistoricalParameters: ModelParameters {
  /// The model's name in files, flags and output.
  public static let name = "filtered-historical"

  /// The most residuals used, and the most returns that an estimated volatility sees.
  public let window: Int
  /// The volatility of the filter.
  public let volatility: FilterVolatilityChoice
  /// The quantile of the window's volatilities that today's is not below; nil for none.
  public let volatilityFloor: Double?
  /// The decay of an exponentially weighted volatility.
  public let decay: Double
  /// The law whose likelihood an estimated volatility maximizes.
  public let innovations: InnovationFamilyChoice
  /// The mean of an estimated volatility.
  public let mean: MeanChoice
  /// The first variance.
  public let startUp: StartUpChoice
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice
  /// The simulated paths, for a horizon of several bars.
  public let paths: Int

  enum CodingKeys: String, CodingKey {
    case window, volatility, decay, innovations, mean, returns, paths
    case startUp = "start-up"
    case volatilityFloor = "volatility-floor"
    case horizonRule = "horizon-rule"
  }
}

extension FilteredHistoricalParameters: ConfigurableModel {
  static let summary = "residuals drawn through a volatility (Barone-Adesi and others 1999)"

  static let keys = [
    KeyRule.Key(
      "window", PolicyKeys.window.rule, .fallback(.integer(1000)), PolicyKeys.window.comment),
    PolicyKeys.volatility, PolicyKeys.volatilityFloor, PolicyKeys.decay(0.97),
    KeyRule.Key(
      "innovations", PolicyKeys.names(InnovationFamilyChoice.self), .fallback(.text("normal")),
      "the law whose likelihood an estimated volatility maximizes"),
    KeyRule.Key(
      "mean", PolicyKeys.names(MeanChoice.self), .fallback(.text("constant")),
      "the mean of an estimated volatility"),
    PolicyKeys.startUp, PolicyKeys.returns(.log),
    PolicyKeys.horizonRule(.simulatedPath, .squareRootOfTime),
    KeyRule.Key(
      "paths",
      .integer(1000 ... 10_000_000, hint: "write a number of paths, for example 10000"),
      .fallback(.integer(10_000)), "simulated paths, for a horizon of several bars"),
  ]

  static let possibleHorizonRules: [HorizonRuleChoice] = [.simulatedPath, .squareRootOfTime]

  func check(
    for margin: MarginConfiguration, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    try checkWindow(for: margin, at: path)
    try volatility.check(floor: volatilityFloor, at: path)
  }

  func model(for request: ModelRequest) -> Model {
    .single(
      FilteredHistorical(
        window: window,
        volatility: volatility.filter(
          decay: decay, startUp: startUp, window: window, floor: volatilityFloor, mean: mean.mean,
          innovations: innovations.family),
        returnConvention: returns.convention, horizonRule: horizonRule.rule,
        simulation: PathSimulation(
          paths: paths, seed: request.seed, quantileConvention: request.quantileConvention)))
  }
}

internal import Forecasting
internal import RiskModels
internal import Statistics

/// The parameters of `age-weighted-historical`.
public struct AgeWeightedParameters: ModelParameters {
  /// The model's name in files, flags and output.
  public static let name = "age-weighted-historical"

  /// The most returns used.
  public let window: Int
  /// The factor by which a weight falls, a bar.
  public let decay: Double
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice

  enum CodingKeys: String, CodingKey {
    case window, decay, returns
    case horizonRule = "horizon-rule"
  }
}

extension AgeWeightedParameters: ConfigurableModel {
  static let summary =
    "past returns that count less with age (Boudoukh, Richardson and Whitelaw 1998)"

  static let keys = [
    PolicyKeys.window,
    // The newest return must weigh less than 1 − c: 0.98 would leave no margin at 99 %.
    PolicyKeys.decay(0.995, "of the weight of a return, a bar; more than the level"),
    PolicyKeys.returns(.simple), PolicyKeys.horizonRule(.overlapping, .squareRootOfTime),
  ]

  static let possibleHorizonRules: [HorizonRuleChoice] = [.squareRootOfTime, .overlapping]

  func check(
    for margin: MarginConfiguration, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    try checkWindow(for: margin, at: path)
  }

  func model(for request: ModelRequest) -> Model {
    .single(
      AgeWeightedHistorical(
        window: window, decay: decay, returnConvention: returns.convention,
        quantile: request.quantileConvention == .predictive ? .predictive : .inverse,
        horizonRule: horizonRule.rule))
  }
}

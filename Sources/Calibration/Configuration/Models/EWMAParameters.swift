internal import Backtesting
internal import RiskModels
internal import Volatility

/// The parameters of `ewma`.
public struct EWMAParameters: ModelParameters {
  /// The model's name in files, flags and output.
  public static let name = "ewma"

  /// The most returns used.
  public let window: Int
  /// The decay of the exponentially weighted variance, a day.
  public let decay: Double
  /// The distribution of the standardized return.
  public let innovations: InnovationsChoice
  /// The degrees of freedom of Student-t innovations; nil estimates them.
  public let degreesOfFreedom: Double?
  /// The first variance.
  public let startUp: StartUpChoice
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice

  enum CodingKeys: String, CodingKey {
    case window, decay, innovations, returns
    case degreesOfFreedom = "degrees-of-freedom"
    case startUp = "start-up"
    case horizonRule = "horizon-rule"
  }
}

extension EWMAParameters: ConfigurableModel {
  static let summary = "exponentially weighted volatility"

  static let keys = [
    PolicyKeys.window, PolicyKeys.decay(0.94), PolicyKeys.innovations, PolicyKeys.degreesOfFreedom,
    PolicyKeys.startUp, PolicyKeys.returns(.simple), PolicyKeys.horizonRule(.squareRootOfTime),
  ]

  static let possibleHorizonRules: [HorizonRuleChoice] = [.squareRootOfTime]

  func check(
    for margin: MarginConfiguration, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    try innovations.check(degreesOfFreedom, at: path)
  }

  func model(for request: ModelRequest) -> Model {
    .single(
      EWMAModel(
        window: window, volatility: EWMA(decay: decay, startUp: startUp.rule),
        innovations: innovations.law(degreesOfFreedom), returnConvention: returns.convention))
  }
}

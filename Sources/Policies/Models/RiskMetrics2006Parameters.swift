internal import Forecasting
internal import RiskModels

/// The parameters of `riskmetrics-2006`.
public struct RiskMetrics2006Parameters: ModelParameters {
  /// The model's name in files, flags and output.
  public static let name = "riskmetrics-2006"

  /// The most standardized returns that degrees of freedom are estimated from.
  public let window: Int
  /// The distribution of the standardized return.
  public let innovations: InnovationsChoice
  /// The degrees of freedom of Student-t innovations; nil estimates them.
  public let degreesOfFreedom: Double?
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice

  enum CodingKeys: String, CodingKey {
    case window, innovations, returns
    case degreesOfFreedom = "degrees-of-freedom"
    case horizonRule = "horizon-rule"
  }
}

extension RiskMetrics2006Parameters: ConfigurableModel {
  static let summary = "long-memory volatility without parameters (Zumbach 2007)"

  static let keys = [
    PolicyKeys.window, PolicyKeys.innovations, PolicyKeys.degreesOfFreedom,
    PolicyKeys.returns(.simple), PolicyKeys.horizonRule(.squareRootOfTime),
  ]

  static let possibleHorizonRules: [HorizonRuleChoice] = [.squareRootOfTime]

  func check(
    for margin: MarginConfiguration, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    try innovations.check(degreesOfFreedom, at: path)
  }

  func model(for request: ModelRequest) -> Model {
    .single(
      RiskMetrics2006Model(
        window: window, innovations: innovations.law(degreesOfFreedom),
        returnConvention: returns.convention))
  }
}

internal import Forecasting
internal import RiskModels

/// The parameters of `normal`.
public struct NormalParameters: ModelParameters {
  /// The model's name in files, flags and output.
  public static let name = "normal"

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

extension NormalParameters: ConfigurableModel {
  static let summary = "a normal distribution with the moments of the window"

  static let keys = [
    PolicyKeys.window, PolicyKeys.returns(.simple),
    PolicyKeys.horizonRule(.squareRootOfTime, .autocorrelated),
  ]

  static let possibleHorizonRules: [HorizonRuleChoice] = [.squareRootOfTime, .autocorrelated]

  func model(for request: ModelRequest) -> Model {
    .single(
      NormalModel(
        window: window, returnConvention: returns.convention,
        horizonRule: horizonRule.rule))
  }
}

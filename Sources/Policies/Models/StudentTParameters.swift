internal import Forecasting
internal import RiskModels

/// The parameters of `student-t`.
public struct StudentTParameters: ModelParameters {
  /// The model's name in files, flags and output.
  public static let name = "student-t"

  /// The most returns used.
  public let window: Int
  /// The degrees of freedom; nil estimates them.
  public let degreesOfFreedom: Double?
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice

  enum CodingKeys: String, CodingKey {
    case window, returns
    case degreesOfFreedom = "degrees-of-freedom"
    case horizonRule = "horizon-rule"
  }
}

extension StudentTParameters: ConfigurableModel {
  static let summary = "a Student-t distribution fitted to the window"

  static let keys = [
    PolicyKeys.window, PolicyKeys.degreesOfFreedom, PolicyKeys.returns(.simple),
    PolicyKeys.horizonRule(.squareRootOfTime, .autocorrelated),
  ]

  static let possibleHorizonRules: [HorizonRuleChoice] = [.squareRootOfTime, .autocorrelated]

  func model(for request: ModelRequest) -> Model {
    .single(
      StudentTModel(
        window: window, degreesOfFreedom: degreesOfFreedom, returnConvention: returns.convention,
        horizonRule: horizonRule.rule))
  }
}

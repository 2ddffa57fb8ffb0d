internal import Forecasting
internal import RiskMeasures
public import RiskModels

/// The parameters of `caviar`.
public struct CAViaRParameters: ModelParameters {
  /// The model's name in files, flags and output.
  public static let name = "caviar"

  /// The most returns used.
  public let window: Int
  /// The recursion of the quantile.
  public let specification: CAViaRSpecification
  /// How the expected shortfall is estimated.
  public let tailModel: QuantileTailModel
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice

  enum CodingKeys: String, CodingKey {
    case window, specification, returns
    case tailModel = "tail-model"
    case horizonRule = "horizon-rule"
  }
}

extension CAViaRParameters: ConfigurableModel {
  static let summary = "a quantile regressed on its own past (Engle and Manganelli 2004)"

  static let keys = [
    PolicyKeys.window(1000),
    KeyRule.Key(
      "specification", PolicyKeys.names(CAViaRSpecification.self),
      .fallback(.text(CAViaRSpecification.symmetricAbsoluteValue.rawValue)),
      "how the next quantile follows from this one and the return"),
    KeyRule.Key(
      "tail-model", PolicyKeys.names(QuantileTailModel.self),
      .fallback(.text(QuantileTailModel.multiple.rawValue)),
      "the shortfall over the quantile: estimated after it, or jointly with it"),
    PolicyKeys.returns(.log), PolicyKeys.horizonRule(.squareRootOfTime),
  ]

  static let possibleHorizonRules: [HorizonRuleChoice] = [.squareRootOfTime]

  func check(
    for margin: MarginConfiguration, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    guard let level = ConfidenceLevel(margin.level) else { return }
    try checkWindow(holds: specification.minimumObservations(at: level), at: level, in: path)
  }

  func model(for request: ModelRequest) -> Model {
    .single(
      CAViaR(
        window: window, specification: specification, tailModel: tailModel,
        levels: request.levels, seed: request.seed, returnConvention: returns.convention))
  }
}

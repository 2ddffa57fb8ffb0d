internal import Dependence
internal import Forecasting
internal import RiskModels

/// The parameters of `monte-carlo`.
public struct MonteCarloParameters: ModelParameters {
  /// The model's name in files, flags and output.
  public static let name = "monte-carlo"

  /// The most returns used.
  public let window: Int
  /// The simulated paths.
  public let paths: Int
  /// The covariance of the returns.
  public let covariance: CovarianceChoice
  /// The decay of an exponentially weighted covariance, a day.
  public let decay: Double
  /// The distribution of the standardized returns.
  public let innovations: InnovationsChoice
  /// The degrees of freedom of Student-t innovations; nil estimates them.
  public let degreesOfFreedom: Double?
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice

  enum CodingKeys: String, CodingKey {
    case window, paths, covariance, decay, innovations, returns
    case degreesOfFreedom = "degrees-of-freedom"
    case horizonRule = "horizon-rule"
  }
}

extension MonteCarloParameters: ConfigurableModel {
  static let summary = "joint simulation of all instruments"

  static let keys = [
    PolicyKeys.window,
    KeyRule.Key(
      "paths", .integer(1000 ... 100_000_000, hint: "write a number of paths, for example 10000"),
      .fallback(.integer(10_000)), "simulated paths"),
    KeyRule.Key(
      "covariance", PolicyKeys.names(CovarianceChoice.self), .fallback(.text("ewma")),
      "the covariance of the returns"),
    PolicyKeys.decay(0.97), PolicyKeys.innovations, PolicyKeys.degreesOfFreedom,
    PolicyKeys.returns(.log), PolicyKeys.horizonRule(.simulatedPath, .squareRootOfTime),
  ]

  static let possibleHorizonRules: [HorizonRuleChoice] = [.simulatedPath]

  func check(
    for margin: MarginConfiguration, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    try innovations.check(degreesOfFreedom, at: path)
  }

  func model(for request: ModelRequest) -> Model {
    .joint(
      MonteCarlo(
        covariance: covariance == .ewma ? .ewma(decay: decay) : .sample(window: window),
        innovations: innovations.law(degreesOfFreedom), paths: paths, seed: request.seed,
        window: window, returnConvention: returns.convention,
        quantileConvention: request.quantileConvention))
  }
}

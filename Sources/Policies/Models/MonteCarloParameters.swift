internal import Dependence
package import Forecasting
package import MarketData
package import RiskModels
package import Text

/// The parameters of `monte-carlo`.
package struct MonteCarloParameters: Hashable, Sendable, Decodable {
  /// The maximum number of returns used.
  package let window: Int
  /// The number of simulated paths.
  package let paths: Int
  /// The covariance of the returns.
  package let covariance: CovarianceChoice
  /// The decay of an exponentially weighted covariance, per day.
  package let decay: Double
  /// The distribution of the standardized returns.
  package let innovations: InnovationsChoice
  /// The degrees of freedom of Student-t innovations; nil estimates them.
  package let degreesOfFreedom: Double?
  /// The return convention of the prediction.
  package let returns: ReturnConvention
  /// The horizon rule for the margin period of risk.
  package let horizonRule: HorizonRule

  enum CodingKeys: String, CodingKey {
    case window, paths, covariance, decay, innovations, returns
    case degreesOfFreedom = "degrees-of-freedom"
    case horizonRule = "horizon-rule"
  }
}

extension ModelSpecification {
  static let monteCarlo = ModelSpecification(
    MonteCarloParameters.self, "monte-carlo", summary: "simulation from a covariance of returns",
    guide: Guide(
      assumes:
        "Returns are normal or Student-t, in a book jointly with one covariance matrix. The "
        + "margin of one instrument is simulated from its own returns alone.",
      fails:
        "In tails that are not those of the distribution, and where volatility differs over "
        + "several bars. Simulation error falls with the square root of the paths.",
      reference: "Glasserman (2003), Monte Carlo Methods in Financial Engineering, section 9.1"),
    keys: [
      PolicyKeys.window,
      KeyRule.Key(
        "paths", .paths,
        .integer(1000 ... 100_000_000, hint: "write a number of paths, such as 10000"),
        .fallback(.integer(10_000)), "simulated paths"),
      KeyRule.Key(
        "covariance", .name, PolicyKeys.names(CovarianceChoice.self), .fallback(.string("ewma")),
        "covariance of the returns"),
      PolicyKeys.decay(0.97), PolicyKeys.innovations, PolicyKeys.degreesOfFreedom,
      PolicyKeys.returns(.log), PolicyKeys.horizonRule(.simulatedPath, .squareRootOfTime),
    ],
    horizonRules: [.simulatedPath])
}

extension MonteCarloParameters: ModelParameters {
  package var inertKeys: [String: String] {
    covariance == .ewma ? [:] : ["decay": "with covariance = \"ewma\""]
  }

  package func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {
    try innovations.check(degreesOfFreedom, at: path)
  }

  package func model(for request: ModelRequest) -> ForecastModel {
    .joint(
      MonteCarlo(
        covariance: covariance == .ewma ? .ewma(decay: decay) : .sample(window: window),
        innovations: innovations.distribution(degreesOfFreedom), paths: paths, seed: request.seed,
        window: window, returnConvention: returns,
        quantileConvention: request.quantileConvention))
  }
}

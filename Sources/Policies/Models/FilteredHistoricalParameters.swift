package import Forecasting
package import MarketData
package import RiskModels
package import Text
package import Volatility

/// The parameters of `filtered-historical`.
package struct FilteredHistoricalParameters: Hashable, Sendable, Decodable {
  /// The maximum number of residuals, and of returns in the estimation of volatility.
  package let window: Int
  /// The volatility model of the filter.
  package let volatility: FilterVolatilityChoice
  /// The floor of current volatility, as a quantile of the window's volatilities; nil for none.
  package let volatilityFloor: Double?
  /// The decay of an exponentially weighted volatility.
  package let decay: Double
  /// The distribution in the likelihood of an estimated volatility.
  package let innovations: InnovationFamily
  /// The mean in an estimated volatility model.
  package let mean: ConditionalVolatility.Mean
  /// The initial variance.
  package let startUp: StartUpChoice
  /// The return convention of the prediction.
  package let returns: ReturnConvention
  /// The horizon rule for the margin period of risk.
  package let horizonRule: HorizonRule
  /// The number of simulated paths for a horizon of several bars.
  package let paths: Int

  enum CodingKeys: String, CodingKey {
    case window, volatility, decay, innovations, mean, returns, paths
    case startUp = "start-up"
    case volatilityFloor = "volatility-floor"
    case horizonRule = "horizon-rule"
  }
}

extension ModelSpecification {
  static let filteredHistorical = ModelSpecification(
    FilteredHistoricalParameters.self, "filtered-historical",
    summary:
      "historical residuals simulated with a volatility model (Barone-Adesi and others 1999)",
    guide: Guide(
      assumes: "Residuals of a volatility model are independent and identically distributed.",
      fails:
        "When the volatility model is misspecified, or the window holds too few residuals for "
        + "the level.",
      reference:
        "Barone-Adesi, Giannopoulos and Vosper (1999), Journal of Futures Markets 19(5), "
        + "583–602"),
    keys: [
      KeyRule.Key(
        "window", .observations, PolicyKeys.window.rule, .fallback(.integer(1000)),
        PolicyKeys.window.comment),
      PolicyKeys.volatility, PolicyKeys.volatilityFloor, PolicyKeys.decay(0.97),
      KeyRule.Key(
        "innovations", .name, PolicyKeys.names(InnovationFamily.self), .fallback(.string("normal")),
        "distribution in the likelihood of an estimated volatility"),
      KeyRule.Key(
        "mean", .name, PolicyKeys.names(ConditionalVolatility.Mean.self),
        .fallback(.string("constant")),
        "mean in an estimated volatility model"),
      PolicyKeys.startUp, PolicyKeys.returns(.log),
      PolicyKeys.horizonRule(.simulatedPath, .squareRootOfTime),
      KeyRule.Key(
        "paths", .paths,
        .integer(1000 ... 10_000_000, hint: "write a number of paths, such as 10000"),
        .fallback(.integer(10_000)), "simulated paths, for a horizon of several bars"),
    ],
    horizonRules: [.simulatedPath, .squareRootOfTime])
}

extension FilteredHistoricalParameters: ModelParameters {
  package var inertKeys: [String: String] {
    var inert = volatility.inertKeys
    if volatility == .ewma {
      for key in ["innovations", "mean"] {
        inert[key] = "with an estimated volatility, such as volatility = \"garch\""
      }
    }
    if horizonRule == .squareRootOfTime {
      inert["paths"] = "with horizon-rule = \"simulated-path\""
    }
    return inert
  }

  package func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {
    try checkWindow(for: margin, at: path)
    try volatility.check(floor: volatilityFloor, at: path)
  }

  package func model(for request: ModelRequest) -> ForecastModel {
    .single(
      FilteredHistorical(
        window: window,
        volatility: volatility.filter(
          decay: decay, startUp: startUp, window: window, floor: volatilityFloor, mean: mean,
          innovations: innovations),
        returnConvention: returns, horizonRule: horizonRule,
        simulation: PathSimulation(
          paths: paths, seed: request.seed, quantileConvention: request.quantileConvention)))
  }
}

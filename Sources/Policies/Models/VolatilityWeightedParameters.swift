package import Forecasting
package import MarketData
package import RiskModels
package import Text

/// The parameters of `volatility-weighted-historical`.
package struct VolatilityWeightedParameters: Hashable, Sendable, Decodable {
  /// The maximum number of returns used.
  package let window: Int
  /// The volatility model of the filter.
  package let volatility: FilterVolatilityChoice
  /// The floor of current volatility, as a quantile of the window's volatilities; nil for none.
  package let volatilityFloor: Double?
  /// The decay of the exponentially weighted variance, per day.
  package let decay: Double
  /// The initial variance.
  package let startUp: StartUpChoice
  /// The return convention of the prediction.
  package let returns: ReturnConvention
  /// The horizon rule for the margin period of risk.
  package let horizonRule: HorizonRule

  enum CodingKeys: String, CodingKey {
    case window, volatility, decay, returns
    case startUp = "start-up"
    case volatilityFloor = "volatility-floor"
    case horizonRule = "horizon-rule"
  }
}

extension ModelSpecification {
  static let volatilityWeighted = ModelSpecification(
    VolatilityWeightedParameters.self, "volatility-weighted-historical",
    summary: "past returns scaled to current volatility (Hull and White 1998)",
    guide: Guide(
      assumes:
        "Returns over their volatility are identically distributed; today's volatility scales "
        + "them.",
      fails:
        "When the shape of the tails changes with volatility, and when volatility jumps. "
        + "Margins are low in calm markets (procyclical).",
      reference: "Hull and White (1998), Journal of Risk 1(1), 5–19"),
    keys: [
      PolicyKeys.window, PolicyKeys.volatility, PolicyKeys.volatilityFloor, PolicyKeys.decay(0.97),
      PolicyKeys.startUp,
      PolicyKeys.returns(.log),
      PolicyKeys.horizonRule(.squareRootOfTime, .overlapping),
    ],
    horizonRules: [.squareRootOfTime, .overlapping])
}

extension VolatilityWeightedParameters: ModelParameters {
  package var inertKeys: [String: String] { volatility.inertKeys }

  package func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {
    try checkWindow(for: margin, at: path)
    try volatility.check(floor: volatilityFloor, at: path)
  }

  package func model(for request: ModelRequest) -> ForecastModel {
    .single(
      VolatilityWeightedHistorical(
        window: window,
        filter: volatility.filter(
          decay: decay, startUp: startUp, window: window, floor: volatilityFloor),
        returnConvention: returns, quantileConvention: request.quantileConvention,
        horizonRule: horizonRule))
  }
}

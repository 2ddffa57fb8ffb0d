package import Forecasting
package import MarketData
package import RiskModels
internal import Statistics
package import Text

/// The parameters of `age-weighted-historical`.
package struct AgeWeightedParameters: Hashable, Sendable, Decodable {
  /// The maximum number of returns used.
  package let window: Int
  /// The decay factor of a weight, per bar.
  package let decay: Double
  /// The return convention of the prediction.
  package let returns: ReturnConvention
  /// The horizon rule for the margin period of risk.
  package let horizonRule: HorizonRule

  enum CodingKeys: String, CodingKey {
    case window, decay, returns
    case horizonRule = "horizon-rule"
  }
}

extension ModelSpecification {
  static let ageWeighted = ModelSpecification(
    AgeWeightedParameters.self, "age-weighted-historical",
    summary:
      "past returns with weights that decay with age (Boudoukh, Richardson and Whitelaw 1998)",
    guide: Guide(
      assumes: "The probability of a past return decays geometrically with its age.",
      fails:
        "After a crash it reacts on the side that lost only. Large losses lose weight within "
        + "weeks if the decay is low.",
      reference: "Boudoukh, Richardson and Whitelaw (1998), Risk 11(5), 64–67"),
    keys: [
      PolicyKeys.window,
      // The newest return must weigh less than 1 − c; with 0.98 there would be no margin at 99 %.
      PolicyKeys.decay(0.995, "decay of a return's weight, per bar; must exceed the level"),
      PolicyKeys.returns(.simple), PolicyKeys.horizonRule(.overlapping, .squareRootOfTime),
    ],
    horizonRules: [.squareRootOfTime, .overlapping])
}

extension AgeWeightedParameters: ModelParameters {
  package func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {
    try checkWindow(for: margin, at: path)
  }

  package func model(for request: ModelRequest) -> ForecastModel {
    .single(
      AgeWeightedHistorical(
        window: window, decay: decay, returnConvention: returns,
        quantile: request.quantileConvention == .predictive ? .predictive : .inverse,
        horizonRule: horizonRule))
  }
}

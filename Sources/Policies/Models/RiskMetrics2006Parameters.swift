package import Forecasting
package import MarketData
package import RiskModels
package import Text

/// The parameters of `riskmetrics-2006`.
package struct RiskMetrics2006Parameters: Hashable, Sendable, Decodable {
  /// The maximum number of standardized returns for the estimation of degrees of freedom.
  package let window: Int
  /// The distribution of the standardized return.
  package let innovations: InnovationsChoice
  /// The degrees of freedom of Student-t innovations; nil estimates them.
  package let degreesOfFreedom: Double?
  /// The return convention of the prediction.
  package let returns: ReturnConvention
  /// The horizon rule for the margin period of risk.
  package let horizonRule: HorizonRule

  enum CodingKeys: String, CodingKey {
    case window, innovations, returns
    case degreesOfFreedom = "degrees-of-freedom"
    case horizonRule = "horizon-rule"
  }
}

extension ModelSpecification {
  static let riskMetrics2006 = ModelSpecification(
    RiskMetrics2006Parameters.self, "riskmetrics-2006",
    summary: "long-memory volatility without parameters (Zumbach 2007)",
    guide: Guide(
      assumes: "The memory of volatility decays logarithmically, alike for all assets.",
      fails:
        "For assets whose volatility has another memory, or reacts more to falls than to rises.",
      reference: "Zumbach (2007), The RiskMetrics 2006 Methodology, RiskMetrics Group"),
    keys: [
      PolicyKeys.window, PolicyKeys.innovations, PolicyKeys.degreesOfFreedom,
      PolicyKeys.returns(.simple), PolicyKeys.horizonRule(.squareRootOfTime),
    ],
    horizonRules: [.squareRootOfTime])
}

extension RiskMetrics2006Parameters: ModelParameters {
  package func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {
    try innovations.check(degreesOfFreedom, at: path)
  }

  package func model(for request: ModelRequest) -> ForecastModel {
    .single(
      RiskMetrics2006Model(
        window: window, innovations: innovations.distribution(degreesOfFreedom),
        returnConvention: returns))
  }
}

package import Forecasting
package import MarketData
package import RiskModels
internal import Text

/// The parameters of `normal`.
package struct NormalParameters: Hashable, Sendable, Decodable {
  /// The maximum number of returns used.
  package let window: Int
  /// The return convention of the prediction.
  package let returns: ReturnConvention
  /// The horizon rule for the margin period of risk.
  package let horizonRule: HorizonRule

  enum CodingKeys: String, CodingKey {
    case window, returns
    case horizonRule = "horizon-rule"
  }
}

extension ModelSpecification {
  static let normal = ModelSpecification(
    NormalParameters.self, "normal",
    summary: "normal distribution with the mean and variance of the window",
    guide: Guide(
      assumes: "Returns are independent and normal, with the mean and variance of the window.",
      fails:
        "In the tails: returns have more large losses than a normal distribution, so levels of "
        + "0.99 and above are undercovered. Slow after a change of volatility.",
      reference: "Jorion (2007), Value at Risk, 3rd edition, chapter 5"),
    keys: [
      PolicyKeys.window, PolicyKeys.returns(.simple),
      PolicyKeys.horizonRule(.squareRootOfTime, .autocorrelated),
    ],
    horizonRules: [.squareRootOfTime, .autocorrelated])
}

extension NormalParameters: ModelParameters {
  package func model(for request: ModelRequest) -> ForecastModel {
    .single(
      NormalModel(
        window: window, returnConvention: returns,
        horizonRule: horizonRule))
  }
}

package import Forecasting
package import MarketData
package import RiskModels
internal import Text

/// The parameters of `student-t`.
package struct StudentTParameters: Hashable, Sendable, Decodable {
  /// The maximum number of returns used.
  package let window: Int
  /// The degrees of freedom; nil estimates them.
  package let degreesOfFreedom: Double?
  /// The return convention of the prediction.
  package let returns: ReturnConvention
  /// The horizon rule for the margin period of risk.
  package let horizonRule: HorizonRule

  enum CodingKeys: String, CodingKey {
    case window, returns
    case degreesOfFreedom = "degrees-of-freedom"
    case horizonRule = "horizon-rule"
  }
}

extension ModelSpecification {
  static let studentT = ModelSpecification(
    StudentTParameters.self, "student-t", summary: "Student-t distribution fitted to the window",
    guide: Guide(
      assumes: "Returns are independent and Student-t; the tails are symmetric and constant.",
      fails:
        "Under skewness, and after a change of volatility. Few large losses make the degrees of "
        + "freedom uncertain.",
      reference: "Lange, Little and Taylor (1989), JASA 84(408), 881–896"),
    keys: [
      PolicyKeys.window, PolicyKeys.degreesOfFreedom, PolicyKeys.returns(.simple),
      PolicyKeys.horizonRule(.squareRootOfTime, .autocorrelated),
    ],
    horizonRules: [.squareRootOfTime, .autocorrelated])
}

extension StudentTParameters: ModelParameters {
  package func model(for request: ModelRequest) -> ForecastModel {
    .single(
      StudentTModel(
        window: window, degreesOfFreedom: degreesOfFreedom, returnConvention: returns,
        horizonRule: horizonRule))
  }
}

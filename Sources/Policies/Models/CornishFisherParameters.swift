package import Forecasting
package import MarketData
package import RiskModels
internal import Text

/// The parameters of `cornish-fisher`.
package struct CornishFisherParameters: Hashable, Sendable, Decodable {
  /// The maximum number of returns used.
  package let window: Int
  /// The estimator of the skewness and kurtosis parameters of the expansion.
  package let parameters: CornishFisherModel.Parameters
  /// The treatment of an expansion that is not monotone.
  package let outsideDomain: CornishFisherModel.OutsideDomain
  /// The horizon rule for the margin period of risk.
  package let horizonRule: HorizonRule
  private let convention: ReturnConvention?

  /// The return convention of the prediction; simple by default.
  package var returns: ReturnConvention { convention ?? .simple }

  enum CodingKeys: String, CodingKey {
    case window, parameters
    case convention = "returns"
    case outsideDomain = "outside-domain"
    case horizonRule = "horizon-rule"
  }
}

extension ModelSpecification {
  static let cornishFisher = ModelSpecification(
    CornishFisherParameters.self, "cornish-fisher",
    summary: "a normal distribution corrected for skewness and kurtosis (Maillard 2012)",
    guide: Guide(
      assumes: "Skewness and kurtosis correct the quantiles of a normal distribution.",
      fails:
        "Outside its domain, where the corrected quantiles do not increase. Sample kurtosis is "
        + "driven by a few returns.",
      reference:
        "Maillard (2012), SSRN 1997178; Favre and Galeano (2002), Journal of Alternative "
        + "Investments 5(2), 21–25"),
    keys: [
      PolicyKeys.window,
      KeyRule.Key(
        "parameters", .name, PolicyKeys.names(CornishFisherModel.Parameters.self),
        .fallback(.string("solved")),
        "solved: match the sample moments; sample: use them as parameters"),
      KeyRule.Key(
        "outside-domain", .name, PolicyKeys.names(CornishFisherModel.OutsideDomain.self),
        .fallback(.string("refuse")), "treatment of an expansion that is not monotone"),
      KeyRule.Key(
        "returns", .name,
        .choice([ReturnConvention.simple, .difference].map(\.rawValue)),
        .optional(example: .string("difference")),
        "return convention, not log, whose cubic has no mean; default: simple"),
      PolicyKeys.horizonRule(.squareRootOfTime),
    ],
    horizonRules: [.squareRootOfTime])
}

extension CornishFisherParameters: ModelParameters {
  package func model(for request: ModelRequest) -> ForecastModel {
    .single(
      CornishFisherModel(
        window: window, parameters: parameters, outsideDomain: outsideDomain,
        returnConvention: returns))
  }
}

package import Forecasting
package import MarketData
internal import RiskMeasures
package import RiskModels
package import Text

/// The parameters of `caviar`.
package struct CAViaRParameters: Hashable, Sendable, Decodable {
  /// The maximum number of returns used.
  package let window: Int
  /// The specification of the quantile recursion.
  package let specification: CAViaRSpecification
  /// The estimator of the expected shortfall.
  package let tailModel: QuantileTailModel
  /// The return convention of the prediction.
  package let returns: ReturnConvention
  /// The horizon rule for the margin period of risk.
  package let horizonRule: HorizonRule

  enum CodingKeys: String, CodingKey {
    case window, specification, returns
    case tailModel = "tail-model"
    case horizonRule = "horizon-rule"
  }
}

extension ModelSpecification {
  static let caviar = ModelSpecification(
    CAViaRParameters.self, "caviar",
    summary: "a quantile regressed on its own past (Engle and Manganelli 2004)",
    guide: Guide(
      assumes:
        "The quantile itself follows a recursion of its past and of returns; no distribution is "
        + "assumed.",
      fails:
        "On few exceedances: at 0.99, a window of 1000 returns has ten. Estimates can end in a "
        + "local optimum.",
      reference:
        "Engle and Manganelli (2004), Journal of Business & Economic Statistics 22(4), 367–381"),
    keys: [
      PolicyKeys.window(1000),
      KeyRule.Key(
        "specification", .name, PolicyKeys.names(CAViaRSpecification.self),
        .fallback(.string(CAViaRSpecification.symmetricAbsoluteValue.rawValue)),
        "recursion of the quantile"),
      KeyRule.Key(
        "tail-model", .name, PolicyKeys.names(QuantileTailModel.self),
        .fallback(.string(QuantileTailModel.multiple.rawValue)),
        "expected shortfall, estimated after the quantile or jointly"),
      PolicyKeys.returns(.log), PolicyKeys.horizonRule(.squareRootOfTime),
    ],
    horizonRules: [.squareRootOfTime])
}

extension CAViaRParameters: ModelParameters {
  package func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {
    guard let level = ConfidenceLevel(margin.level) else { return }
    try checkWindow(holds: specification.minimumObservations(at: level), at: level, in: path)
  }

  package func model(for request: ModelRequest) -> ForecastModel {
    .single(
      CAViaR(
        window: window, specification: specification, tailModel: tailModel,
        levels: request.levels, seed: request.seed, returnConvention: returns))
  }
}

internal import Forecasting
public import RiskModels

/// The parameters of `cornish-fisher`.
public struct CornishFisherParameters: ModelParameters {
  /// The model's name in files, flags and output.
  public static let name = "cornish-fisher"

  /// The most returns used.
  public let window: Int
  /// What becomes the skewness and kurtosis parameters of the expansion.
  public let parameters: CornishFisherModel.Parameters
  /// What happens where the expansion does not rise everywhere.
  public let outsideDomain: CornishFisherModel.OutsideDomain
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice

  enum CodingKeys: String, CodingKey {
    case window, parameters
    case outsideDomain = "outside-domain"
    case horizonRule = "horizon-rule"
  }
}

extension CornishFisherParameters: ConfigurableModel {
  static let summary = "a normal distribution corrected for skewness and kurtosis (Maillard 2012)"

  static let keys = [
    PolicyKeys.window,
    KeyRule.Key(
      "parameters", PolicyKeys.names(CornishFisherModel.Parameters.self),
      .fallback(.text("solved")),
      "solved gives the law the sample's moments, sample takes the moments for parameters"),
    KeyRule.Key(
      "outside-domain", PolicyKeys.names(CornishFisherModel.OutsideDomain.self),
      .fallback(.text("refuse")), "what happens where the expansion does not rise everywhere"),
    PolicyKeys.horizonRule(.squareRootOfTime),
  ]

  static let possibleHorizonRules: [HorizonRuleChoice] = [.squareRootOfTime]

  func model(for request: ModelRequest) -> Model {
    .single(
      CornishFisherModel(window: window, parameters: parameters, outsideDomain: outsideDomain))
  }
}

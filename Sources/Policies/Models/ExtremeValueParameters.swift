internal import Forecasting
internal import RiskMeasures
internal import RiskModels
internal import Volatility

/// The sample whose tails are fitted.
public enum TailSampleChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// The returns over the period of risk.
  case returns
  /// Returns over their exponentially weighted volatility.
  case residuals
}

/// The fit of a tail.
public enum TailEstimatorChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// The most likely parameters.
  case maximumLikelihood = "maximum-likelihood"
  /// Probability-weighted moments.
  case probabilityWeightedMoments = "probability-weighted-moments"

  fileprivate var estimator: TailEstimator {
    self == .maximumLikelihood ? .maximumLikelihood : .probabilityWeightedMoments
  }
}

/// The parameters of `extreme-value`.
public struct ExtremeValueParameters: ModelParameters {
  /// The model's name in files, flags and output.
  public static let name = "extreme-value"

  /// The most returns or residuals used.
  public let window: Int
  /// The share of the sample in each tail.
  public let tailShare: Double
  /// The loss at which each tail begins; nil goes by the share.
  public let threshold: Double?
  /// The fit of a tail.
  public let estimator: TailEstimatorChoice
  /// The sample whose tails are fitted.
  public let on: TailSampleChoice
  /// The volatility of residuals; an estimated one has mean zero.
  public let volatility: FilterVolatilityChoice
  /// The decay of the exponentially weighted variance of residuals, a bar.
  public let decay: Double
  /// The first variance.
  public let startUp: StartUpChoice
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice

  enum CodingKeys: String, CodingKey {
    case window, threshold, estimator, on, volatility, decay, returns
    case tailShare = "tail-share"
    case startUp = "start-up"
    case horizonRule = "horizon-rule"
  }
}

extension ExtremeValueParameters: ConfigurableModel {
  static let summary = "generalized Pareto tails beyond a threshold (McNeil and Frey 2000)"

  static let keys = [
    KeyRule.Key(
      "window", PolicyKeys.window.rule, .fallback(.integer(1000)), PolicyKeys.window.comment),
    KeyRule.Key(
      "tail-share",
      .number(
        NumberRule(
          .excluding(0), .excluding(0.5), hint: "write a share below one half, for example 0.1")),
      .fallback(.number(0.1)), "the share of the sample in each tail"),
    KeyRule.Key(
      "threshold",
      .number(
        NumberRule(
          .excluding(0), .including(1000), hint: "write a loss above 0, for example 0.02")),
      .optional(example: .number(0.02)),
      "where each tail begins, instead of its share: a loss; on residuals, in volatilities"),
    KeyRule.Key(
      "estimator", PolicyKeys.names(TailEstimatorChoice.self),
      .fallback(.text(TailEstimatorChoice.maximumLikelihood.rawValue)), "how a tail is fitted"),
    KeyRule.Key(
      "on", PolicyKeys.names(TailSampleChoice.self),
      .fallback(.text(TailSampleChoice.returns.rawValue)),
      "tails of returns, or of residuals by the volatility of decay and start-up"),
    PolicyKeys.volatility, PolicyKeys.decay(0.97), PolicyKeys.startUp,
    PolicyKeys.returns(.simple),
    PolicyKeys.horizonRule(.overlapping, .squareRootOfTime),
  ]

  static let possibleHorizonRules: [HorizonRuleChoice] = [.overlapping, .squareRootOfTime]

  func model(for request: ModelRequest) throws(ConfigurationError) -> Model {
    let sample: TailSample =
      on == .returns
      ? .returns
      : .filtered(
        volatility.filter(decay: decay, startUp: startUp, window: window, mean: .zero))
    let road: HorizonRuleChoice = on == .returns ? .overlapping : .squareRootOfTime
    guard request.horizon == .oneBar || horizonRule == road else {
      throw ConfigurationError(
        keyPath: "model.\(Self.name).horizon-rule",
        problem: "\(horizonRule.rawValue) is no road of tails on \(on.rawValue) to "
          + "\(request.horizon.bars) bars",
        hint: "write \"\(road.rawValue)\"")
    }
    return .single(
      ExtremeValue(
        window: window, threshold: threshold.map(TailThreshold.value) ?? .share(tailShare),
        estimator: estimator.estimator, sample: sample, returnConvention: returns.convention,
        quantileConvention: request.quantileConvention, horizonRule: horizonRule.rule))
  }
}

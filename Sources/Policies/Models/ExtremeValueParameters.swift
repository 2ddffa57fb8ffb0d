package import Forecasting
package import MarketData
internal import RiskMeasures
package import RiskModels
package import Text
internal import Volatility

/// The sample whose tails are fitted.
package enum TailSampleChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// The returns over the period of risk.
  case returns
  /// Returns over their exponentially weighted volatility.
  case residuals
}

/// The parameters of `extreme-value`.
package struct ExtremeValueParameters: Hashable, Sendable, Decodable {
  /// The most returns or residuals used.
  package let window: Int
  /// The share of the sample in each tail.
  package let tailShare: Double
  /// The loss at which each tail begins; nil uses the share.
  package let threshold: Double?
  /// The estimator of a tail.
  package let estimator: TailEstimator
  /// The sample whose tails are fitted.
  package let on: TailSampleChoice
  /// The volatility model of residuals, with zero mean if estimated.
  package let volatility: FilterVolatilityChoice
  /// The decay of the exponentially weighted variance of residuals, per bar.
  package let decay: Double
  /// The initial variance.
  package let startUp: StartUpChoice
  /// The return convention of the prediction.
  package let returns: ReturnConvention
  /// The horizon rule for the margin period of risk.
  package let horizonRule: HorizonRule

  enum CodingKeys: String, CodingKey {
    case window, threshold, estimator, on, volatility, decay, returns
    case tailShare = "tail-share"
    case startUp = "start-up"
    case horizonRule = "horizon-rule"
  }
}

extension ModelSpecification {
  static let extremeValue = ModelSpecification(
    ExtremeValueParameters.self, "extreme-value",
    summary: "generalized Pareto tails beyond a threshold (McNeil and Frey 2000)",
    guide: Guide(
      assumes: "Losses beyond a high threshold follow a generalized Pareto distribution.",
      fails:
        "With a threshold too low (bias) or too high (few losses, large standard errors), and "
        + "on returns whose volatility clusters: then use on = \"residuals\".",
      reference: "McNeil and Frey (2000), Journal of Empirical Finance 7(3–4), 271–300"),
    keys: [
      KeyRule.Key(
        "window", .observations, PolicyKeys.window.rule, .fallback(.integer(1000)),
        PolicyKeys.window.comment),
      KeyRule.Key(
        "tail-share", .share,
        .number(
          NumberRule(
            .excluding(0), .excluding(0.5), hint: "write a share below 0.5, such as 0.1")),
        .fallback(.double(0.1)), "share of the sample in each tail"),
      KeyRule.Key(
        "threshold", .fraction,
        .number(
          NumberRule(
            .excluding(0), .including(1000), hint: "write a loss above 0, such as 0.02")),
        .optional(example: .double(0.02)),
        "threshold of each tail as a loss (in volatilities on residuals), instead of its share"),
      KeyRule.Key(
        "estimator", .name, PolicyKeys.names(TailEstimator.self),
        .fallback(.string(TailEstimator.maximumLikelihood.rawValue)), "estimator of the tails"),
      KeyRule.Key(
        "on", .name, PolicyKeys.names(TailSampleChoice.self),
        .fallback(.string(TailSampleChoice.returns.rawValue)),
        "tails of returns, or of residuals filtered by the volatility"),
      PolicyKeys.volatility, PolicyKeys.decay(0.97), PolicyKeys.startUp,
      PolicyKeys.returns(.simple),
      PolicyKeys.horizonRule(.overlapping, .squareRootOfTime),
    ],
    horizonRules: [.overlapping, .squareRootOfTime])
}

extension ExtremeValueParameters: ModelParameters {
  package var inertKeys: [String: String] {
    var inert = on == .residuals ? volatility.inertKeys : [:]
    if on == .returns {
      for key in ["volatility", "decay", "start-up"] { inert[key] = "with on = \"residuals\"" }
    }
    if threshold != nil { inert["tail-share"] = "without a threshold" }
    return inert
  }

  package func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {
    guard let threshold, on == .returns, returns != .difference, threshold > 1 else { return }
    throw KeyFault(
      path: path.appending("threshold"),
      problem: "\(NumberRule.text(threshold)) is a loss above the price",
      remedy: "write a loss as a fraction of the price, such as 0.02; "
        + "\(NumberRule.text(threshold)) % is \(NumberRule.text((threshold * 1e4).rounded() / 1e6))"
    )
  }

  package func model(for request: ModelRequest) throws(KeyFault) -> ForecastModel {
    let sample: TailSample =
      on == .returns
      ? .returns
      : .filtered(
        volatility.filter(decay: decay, startUp: startUp, window: window, mean: .zero))
    let available: HorizonRule = on == .returns ? .overlapping : .squareRootOfTime
    guard request.horizon == .oneBar || horizonRule == available else {
      throw KeyFault(
        path: request.path.appending("horizon-rule"),
        problem:
          "horizon rule \"\(horizonRule.rawValue)\" is not available for tails on \(on.rawValue) over "
          + "\(request.horizon.bars) bars",
        remedy: "write \"\(available.rawValue)\"")
    }
    return .single(
      ExtremeValue(
        window: window, threshold: threshold.map(TailThreshold.value) ?? .share(tailShare),
        estimator: estimator, sample: sample, returnConvention: returns,
        quantileConvention: request.quantileConvention, horizonRule: horizonRule))
  }
}

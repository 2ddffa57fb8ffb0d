package import Forecasting
package import MarketData
package import RiskModels
package import Text
internal import Volatility

/// The source of a decay.
package enum DecayChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// The decay is given in the file.
  case given
  /// The decay maximizes the likelihood of the window.
  case estimated
}

/// The parameters of `ewma`.
package struct EWMAParameters: Hashable, Sendable, Decodable {
  /// The maximum number of returns used.
  package let window: Int
  /// The decay of the exponentially weighted variance, per bar, if given.
  package let decay: Double
  /// Whether the decay is given or estimated.
  package let decayRule: DecayChoice
  /// The distribution of the standardized return.
  package let innovations: InnovationsChoice
  /// The degrees of freedom of Student-t innovations; nil estimates them.
  package let degreesOfFreedom: Double?
  /// The initial variance.
  package let startUp: StartUpChoice
  /// The return convention of the prediction.
  package let returns: ReturnConvention
  /// The horizon rule for the margin period of risk.
  package let horizonRule: HorizonRule

  enum CodingKeys: String, CodingKey {
    case window, decay, innovations, returns
    case decayRule = "decay-rule"
    case degreesOfFreedom = "degrees-of-freedom"
    case startUp = "start-up"
    case horizonRule = "horizon-rule"
  }
}

extension ModelSpecification {
  static let ewma = ModelSpecification(
    EWMAParameters.self, "ewma", summary: "exponentially weighted volatility",
    guide: Guide(
      assumes:
        "The variance is an exponentially weighted mean of squared returns, without mean "
        + "reversion.",
      fails:
        "Over long horizons, as volatility does revert. Normal innovations understate the "
        + "tails.",
      reference: "J.P. Morgan/Reuters (1996), RiskMetrics Technical Document, 4th edition"),
    keys: [
      PolicyKeys.window, PolicyKeys.decay(0.94),
      KeyRule.Key(
        "decay-rule", .name, PolicyKeys.names(DecayChoice.self), .fallback(.string("given")),
        "given, or estimated by maximum likelihood"),
      PolicyKeys.innovations, PolicyKeys.degreesOfFreedom,
      PolicyKeys.startUp, PolicyKeys.returns(.simple), PolicyKeys.horizonRule(.squareRootOfTime),
    ],
    horizonRules: [.squareRootOfTime])
}

extension EWMAParameters: ModelParameters {
  package func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {
    try innovations.check(degreesOfFreedom, at: path)
    guard decayRule == .estimated else { return }
    guard degreesOfFreedom == nil else {
      throw KeyFault(
        path: path.appending("degrees-of-freedom"),
        problem: "an estimated decay requires estimated degrees of freedom",
        remedy: "remove the key, or write decay-rule = \"given\"")
    }
    guard window >= 100 else {
      throw KeyFault(
        path: path.appending("window"),
        problem: "\(window) returns are too few to estimate a decay from",
        remedy: "write at least 100, or decay-rule = \"given\"")
    }
  }

  package func model(for request: ModelRequest) -> ForecastModel {
    guard decayRule == .given else { return .single(estimated) }
    return .single(
      EWMAModel(
        window: window, volatility: EWMA(decay: decay, startUp: startUp.rule),
        innovations: innovations.distribution(degreesOfFreedom), returnConvention: returns))
  }

  private var estimated: ConditionalVolatilityModel {
    ConditionalVolatilityModel(
      name: "ewma", window: window,
      volatility: ConditionalVolatility(
        mean: .zero, recursion: .ewma,
        innovations: innovations == .normal ? .normal : .studentT, presample: startUp.presample),
      returnConvention: returns)
  }
}

internal import Forecasting
internal import RiskModels
internal import Volatility

/// Where a decay comes from.
public enum DecayChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// It is written in the file.
  case given
  /// It maximizes the likelihood of the window.
  case estimated
}

/// The parameters of `ewma`.
public struct EWMAParameters: ModelParameters {
  /// The model's name in files, flags and output.
  public static let name = "ewma"

  /// The most returns used.
  public let window: Int
  /// The decay of the exponentially weighted variance, a bar, where it is given.
  public let decay: Double
  /// Whether the decay is given or estimated.
  public let decayRule: DecayChoice
  /// The distribution of the standardized return.
  public let innovations: InnovationsChoice
  /// The degrees of freedom of Student-t innovations; nil estimates them.
  public let degreesOfFreedom: Double?
  /// The first variance.
  public let startUp: StartUpChoice
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice

  enum CodingKeys: String, CodingKey {
    case window, decay, innovations, returns
    case decayRule = "decay-rule"
    case degreesOfFreedom = "degrees-of-freedom"
    case startUp = "start-up"
    case horizonRule = "horizon-rule"
  }
}

extension EWMAParameters: ConfigurableModel {
  static let summary = "exponentially weighted volatility"

  static let keys = [
    PolicyKeys.window, PolicyKeys.decay(0.94),
    KeyRule.Key(
      "decay-rule", PolicyKeys.names(DecayChoice.self), .fallback(.text("given")),
      "the decay is given, or estimated by maximum likelihood"),
    PolicyKeys.innovations, PolicyKeys.degreesOfFreedom,
    PolicyKeys.startUp, PolicyKeys.returns(.simple), PolicyKeys.horizonRule(.squareRootOfTime),
  ]

  static let possibleHorizonRules: [HorizonRuleChoice] = [.squareRootOfTime]

  func check(
    for margin: MarginConfiguration, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    try innovations.check(degreesOfFreedom, at: path)
    guard decayRule == .estimated else { return }
    guard degreesOfFreedom == nil else {
      throw ConfigurationProblem(
        path: path.appending("degrees-of-freedom"),
        problem: "an estimated decay is estimated together with the degrees of freedom",
        hint: "remove the key, or write decay-rule = \"given\"")
    }
    guard window >= 100 else {
      throw ConfigurationProblem(
        path: path.appending("window"),
        problem: "\(window) returns are too few to estimate a decay from",
        hint: "write at least 100, or decay-rule = \"given\"")
    }
  }

  func model(for request: ModelRequest) -> Model {
    guard decayRule == .given else { return .single(estimated) }
    return .single(
      EWMAModel(
        window: window, volatility: EWMA(decay: decay, startUp: startUp.rule),
        innovations: innovations.law(degreesOfFreedom), returnConvention: returns.convention))
  }

  private var estimated: ConditionalVolatilityModel {
    ConditionalVolatilityModel(
      name: Self.name, window: window,
      volatility: ConditionalVolatility(
        mean: .zero, recursion: .ewma,
        innovations: innovations == .normal ? .normal : .studentT, presample: startUp.presample),
      returnConvention: returns.convention)
  }
}

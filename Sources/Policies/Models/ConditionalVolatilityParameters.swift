internal import Forecasting
internal import RiskModels
internal import Volatility

/// The mean of the returns of a volatility model.
public enum MeanChoice: String, Hashable, Sendable, Codable, CaseIterable {
  case zero
  case constant
  /// AR(1).
  case autoregressive

  var mean: ConditionalVolatility.Mean {
    switch self {
    case .zero: .zero
    case .constant: .constant
    case .autoregressive: .autoregressive
    }
  }
}

/// The law of standardized returns whose shape is estimated with the volatility.
public enum InnovationFamilyChoice: String, Hashable, Sendable, Codable, CaseIterable {
  case normal
  case studentT = "student-t"
  /// Hansen's.
  case skewedT = "skewed-t"
  case generalizedError = "generalized-error"

  var family: InnovationFamily {
    switch self {
    case .normal: .normal
    case .studentT: .studentT
    case .skewedT: .skewedT
    case .generalizedError: .generalizedError
    }
  }
}

/// What stands in where no search finds a maximum of the likelihood.
public enum FallbackChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// Nothing: the failure is said.
  case none
  /// Exponentially weighted volatility with decay 0.94 and normal innovations.
  case ewma

  var model: EWMA? { self == .ewma ? EWMA(decay: 0.94) : nil }
}

/// Where the errors of a fitted forecast come from.
public enum IntervalChoice: String, Hashable, Sendable, Codable, CaseIterable {
  case delta
  case parametricBootstrap = "parametric-bootstrap"

  var method: IntervalMethod {
    self == .delta ? .delta : .parametricBootstrap(replications: 399)
  }
}

extension StartUpChoice {
  var presample: PresampleVariance { self == .sample ? .sample : .backcast }
}

/// A recursion of variances that the configuration can name.
public protocol VolatilityFamily: Hashable, Sendable {
  /// The model's name in files, flags and output.
  static var name: String { get }
  /// What the model is, in a few words for a comment.
  static var summary: String { get }
  /// Whether the recursion has several lags.
  static var hasOrders: Bool { get }
  /// Whether it has lags that react to the sign.
  static var hasAsymmetry: Bool { get }
}

/// The symmetric GARCH.
public enum GARCHFamily: VolatilityFamily {
  /// The model's name in files, flags and output.
  public static let name = "garch"
  /// What the model is.
  public static let summary = "GARCH(p, q) (Bollerslev 1986)"
  /// Whether the orders can be chosen.
  public static let hasOrders = true
  /// Whether lags that react to the sign can be chosen.
  public static let hasAsymmetry = false
}

/// GARCH with a leverage effect.
public enum GJRFamily: VolatilityFamily {
  /// The model's name in files, flags and output.
  public static let name = "gjr-garch"
  /// What the model is.
  public static let summary = "GARCH that reacts more to falls (Glosten, Jagannathan, Runkle 1993)"
  /// Whether the orders can be chosen.
  public static let hasOrders = true
  /// Whether lags that react to the sign can be chosen.
  public static let hasAsymmetry = true
}

/// Exponential GARCH.
public enum EGARCHFamily: VolatilityFamily {
  /// The model's name in files, flags and output.
  public static let name = "egarch"
  /// What the model is.
  public static let summary = "exponential GARCH of order (1, 1) (Nelson 1991)"
  /// Whether the orders can be chosen.
  public static let hasOrders = false
  /// Whether lags that react to the sign can be chosen.
  public static let hasAsymmetry = false
}

/// Asymmetric power ARCH.
public enum APARCHFamily: VolatilityFamily {
  /// The model's name in files, flags and output.
  public static let name = "aparch"
  /// What the model is.
  public static let summary = "asymmetric power ARCH (Ding, Granger, Engle 1993)"
  /// Whether the orders can be chosen.
  public static let hasOrders = false
  /// Whether lags that react to the sign can be chosen.
  public static let hasAsymmetry = false
}

/// Exponentially weighted volatility that reacts more to falls, its decay estimated.
public enum AsymmetricEWMAFamily: VolatilityFamily {
  /// The model's name in files, flags and output.
  public static let name = "asymmetric-ewma"
  /// What the model is.
  public static let summary =
    "estimated exponential weights with a leverage (Alexander, Dakos 2023)"
  /// Whether the orders can be chosen.
  public static let hasOrders = false
  /// Whether lags that react to the sign can be chosen.
  public static let hasAsymmetry = false
}

/// Volatility driven by the score of the innovations.
public enum ScoreDrivenFamily: VolatilityFamily {
  /// The model's name in files, flags and output.
  public static let name = "score-driven"
  /// What the model is.
  public static let summary = "Beta-t-EGARCH and its kin (Harvey 2013)"
  /// Whether the orders can be chosen.
  public static let hasOrders = false
  /// Whether lags that react to the sign can be chosen.
  public static let hasAsymmetry = false
}

/// The parameters of a model whose volatility is estimated by maximum likelihood.
public struct ConditionalVolatilityParameters<Family: VolatilityFamily>: ModelParameters {
  /// The model's name in files, flags and output.
  public static var name: String { Family.name }

  /// The most returns used.
  public let window: Int
  /// The mean of the returns.
  public let mean: MeanChoice
  /// The distribution of the standardized return.
  public let innovations: InnovationFamilyChoice
  /// Lags of the residual; 1 for a recursion that has no orders.
  public let p: Int?
  /// Lags of the residual that react to its sign.
  public let o: Int?
  /// Lags of the variance.
  public let q: Int?
  /// What stands before the first return.
  public let startUp: StartUpChoice
  /// What stands in for a search that fails.
  public let fallback: FallbackChoice
  /// The return that is predicted.
  public let returns: ReturnsChoice
  /// The road to the margin period of risk.
  public let horizonRule: HorizonRuleChoice
  /// The simulated paths, where paths are simulated.
  public let paths: Int
  /// Where the errors of a forecast come from.
  public let interval: IntervalChoice

  enum CodingKeys: String, CodingKey {
    case window, mean, innovations, p, o, q, fallback, returns, paths, interval
    case startUp = "start-up"
    case horizonRule = "horizon-rule"
  }
}

extension ConditionalVolatilityParameters: ConfigurableModel {
  static var summary: String { Family.summary }

  static var keys: [KeyRule.Key] {
    var keys = [
      KeyRule.Key(
        "window", .integer(100 ... 1_000_000, hint: "write a number of returns, for example 1000"),
        .fallback(.integer(1000)), "the most returns the likelihood sees"),
      KeyRule.Key(
        "mean", PolicyKeys.names(MeanChoice.self), .fallback(.text("constant")),
        "the mean of the returns"),
      KeyRule.Key(
        "innovations", PolicyKeys.names(InnovationFamilyChoice.self), .fallback(.text("normal")),
        "the distribution of standardized returns"),
    ]
    if Family.hasOrders {
      keys.append(order("p", 1 ... 4, "lags of the residual"))
      if Family.hasAsymmetry { keys.append(order("o", 1 ... 4, "lags that react to the sign")) }
      keys.append(order("q", 0 ... 4, "lags of the variance; 0 is ARCH"))
    }
    keys += [
      KeyRule.Key(
        "start-up", PolicyKeys.names(StartUpChoice.self), .fallback(.text("sample")),
        "what stands before the first return"),
      KeyRule.Key(
        "fallback", PolicyKeys.names(FallbackChoice.self), .fallback(.text("none")),
        "what stands in where no search finds a maximum"),
      PolicyKeys.returns(.simple),
      PolicyKeys.horizonRule(.squareRootOfTime, .simulatedPath),
      KeyRule.Key(
        "paths",
        .integer(1000 ... 10_000_000, hint: "write a number of paths, for example 10000"),
        .fallback(.integer(10_000)), "simulated paths"),
      KeyRule.Key(
        "interval", PolicyKeys.names(IntervalChoice.self), .fallback(.text("delta")),
        "the error of a forecast: by the likelihood, or by 399 simulations fitted anew"),
    ]
    return keys
  }

  private static func order(
    _ name: String, _ range: ClosedRange<Int>, _ comment: String
  ) -> KeyRule.Key {
    .init(
      name, .integer(range, hint: "write 1, or a few more"), .fallback(.integer(1)), comment)
  }

  static var possibleHorizonRules: [HorizonRuleChoice] { [.squareRootOfTime, .simulatedPath] }

  func check(
    for margin: MarginConfiguration, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    if let o, let p, o > p {
      throw ConfigurationProblem(
        path: path.appending("o"), problem: "\(o) asymmetric lags of \(p) lags",
        hint: "write at most p")
    }
  }

  private var recursion: VarianceRecursion {
    switch Family.name {
    case EGARCHFamily.name: .egarch(EGARCH())
    case APARCHFamily.name: .aparch(APARCH())
    case AsymmetricEWMAFamily.name: .asymmetricEWMA
    case ScoreDrivenFamily.name: .scoreDriven(ScoreDriven())
    default: .garch(GARCH(p: p ?? 1, o: Family.hasAsymmetry ? o ?? 1 : 0, q: q ?? 1))
    }
  }

  func model(for request: ModelRequest) -> Model {
    .single(
      ConditionalVolatilityModel(
        name: Self.name, window: window,
        volatility: ConditionalVolatility(
          mean: mean.mean, recursion: recursion, innovations: innovations.family,
          presample: startUp.presample),
        fallback: fallback.model, returnConvention: returns.convention,
        horizonRule: horizonRule.rule,
        simulation: PathSimulation(
          paths: paths, seed: request.seed, quantileConvention: request.quantileConvention),
        interval: interval.method))
  }
}

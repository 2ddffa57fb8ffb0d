internal import RiskModels
internal import Volatility

/// The volatility that returns are filtered by.
public enum FilterVolatilityChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// Exponentially weighted with the decay that is given.
  case ewma
  /// GARCH(1, 1).
  case garch
  /// GJR-GARCH(1, 1, 1).
  case gjrGARCH = "gjr-garch"
  /// EGARCH(1, 1).
  case egarch
  /// APARCH(1, 1).
  case aparch

  private var recursion: VarianceRecursion? {
    switch self {
    case .ewma: nil
    case .garch: .garch(GARCH())
    case .gjrGARCH: .garch(.gjr)
    case .egarch: .egarch(EGARCH())
    case .aparch: .aparch(APARCH())
    }
  }

  /// The filter; an estimated one maximizes a normal likelihood unless another law is named.
  func filter(
    decay: Double, startUp: StartUpChoice, window: Int, floor: Double? = nil,
    mean: ConditionalVolatility.Mean = .constant, innovations: InnovationFamily = .normal
  ) -> FilterVolatility {
    guard let recursion else {
      let ewma = EWMA(decay: decay, startUp: startUp.rule)
      guard let floor else { return .ewma(ewma) }
      return .floored(
        ewma, VolatilityFloor(thousandths: Int((floor * 1000).rounded()), window: window))
    }
    let volatility = ConditionalVolatility(
      mean: mean, recursion: recursion, innovations: innovations, presample: startUp.presample)
    return .estimated(volatility, window: max(window, volatility.minimumReturns))
  }

  /// Refuses a floor under an estimated volatility, and one of more than three decimal places.
  func check(floor: Double?, at path: ConfigurationPath) throws(ConfigurationProblem) {
    guard let floor else { return }
    guard self == .ewma else {
      throw ConfigurationProblem(
        path: path.appending("volatility-floor"),
        problem: "an estimated volatility has no floor of its past",
        hint: "write volatility = \"ewma\", or remove the key")
    }
    guard (floor * 1000).rounded() / 1000 == floor else {
      throw ConfigurationProblem(
        path: path.appending("volatility-floor"),
        problem: "\(floor) has more than three decimal places",
        hint: "write a quantile, for example 0.5")
    }
  }
}

extension PolicyKeys {
  static let volatility = KeyRule.Key(
    "volatility", names(FilterVolatilityChoice.self), .fallback(.text("ewma")),
    "the volatility of the filter: of the given decay, or estimated on the window")

  static let volatilityFloor = KeyRule.Key(
    "volatility-floor",
    .number(
      NumberRule(
        .including(0.001), .including(0.999), hint: "write a quantile, for example 0.5")),
    .optional(example: .number(0.5)),
    "today's volatility is not below this quantile of the window's volatilities")
}

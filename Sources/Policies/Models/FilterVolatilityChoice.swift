internal import RiskModels
internal import Text
internal import Volatility

/// The volatility model that filters returns.
package enum FilterVolatilityChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// Exponentially weighted with a given decay.
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

  /// The filter; an estimated one maximizes a normal likelihood unless another distribution is
  /// given.
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

  /// The keys without effect beside this choice: a decay belongs to exponential weights.
  var inertKeys: InertKeys { self == .ewma ? [:] : ["decay": "with volatility = \"ewma\""] }

  /// Rejects a floor for an estimated volatility, and one with more than three decimal places.
  func check(floor: Double?, at path: DocumentPath) throws(KeyFault) {
    guard let floor else { return }
    guard self == .ewma else {
      throw KeyFault(
        path: path.appending("volatility-floor"),
        problem: "an estimated volatility cannot have a floor",
        remedy: "write volatility = \"ewma\", or remove the key")
    }
    guard (floor * 1000).rounded() / 1000 == floor else {
      throw KeyFault(
        path: path.appending("volatility-floor"),
        problem: "\(floor) has more than three decimal places",
        remedy: "write a quantile, such as 0.5")
    }
  }
}

extension PolicyKeys {
  static let volatility = KeyRule.Key(
    "volatility", .name, names(FilterVolatilityChoice.self), .fallback(.string("ewma")),
    "volatility of the filter: EWMA with the given decay, or estimated on the window")

  static let volatilityFloor = KeyRule.Key(
    "volatility-floor", .quantile,
    .number(
      NumberRule(
        .including(0.001), .including(0.999), hint: "write a quantile, such as 0.5")),
    .optional(example: .double(0.5)),
    "floor of current volatility, as a quantile of the window's volatilities")
}

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
    decay: Double, startUp: StartUpChoice, window: Int,
    mean: ConditionalVolatility.Mean = .constant, innovations: InnovationFamily = .normal
  ) -> FilterVolatility {
    guard let recursion else { return .ewma(EWMA(decay: decay, startUp: startUp.rule)) }
    let volatility = ConditionalVolatility(
      mean: mean, recursion: recursion, innovations: innovations, presample: startUp.presample)
    return .estimated(volatility, window: max(window, volatility.minimumReturns))
  }
}

extension PolicyKeys {
  static let volatility = KeyRule.Key(
    "volatility", names(FilterVolatilityChoice.self), .fallback(.text("ewma")),
    "the volatility of the filter: of the given decay, or estimated on the window")
}

internal import MarketData
internal import RiskModels
internal import Text
internal import Volatility

/// A variance recursion that a policy file can name.
struct VolatilityFamily: Hashable, Sendable {
  /// The model's name in files, flags and output.
  let name: String
  /// The summary of the model for a comment.
  let summary: String
  /// What a reader must know to choose it.
  let guide: Guide
  /// The lags that can be chosen.
  let orders: Orders
  private let recursionOfOrders: Recursion

  /// The lag orders of a recursion.
  enum Orders {
    /// Fixed orders.
    case fixed
    /// The lags of the residual and of the variance.
    case symmetric
    /// The symmetric lags and the asymmetric lags of the residual.
    case asymmetric
  }

  private enum Recursion: Hashable {
    case garch
    case one(VarianceRecursion)
  }

  private init(_ name: String, _ recursion: VarianceRecursion, summary: String, guide: Guide) {
    self.name = name
    self.summary = summary
    self.guide = guide
    orders = .fixed
    recursionOfOrders = .one(recursion)
  }

  private init(garch name: String, _ orders: Orders, summary: String, guide: Guide) {
    self.name = name
    self.summary = summary
    self.guide = guide
    self.orders = orders
    recursionOfOrders = .garch
  }

  /// The recursion with the lags of a table.
  func recursion(_ keys: ConditionalVolatilityParameters.Keys) -> VarianceRecursion {
    switch recursionOfOrders {
    case .one(let recursion): return recursion
    case .garch:
      let o = orders == .asymmetric ? keys.o ?? 1 : 0
      return .garch(GARCH(p: keys.p ?? 1, o: o, q: keys.q ?? 1))
    }
  }

  static let garch = VolatilityFamily(
    garch: "garch", .symmetric, summary: "GARCH(p, q) (Bollerslev 1986)",
    guide: Guide(
      assumes: "The variance reverts to a constant level and reacts alike to rises and falls.",
      fails:
        "On windows below some 500 returns, after structural breaks, and near unit persistence, "
        + "where estimates are uncertain.",
      reference: "Bollerslev (1986), Journal of Econometrics 31(3), 307–327"))
  static let gjrGARCH = VolatilityFamily(
    garch: "gjr-garch", .asymmetric,
    summary: "GARCH with a leverage term (Glosten, Jagannathan, Runkle 1993)",
    guide: Guide(
      assumes: "As garch, but falls raise the variance more than rises.",
      fails: "As garch. The leverage effect is weak or reversed for many commodities and coins.",
      reference: "Glosten, Jagannathan and Runkle (1993), Journal of Finance 48(5), 1779–1801"))
  static let egarch = VolatilityFamily(
    "egarch", .egarch(EGARCH()), summary: "exponential GARCH of order (1, 1) (Nelson 1991)",
    guide: Guide(
      assumes: "The log variance is autoregressive and depends on sign and size of the return.",
      fails:
        "After extreme returns, whose effect on the variance is exponential; with heavy-tailed "
        + "innovations use student-t.",
      reference: "Nelson (1991), Econometrica 59(2), 347–370"))
  static let aparch = VolatilityFamily(
    "aparch", .aparch(APARCH()), summary: "asymmetric power ARCH (Ding, Granger, Engle 1993)",
    guide: Guide(
      assumes:
        "A power of the volatility, itself estimated, reverts to a level and reacts to the "
        + "sign.",
      fails:
        "On short windows: power and asymmetry are estimated together and are hard to "
        + "separate.",
      reference: "Ding, Granger and Engle (1993), Journal of Empirical Finance 1(1), 83–106"))
  static let asymmetricEWMA = VolatilityFamily(
    "asymmetric-ewma", .asymmetricEWMA,
    summary: "asymmetric EWMA with estimated parameters (Alexander, Dakos 2023)",
    guide: Guide(
      assumes:
        "The variance is exponentially weighted, with an estimated decay and more weight on "
        + "falls.",
      fails: "Over long horizons, as the variance does not revert to a level.",
      reference: "Alexander and Dakos (2023), Quantitative Finance 23(3), 393–427"))
  static let scoreDriven = VolatilityFamily(
    "score-driven", .scoreDriven(ScoreDriven()),
    summary: "score-driven volatility such as Beta-t-EGARCH (Harvey 2013)",
    guide: Guide(
      assumes:
        "The log scale moves with the score of the innovations' density, so that outliers count "
        + "less.",
      fails: "When a large return does begin a volatile period: it reacts slower than garch.",
      reference:
        "Harvey (2013), Dynamic Models for Volatility and Heavy Tails, Cambridge University "
        + "Press"))
}

extension ModelSpecification {
  static let garch = ModelSpecification(.garch)
  static let gjrGARCH = ModelSpecification(.gjrGARCH)
  static let egarch = ModelSpecification(.egarch)
  static let aparch = ModelSpecification(.aparch)
  static let asymmetricEWMA = ModelSpecification(.asymmetricEWMA)
  static let scoreDriven = ModelSpecification(.scoreDriven)

  private init(_ family: VolatilityFamily) {
    self.init(
      family.name, summary: family.summary, guide: family.guide, keys: Self.keys(family.orders),
      horizonRules: [.squareRootOfTime, .simulatedPath]
    ) { table throws(JSONMismatch) in
      ConditionalVolatilityParameters(keys: try table.decoded(), family: family)
    }
  }

  private static func keys(_ orders: VolatilityFamily.Orders) -> [KeyRule.Key] {
    [
      .init(
        "window", .observations,
        .integer(100 ... 1_000_000, hint: "write a number of returns, such as 1000"),
        .fallback(.integer(1000)), "maximum number of returns used"),
      .init(
        "mean", .name, PolicyKeys.names(ConditionalVolatility.Mean.self),
        .fallback(.string("constant")), "mean of the returns"),
      .init(
        "innovations", .name, PolicyKeys.names(InnovationFamily.self),
        .fallback(.string("normal")), "distribution of standardized returns"),
    ] + lags(orders) + [
      .init(
        "start-up", .name, PolicyKeys.names(StartUpChoice.self), .fallback(.string("sample")),
        "values before the first return"),
      .init(
        "fallback", .name, PolicyKeys.names(FallbackChoice.self), .fallback(.string("none")),
        "fallback if the estimation fails"),
      PolicyKeys.returns(.simple),
      PolicyKeys.horizonRule(.squareRootOfTime, .simulatedPath),
      .init(
        "paths", .paths,
        .integer(1000 ... 10_000_000, hint: "write a number of paths, such as 10000"),
        .fallback(.integer(10_000)), "simulated paths"),
      .init(
        "interval", .name, PolicyKeys.names(IntervalChoice.self), .fallback(.string("delta")),
        "forecast errors from the likelihood, or from 399 refitted simulations"),
    ]
  }

  private static func lags(_ orders: VolatilityFamily.Orders) -> [KeyRule.Key] {
    func lag(_ name: String, _ range: ClosedRange<Int>, _ comment: String) -> KeyRule.Key {
      .init(
        name, .lags, .integer(range, hint: "write a small number, such as 1"),
        .fallback(.integer(1)),
        comment)
    }
    let p = lag("p", 1 ... 4, "lags of the residual")
    let o = lag("o", 1 ... 4, "asymmetric lags of the residual")
    let q = lag("q", 0 ... 4, "lags of the variance; 0 is ARCH")
    return switch orders {
    case .fixed: []
    case .symmetric: [p, q]
    case .asymmetric: [p, o, q]
    }
  }
}

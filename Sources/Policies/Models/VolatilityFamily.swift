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
  /// The configurable lags.
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

  private init(_ name: String, _ recursion: VarianceRecursion, summary: String) {
    self.name = name
    self.summary = summary
    orders = .fixed
    recursionOfOrders = .one(recursion)
  }

  private init(garch name: String, _ orders: Orders, summary: String) {
    self.name = name
    self.summary = summary
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
    garch: "garch", .symmetric, summary: "GARCH(p, q) (Bollerslev 1986)")
  static let gjrGARCH = VolatilityFamily(
    garch: "gjr-garch", .asymmetric,
    summary: "GARCH with a leverage term (Glosten, Jagannathan, Runkle 1993)")
  static let egarch = VolatilityFamily(
    "egarch", .egarch(EGARCH()), summary: "exponential GARCH of order (1, 1) (Nelson 1991)")
  static let aparch = VolatilityFamily(
    "aparch", .aparch(APARCH()), summary: "asymmetric power ARCH (Ding, Granger, Engle 1993)")
  static let asymmetricEWMA = VolatilityFamily(
    "asymmetric-ewma", .asymmetricEWMA,
    summary: "asymmetric EWMA with estimated parameters (Alexander, Dakos 2023)")
  static let scoreDriven = VolatilityFamily(
    "score-driven", .scoreDriven(ScoreDriven()),
    summary: "score-driven volatility such as Beta-t-EGARCH (Harvey 2013)")
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
      family.name, summary: family.summary, keys: Self.keys(family.orders),
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
        .fallback(.integer(1000)), "lookback window: maximum number of returns"),
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

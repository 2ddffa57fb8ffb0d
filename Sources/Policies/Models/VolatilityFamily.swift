internal import MarketData
internal import RiskModels
internal import Text
internal import Volatility

/// A recursion of variances that a policy file can name.
struct VolatilityFamily: Hashable, Sendable {
  /// The model's name in files, flags and output.
  let name: String
  /// What the model is, in a few words for a comment.
  let summary: String
  /// The lags that can be chosen.
  let orders: Orders
  private let recursionOfOrders: Recursion

  /// The lags that a recursion has.
  enum Orders {
    /// One of each kind.
    case fixed
    /// Of the residual and the variance.
    case symmetric
    /// Those, and of the residual that react to its sign.
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
    summary: "GARCH that reacts more to falls (Glosten, Jagannathan, Runkle 1993)")
  static let egarch = VolatilityFamily(
    "egarch", .egarch(EGARCH()), summary: "exponential GARCH of order (1, 1) (Nelson 1991)")
  static let aparch = VolatilityFamily(
    "aparch", .aparch(APARCH()), summary: "asymmetric power ARCH (Ding, Granger, Engle 1993)")
  static let asymmetricEWMA = VolatilityFamily(
    "asymmetric-ewma", .asymmetricEWMA,
    summary: "estimated exponential weights with a leverage (Alexander, Dakos 2023)")
  static let scoreDriven = VolatilityFamily(
    "score-driven", .scoreDriven(ScoreDriven()),
    summary: "Beta-t-EGARCH and its kin (Harvey 2013)")
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
        .integer(100 ... 1_000_000, hint: "write a number of returns, for example 1000"),
        .fallback(.integer(1000)), "the most returns the likelihood sees"),
      .init(
        "mean", .name, PolicyKeys.names(ConditionalVolatility.Mean.self),
        .fallback(.string("constant")), "the mean of the returns"),
      .init(
        "innovations", .name, PolicyKeys.names(InnovationFamily.self),
        .fallback(.string("normal")), "the distribution of standardized returns"),
    ] + lags(orders) + [
      .init(
        "start-up", .name, PolicyKeys.names(StartUpChoice.self), .fallback(.string("sample")),
        "what stands before the first return"),
      .init(
        "fallback", .name, PolicyKeys.names(FallbackChoice.self), .fallback(.string("none")),
        "what stands in where no search finds a maximum"),
      PolicyKeys.returns(.simple),
      PolicyKeys.horizonRule(.squareRootOfTime, .simulatedPath),
      .init(
        "paths", .paths,
        .integer(1000 ... 10_000_000, hint: "write a number of paths, for example 10000"),
        .fallback(.integer(10_000)), "simulated paths"),
      .init(
        "interval", .name, PolicyKeys.names(IntervalChoice.self), .fallback(.string("delta")),
        "the error of a forecast: by the likelihood, or by 399 simulations fitted anew"),
    ]
  }

  private static func lags(_ orders: VolatilityFamily.Orders) -> [KeyRule.Key] {
    func lag(_ name: String, _ range: ClosedRange<Int>, _ comment: String) -> KeyRule.Key {
      .init(
        name, .lags, .integer(range, hint: "write 1, or a few more"), .fallback(.integer(1)),
        comment)
    }
    let p = lag("p", 1 ... 4, "lags of the residual")
    let o = lag("o", 1 ... 4, "lags that react to the sign")
    let q = lag("q", 0 ... 4, "lags of the variance; 0 is ARCH")
    return switch orders {
    case .fixed: []
    case .symmetric: [p, q]
    case .asymmetric: [p, o, q]
    }
  }
}

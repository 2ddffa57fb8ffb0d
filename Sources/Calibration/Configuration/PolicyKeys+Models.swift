extension PolicyKeys {
  static let model = KeyRule.oneOf(
    [
      .init(
        "historical", .table([window, returns("simple"), horizonRule("overlapping", root)]),
        "order statistics of past returns"),
      .init(
        "volatility-weighted-historical",
        .table([window, decay(0.97), startUp, returns("log"), horizonRule(root, "overlapping")]),
        "past returns scaled to today's volatility (Hull and White 1998)"),
      .init(
        "normal", .table([window, returns("simple"), horizonRule(root)]),
        "a normal distribution with the moments of the window"),
      .init(
        "student-t", .table([window, degreesOfFreedom, returns("simple"), horizonRule(root)]),
        "a Student-t distribution fitted to the window"),
      .init(
        "ewma",
        .table([
          window, decay(0.94), innovations, degreesOfFreedom, startUp, returns("simple"),
          horizonRule(root),
        ]), "exponentially weighted volatility"),
      .init(
        "monte-carlo",
        .table([
          window, paths, covariance, decay(0.97), innovations, degreesOfFreedom, returns("log"),
          horizonRule("simulated-path", root),
        ]), "joint simulation of all instruments"),
    ], noun: "model")

  private static let root = "square-root-of-time"

  private static let window = KeyRule.Key(
    "window",
    .integer(10 ... 1_000_000, hint: "write a number of returns, for example 500"),
    .fallback(.integer(500)), "the most returns the model uses")

  private static let paths = KeyRule.Key(
    "paths", .integer(1000 ... 100_000_000, hint: "write a number of paths, for example 10000"),
    .fallback(.integer(10_000)), "simulated paths")

  private static let covariance = KeyRule.Key(
    "covariance", names(CovarianceChoice.self), .fallback(.text("ewma")),
    "the covariance of the returns")

  private static let innovations = KeyRule.Key(
    "innovations", names(InnovationsChoice.self), .fallback(.text("normal")),
    "the distribution of standardized returns")

  private static let startUp = KeyRule.Key(
    "start-up", names(StartUpChoice.self), .fallback(.text("sample")),
    "the first variance of the recursion")

  private static let degreesOfFreedom = KeyRule.Key(
    "degrees-of-freedom",
    .number(
      NumberRule(.excluding(2), .including(1000), hint: "write a number above 2, for example 5")),
    .optional(example: .number(5)), "of Student-t innovations; without it they are estimated")

  private static func decay(_ fallback: Double) -> KeyRule.Key {
    .init(
      "decay",
      .number(
        NumberRule(
          .excluding(0), .excluding(1), hint: "write a decay between 0 and 1, for example 0.97")),
      .fallback(.number(fallback)), "of the exponentially weighted variance, a bar")
  }

  private static func returns(_ fallback: String) -> KeyRule.Key {
    .init(
      "returns", names(ReturnsChoice.self), .fallback(.text(fallback)),
      "simple or log returns are predicted")
  }

  private static func horizonRule(_ names: String...) -> KeyRule.Key {
    .init(
      "horizon-rule", .choice(names), .fallback(.text(names.first ?? root)),
      "the road from one bar to the period of risk")
  }
}

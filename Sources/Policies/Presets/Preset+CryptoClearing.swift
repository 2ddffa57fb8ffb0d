extension Preset {
  /// Contracts on coins at a clearing house that never closes and calls for cash once a day.
  public static let cryptoClearing = Preset(
    name: "crypto-clearing",
    summary: "clearing of coins around the clock: 99 %, 24 hours, cash calls once a day",
    statement:
      "parameters of the shape that clearing houses publish, not compliance with any of their rules",
    dated: nil,
    sources: [
      "margin.level": "the level of most rule books: 99 %",
      "margin.period-of-risk":
        "one day between two calls; trading never closes, so hours and not business days",
      "margin.sides": "this package's choice: one rate for both sides",
      "margin.initial": "usual at clearing houses: initial is 110 % of maintenance",
      "margin.leverage-ladder": "usual steps of the largest leverage",
      "margin.rounding": "this package's choice",
    ],
    leftOpen: [
      "whether cash reaches the house on weekends",
      "concentration, wrong-way collateral in the same coin, and the default fund",
    ],
    toml: """
      [model.volatility-weighted-historical]
      window = 500
      decay = 0.97

      [margin]
      measure = "value-at-risk"
      level = 0.99
      period-of-risk = { count = 24, unit = "hours" }
      covers = "maintenance"
      sides = "larger"
      rounding = 0.001
      initial = 1.1
      hard-minimum = "none"
      quantile-convention = "predictive"
      notice-bars = 0
      leverage-ladder = [1, 2, 3, 5, 10, 20, 25, 50]

      [run]
      seed = 1
      refit-every = 20
      """)
}

extension Preset {
  /// Perpetual contracts on coins, traded around the clock.
  ///
  /// No venue publishes how it calibrates; the numbers are this package's choice, of the shape that venues use.
  public static let cryptoPerpetual = Preset(
    name: "crypto-perpetual",
    summary: "perpetual contracts on coins: 99 %, 24 hours, one rate for both sides, a ladder",
    statement: "parameters of the shape that venues publish, not compliance with any venue's rules",
    dated: nil,
    sources: [
      "margin.level": "this package's choice: no venue publishes a level",
      "margin.period-of-risk":
        "this package's choice: trading never closes, so hours and not business days",
      "margin.sides": "venues publish one rate for both sides",
      "margin.initial": "usual on venues: maintenance is half of initial",
      "margin.leverage-ladder": "usual steps of the largest leverage on venues",
      "margin.rounding": "this package's choice",
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
      initial = 2.0
      hard-minimum = "none"
      quantile-convention = "predictive"
      notice-bars = 0
      leverage-ladder = [1, 2, 3, 5, 10, 20, 25, 50, 75, 100, 125]

      [run]
      seed = 1
      refit-every = 20
      """)
}

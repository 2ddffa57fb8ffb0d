extension Preset {
  /// Perpetual contracts on coins, traded around the clock.
  ///
  /// No venue publishes how it calibrates; the numbers are this package's choice, of the shape that venues use.
  public static let cryptoPerpetual = Preset(
    name: "crypto-perpetual",
    summary:
      "perpetual contracts on coins: 99.9 %, liquidation in 15 minutes, a ladder of leverage",
    statement: "parameters of the shape that venues publish, not compliance with any venue's rules",
    dated: nil,
    sources: [
      "margin.level":
        "this package's choice: no venue publishes a level; behind maintenance stands only the fund",
      "margin.period-of-risk":
        "this package's choice: engines close within minutes; on longer bars it is one whole bar",
      "model.historical.horizon-rule":
        "what liquidates is the worst price within the period, not the one at its end",
      "model.historical.window": "this package's choice",
      "margin.sides": "venues publish one rate for both sides",
      "margin.initial": "usual on venues: maintenance is half of initial",
      "margin.leverage-ladder": "usual steps of the largest leverage on venues",
      "margin.rounding": "this package's choice",
    ],
    leftOpen: [
      "the size of positions: tiers, depth and the pace of liquidation",
      "funding, the fund behind maintenance margin, and who pays when it is used up",
    ],
    toml: """
      [model.historical]
      window = 10000
      horizon-rule = "adverse-excursion"

      [margin]
      measure = "value-at-risk"
      level = 0.999
      period-of-risk = { count = 15, unit = "minutes" }
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

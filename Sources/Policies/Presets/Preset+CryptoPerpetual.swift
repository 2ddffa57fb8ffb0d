extension Preset {
  /// Perpetual contracts on cryptocurrencies with continuous trading.
  ///
  /// None of the venues examined publishes its calibration; the numbers are this package's choice,
  /// in the form that venues use.
  public static let cryptoPerpetual = Preset(
    name: "crypto-perpetual",
    summary:
      "perpetual contracts on cryptocurrencies: 99.9 %, 15-minute liquidation, leverage steps",
    statement: "parameters of the kind that venues use, not compliance with any venue's rules",
    dated: nil,
    sources: [
      "margin.level":
        "this package's choice: no venue examined publishes a level; losses beyond margin fall on "
        + "the fund",
      "margin.period-of-risk":
        "this package's choice: engines liquidate within minutes; at least one whole bar",
      "model.historical.horizon-rule":
        "liquidation is triggered by the worst price within the period, not the last one",
      "model.historical.window": "this package's choice",
      "margin.sides": "this package's choice, as tier tables have one rate for both sides",
      "margin.initial":
        "this package's choice: maintenance is half of initial margin, as at Hyperliquid, Paradex",
      "margin.leverage-ladder": "this package's choice, up to the 125 of Binance in October 2024",
      "margin.rounding": "this package's choice",
    ],
    leftOpen: [
      "position size: tiers, market depth and the pace of liquidation",
      "funding payments, the insurance fund, and loss allocation once it is exhausted",
    ],
    toml: """
      [model.historical]
      window = 10000
      horizon-rule = "adverse-excursion"

      [margin]
      level = 0.999
      period-of-risk = { count = 15, unit = "minutes" }
      sides = "larger"
      rounding = 0.001
      initial = 2.0
      leverage-ladder = [1, 2, 3, 5, 10, 20, 25, 50, 75, 100, 125]
      """)
}

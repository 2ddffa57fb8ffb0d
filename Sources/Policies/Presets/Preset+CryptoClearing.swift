extension Preset {
  /// Contracts on cryptocurrencies at a clearing house with continuous trading and daily cash
  /// calls.
  public static let cryptoClearing = Preset(
    name: "crypto-clearing",
    summary: "24/7 clearing of cryptocurrencies: 99 %, 24 hours, daily cash calls",
    statement:
      "parameters of the kind that clearing houses use, not compliance with any rule book",
    dated: nil,
    sources: [
      "margin.level": "this package's choice, that of Regulation (EU) 153/2013, Article 24(1)(b)",
      "margin.period-of-risk":
        "this package's choice: one day between calls; trading is continuous, hence hours",
      "margin.sides": "this package's choice: one rate for both sides",
      "margin.initial":
        "this package's choice: 110 % of maintenance margin, as for US futures (not checked)",
      "margin.leverage-ladder": "this package's choice",
      "margin.rounding": "this package's choice",
    ],
    leftOpen: [
      "whether cash can be paid on weekends",
      "concentration, wrong-way collateral in the same coin, and the default fund",
    ],
    toml: """
      [margin]
      period-of-risk = { count = 24, unit = "hours" }
      sides = "larger"
      rounding = 0.001
      initial = 1.1
      leverage-ladder = [1, 2, 3, 5, 10, 20, 25, 50]
      """)
}

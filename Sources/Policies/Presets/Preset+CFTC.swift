extension Preset {
  /// Futures and options at a US derivatives clearing organization.
  ///
  /// The text of the rule was not checked. A secondary source confirms paragraph (ii) for swaps:
  /// five days, other than on agricultural, energy and metal commodities. The rest is from memory.
  public static let cftc = Preset(
    name: "cftc",
    summary: "US clearing of futures and options: 99 %, one day",
    statement:
      "parameters of 17 CFR 39.13(g)(2), not checked against its text, not compliance with it",
    dated: "2020-01-27",
    sources: [
      "margin.level": "17 CFR 39.13(g)(2)(iii): an established level of at least 99 %",
      "margin.period-of-risk":
        "17 CFR 39.13(g)(2)(ii): at least one day for futures, options and swaps on agricultural, "
        + "energy and metal commodities; five days for other swaps",
      "model.volatility-weighted-historical.window":
        "17 CFR 39.13(g)(2)(iii): an appropriate historic time period; 500 days is this package's "
        + "choice",
      "margin.covers": "the rule has a single requirement, used for both rates",
      "margin.hard-minimum": "17 CFR 39.13(g)(2)(iii): actual coverage meets the level",
      "margin.rounding": "this package's choice",
    ],
    leftOpen: [
      "which products are margined together, and the coverage of spreads and portfolios",
      "how often margins are backtested, and who reviews the model",
      "the wording of the rule and its amendments: not checked",
    ],
    toml: """
      [margin]
      period-of-risk = { count = 1, unit = "business-days" }
      covers = "both"
      initial = 1.0
      hard-minimum = "calculated-rate"
      """)
}

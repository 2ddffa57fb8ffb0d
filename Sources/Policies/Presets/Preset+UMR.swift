extension Preset {
  /// Uncleared derivatives between two dealers.
  public static let umr = Preset(
    name: "umr",
    summary: "uncleared derivatives: 99 %, ten business days, 25 % stressed history",
    statement:
      "parameters of Commission Delegated Regulation (EU) 2016/2251 (BCBS-IOSCO uncleared margin), "
      + "not compliance with it",
    dated: "2016-10-04",
    sources: [
      "margin.level": "Article 15(1): one-tailed, 99 %",
      "margin.period-of-risk": "Article 15(1): a margin period of risk of at least ten days",
      "model.historical.window":
        "Article 16: at least the last three years; five years of 250 days with equal weights is "
        + "this package's choice",
      "margin.covers": "the rule has a single requirement, used for both rates",
      "margin.hard-minimum": "Article 15: the requirement covers the exposures at the level",
      "margin.rounding": "this package's choice",
      "step":
        "Article 16: at least 25 % of the history is stressed: the larger of the unstressed quantile "
        + "and that of a mixture with a quarter of its weight on the worst year",
    ],
    minimumHistory: MinimumHistory(months: 36, source: "Article 16"),
    leftOpen: [
      "the threshold and the minimum transfer amount of the pair",
      "a sample of at least three years, and the stress relevant to the asset class",
      "segregation, eligible collateral and its haircuts",
    ],
    toml: """
      [model.historical]
      window = 1250

      [margin]
      period-of-risk = { count = 10, unit = "business-days" }
      covers = "both"
      initial = 1.0
      hard-minimum = "calculated-rate"

      [[step]]
      stress-weight = { weight = 0.25, blend = "mixture", period = "worst", length = 250 }
      """)
}

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
      "margin.period-of-risk":
        "Article 15(1): at least 10 days; business days are this package's choice",
      "model.historical.window":
        "Article 16(1) and (5): three to five years with equal weights; five years of 250 days is "
        + "this package's choice",
      "margin.covers": "the rule has a single requirement, used for both rates",
      "margin.hard-minimum": "Article 15(1): the requirement covers the exposures at the level",
      "margin.rounding": "this package's choice",
      "step":
        "Article 16(2) and (3): at least 25 % of the data are stressed, in place of the oldest if "
        + "need be; here: the larger of the unstressed quantile and that of a mixture, a quarter "
        + "on the worst year",
    ],
    minimumHistory: MinimumHistory(months: 36, source: "Article 16(1)"),
    leftOpen: [
      "the threshold and the minimum transfer amount of the pair",
      "Article 16(1): a calibration at least once a year",
      "Article 16(4): a stressed period for each asset class",
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
      stress-weight = { weight = 0.25, blend = "mixture", length = 250 }
      """)
}

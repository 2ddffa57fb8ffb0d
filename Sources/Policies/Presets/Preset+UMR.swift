extension Preset {
  /// Derivatives that no clearing house clears, between two dealers.
  public static let umr = Preset(
    name: "umr",
    summary: "uncleared derivatives: 99 %, ten business days, a quarter of the history stressed",
    statement:
      "parameters of Commission Delegated Regulation (EU) 2016/2251 (BCBS-IOSCO uncleared margin), "
      + "not compliance with it",
    dated: "2016-10-04",
    sources: [
      "margin.level": "Article 15(1): one-tailed, 99 %",
      "margin.period-of-risk": "Article 15(1): a margin period of risk of at least ten days",
      "model.historical.window":
        "Article 16: the latest three years at least; five years of 250 days with equal weights is "
        + "this package's choice",
      "margin.covers": "the rule has one requirement, so it is both rates",
      "margin.hard-minimum": "Article 15: the requirement covers the exposures at the level",
      "margin.rounding": "this package's choice",
      "step":
        "Article 16: at least a quarter of the history is stressed; the weight is this package's reading",
    ],
    leftOpen: [
      "the threshold and the minimum transfer amount of the pair",
      "the sample's three years at least, and which stress is relevant to the asset class",
      "segregation, eligible collateral and its haircuts",
    ],
    toml: """
      [model.historical]
      window = 1250

      [margin]
      measure = "value-at-risk"
      level = 0.99
      period-of-risk = { count = 10, unit = "business-days" }
      covers = "both"
      sides = "separate"
      rounding = 0.0005
      initial = 1.0
      hard-minimum = "calculated-rate"
      quantile-convention = "predictive"
      notice-bars = 0

      [[step]]
      stress-weight = { weight = 0.25, period = "worst", length = 250 }

      [run]
      seed = 1
      refit-every = 20
      """)
}

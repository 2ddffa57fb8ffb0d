extension Preset {
  private static let emirStatement =
    "parameters of Commission Delegated Regulation (EU) No 153/2013, not compliance with it"

  private static let emirSources = [
    "margin.article-28-option":
      "Article 28(1): at least one of (a) a buffer of 25 %, (b) a weight of 25 % on stressed "
      + "observations, (c) not below the margin over ten years",
    "margin.covers": "the Regulation has a single requirement, used for both rates",
    "margin.hard-minimum": "Article 24: the requirement covers the exposures at the level",
    "margin.rounding": "this package's choice",
  ]

  private static let emirHistory = MinimumHistory(months: 12, source: "Article 25(1)")

  private static let emirOpen = [
    "Article 25: whether the history covers a full range of market conditions",
    "Article 27: offsets between products, with a reduction of at most 80 %",
    "Article 28(2): the choice of the option, and the conditions for using up a buffer",
    "Articles 49, 59, 60: validation, changes and backtests of the model",
  ]

  /// Instruments other than OTC derivatives under EMIR.
  public static let emirETD = Preset(
    name: "emir-etd",
    summary: "EU clearing of exchange-traded instruments: 99 %, two business days",
    statement: emirStatement, dated: "2012-12-19",
    sources: emirSources.merging(
      [
        "margin.level":
          "Article 24(1)(b): at least 99 % for instruments other than OTC derivatives",
        "margin.period-of-risk":
          "Article 26(1)(b): at least two business days for instruments other than OTC derivatives",
        "model.volatility-weighted-historical.window":
          "Article 25(1): at least the last twelve months; 500 days is this package's choice",
      ], uniquingKeysWith: { _, new in new }),
    minimumHistory: emirHistory, leftOpen: emirOpen,
    toml: """
      [margin]
      period-of-risk = { count = 2, unit = "business-days" }
      covers = "both"
      initial = 1.0
      hard-minimum = "calculated-rate"
      article-28-option = "buffer"
      """)

  /// Client accounts that are margined individually (gross).
  public static let emirClientGross = Preset(
    name: "emir-client-gross",
    summary: "EU clearing of client accounts held gross: 99 %, one day",
    statement: emirStatement, dated: "2016-06-15",
    sources: emirSources.merging(
      [
        "margin.level":
          "Article 24(1)(b): at least 99 % for instruments other than OTC derivatives",
        "margin.period-of-risk":
          "Article 26(1)(c), by Regulation (EU) 2016/822: one day where clients are known, exposures "
          + "computed hourly and calls met within the hour; whether they are is left to you",
        "model.volatility-weighted-historical.window":
          "Article 25(1): at least the last twelve months; 500 days is this package's choice",
      ], uniquingKeysWith: { _, new in new }),
    minimumHistory: emirHistory, leftOpen: emirOpen,
    toml: """
      [margin]
      period-of-risk = { count = 1, unit = "business-days" }
      covers = "both"
      initial = 1.0
      hard-minimum = "calculated-rate"
      article-28-option = "buffer"
      """)

  /// OTC derivatives under EMIR.
  public static let emirOTC = Preset(
    name: "emir-otc",
    summary: "EU clearing of OTC derivatives: 99.5 %, five business days",
    statement: emirStatement, dated: "2012-12-19",
    sources: emirSources.merging(
      [
        "margin.level": "Article 24(1)(a): at least 99.5 % for OTC derivatives",
        "margin.period-of-risk":
          "Article 26(1)(a): at least five business days for OTC derivatives",
        "model.volatility-weighted-historical.window":
          "Article 25(1): at least the last twelve months; 1000 days is this package's choice",
      ], uniquingKeysWith: { _, new in new }),
    minimumHistory: emirHistory, leftOpen: emirOpen,
    toml: """
      [model.volatility-weighted-historical]
      window = 1000

      [margin]
      level = 0.995
      period-of-risk = { count = 5, unit = "business-days" }
      covers = "both"
      initial = 1.0
      hard-minimum = "calculated-rate"
      article-28-option = "buffer"
      """)
}

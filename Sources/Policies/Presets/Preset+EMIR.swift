extension Preset {
  private static let emirStatement =
    "parameters of Commission Delegated Regulation (EU) No 153/2013, not compliance with it"

  private static let emirSources = [
    "margin.article-28-option":
      "Article 28(1): at least one of (a) a buffer of at least 25 %, (b) at least 25 % weight on "
      + "stressed observations, (c) not below margins at the volatility of ten years",
    "margin.covers": "the Regulation has a single requirement, used for both rates",
    "margin.hard-minimum": "Article 24(1): the requirement covers the exposures at the level",
    "margin.rounding": "this package's choice",
  ]

  private static let emirHistory = MinimumHistory(months: 12, source: "Article 25(1)")

  private static let emirOpen = [
    "Article 25(1): whether the history covers the full range of market conditions, with stress",
    "Article 27: offsets between products, at most 80 % of the sum of margins less the portfolio's",
    "Article 28(1): the choice of the option, and when a buffer is used up and replenished",
    "Article 28(2): the procyclical effects of a revision of the parameters",
    "Articles 47, 49, 59, 60: validation and backtests of the model",
    "Article 49 of Regulation (EU) No 648/2012: significant changes to the model",
    "whether later acts amend Articles 24 to 28, such as ESMA's draft of July 2023 on Article 28: "
      + "not checked",
  ]

  /// Instruments other than OTC derivatives under EMIR.
  public static let emirETD = Preset(
    name: "emir-etd",
    summary: "EU clearing of exchange-traded instruments: 99 %, two business days",
    statement: emirStatement, dated: "2016-04-21",
    sources: emirSources.merging(
      [
        "margin.level":
          "Article 24(1)(b): at least 99 % for instruments other than OTC derivatives",
        "margin.period-of-risk":
          "Article 26(1)(b), by Regulation (EU) 2016/822: at least two business days for "
          + "instruments other than OTC derivatives in accounts not under point (c)",
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

  /// Instruments other than OTC derivatives in client accounts that are margined gross.
  ///
  /// Article 26(1)(c) asks for daily records of each client, margins per client collected gross,
  /// known clients, no proprietary positions of the clearing member's group, and requirements
  /// computed at least hourly. Unless trades are allocated to clients during the day, requirements
  /// above 110 % of the collateral are collected within the hour, with an exception for small
  /// amounts.
  public static let emirClientGross = Preset(
    name: "emir-client-gross",
    summary: "EU clearing of client accounts held gross: 99 %, one day",
    statement: emirStatement, dated: "2016-04-21",
    sources: emirSources.merging(
      [
        "margin.level":
          "Article 24(1)(b): at least 99 % for instruments other than OTC derivatives",
        "margin.period-of-risk":
          "Article 26(1)(c), by Regulation (EU) 2016/822: at least one business day for client "
          + "accounts held gross under its conditions; whether they are met is left to you",
        "model.volatility-weighted-historical.window":
          "Article 25(1): at least the last twelve months; 500 days is this package's choice",
      ], uniquingKeysWith: { _, new in new }),
    minimumHistory: emirHistory,
    leftOpen: [
      "Article 26(1)(c): records and gross margins per client, known clients outside the member's "
        + "group, hourly requirements, and calls above 110 % of collateral within the hour"
    ] + emirOpen,
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
    statement: emirStatement, dated: "2016-04-21",
    sources: emirSources.merging(
      [
        "margin.level": "Article 24(1)(a): at least 99.5 % for OTC derivatives",
        "margin.period-of-risk":
          "Article 26(1)(a), by Regulation (EU) 2016/822: at least five business days for OTC "
          + "derivatives",
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

extension OptionEffects {
  /// Runs whose last option names a file that they write.
  static let files =
    ((priced + printed).map { "\($0) --output written.txt" } + [
      "backtest q.csv --tests kupiec --export-forecasts written.csv",
      "backtest q.csv --tests kupiec --disclosure written.csv",
      "compare s.json low.json --notice written.md", "init --output written.toml",
      "verify k.toml --junit written.xml",
      "policy migrate own.toml --output written.toml",
      "data inspect p.csv --output written.txt", "data convert p.csv --output written.csv",
      "data synthesize --output written.csv", "data synthesize --truth written.csv",
    ])
    + ["--state written.jsonl", "--output-policy written.toml"].map { "tune p.csv\(folds) \($0)" }

  private static let printed = [
    "compare s.json low.json", "verify k.toml",
    "account state --positions a.json --tiers p.tiers.csv",
    "account tiers t.csv", "account scenarios",
  ]

  /// Runs on standard input, with the file that is written to it.
  static let slow =
    (onPrices("-") + ["verify stdin.toml --record --reason new"]).map { $0 + " < p.csv" } + [
      "compare - s.json < low.json",
      "account state --positions - --tiers p.tiers.csv < a.json", "account tiers - < t.csv",
      "account scenarios - < scenarios.json",
    ]

  /// Runs on two files.
  static let parallel = onPrices("a.csv b.csv") + ["verify ab.toml --record --reason new"]

  private static func onPrices(_ paths: String) -> [String] {
    [
      "calibrate \(paths)", "estimate \(paths) --models historical",
      "backtest \(paths) --tests kupiec", "stress \(paths)",
      "explain \(paths)" + (paths == "-" ? "" : " --instrument a"),
      "account build-tiers \(paths) --volume 1e7 --caps 1e5", "simulate \(paths) --accounts 50",
      "tune \(paths)\(folds)", "data inspect \(paths)", "data convert \(paths)",
    ]
  }
}

extension OptionEffects {
  /// Commands that read prices, without their files.
  private static let readers = [
    "calibrate", "estimate --models historical",
    "backtest --tests kupiec --p-values asymptotic", "explain", "stress",
    "account build-tiers --caps 1e5,1e6 --volume 1e7", "simulate --accounts 50", "tune" + folds,
    "data inspect", "data convert",
  ]

  /// Options for how a file is written, without which it is refused, or with which it is.
  static let reading =
    readers.flatMap { command in
      [
        ("serial.csv", "--date-format excel", 2, 0), ("dates.csv", "--date-column published", 2, 0),
        ("carets.csv", "--delimiter ^", 2, 0), ("commas.csv", "--decimal point", 2, 0),
        ("q.csv", "--encoding UTF-16LE", 0, 2), ("q.csv", "--price-column none", 0, 2),
        ("q.csv", "--sort descending", 0, 2),
        ("q.csv", "--time-zone Asia/Tokyo", 0, 2), ("twice.csv", "--duplicates last", 2, 0),
        ("currencies.csv", "--currency USD", 2, 0),
        ("zero.csv", "--on non-positive-price=exclude-return", 2, 0),
      ].map { Status("\(command) \($0.0)", $0.1, Int32($0.2), Int32($0.3)) }
        + (command == "explain"
          ? [Status("explain p.csv q.csv --instrument p", "--max-age 5", 0, 2)]
          : [Status("\(command) p.csv q.csv", "--max-age 5", 0, 3)])
    } + readers.suffix(2).map { Status("\($0) r.csv", "--returns decimal", 2, 2) }

  /// Options of `data` that change what is printed.
  static let data =
    readers.suffix(2).map { command in
      Runs("\(command) p.csv", "--missing carry", "--price adjusted-close")
    }
    + readers.suffix(2).map { Runs("\($0) p.csv q.csv", "--instrument q") }
    + readers.map { Runs("\($0) q.csv", "--skip-lines 150") } + [
      Runs("data inspect p.csv", "--format json", "--color always"),
      Runs("data convert p.csv", "--shape long"),
    ]
}

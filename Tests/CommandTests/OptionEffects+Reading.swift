extension OptionEffects {
  /// Commands that read prices, without their files.
  private static let readers = [
    "calibrate", "estimate --models historical",
    "backtest --tests kupiec --p-values asymptotic", "explain", "stress",
    "account build-tiers --caps 1e5,1e6 --volume 1e7", "simulate --accounts 50", "tune" + folds,
    "data inspect", "data convert",
  ]

  /// Options for how a file is written, without which it is refused, or with which it is.
  static let reading: [Status] = readers.flatMap(decided(by:)) + returns

  private static func decided(by command: String) -> [Status] {
    let options: [(file: String, option: String, without: Int32, with: Int32)] = [
      ("serial.csv", "--date-format excel", 2, 0), ("dates.csv", "--date-column published", 2, 0),
      ("carets.csv", "--delimiter ^", 2, 0), ("commas.csv", "--decimal point", 2, 0),
      ("q.csv", "--encoding UTF-16LE", 0, 2), ("q.csv", "--price-column none", 0, 2),
      ("q.csv", "--sort descending", 0, 2), ("q.csv", "--time-zone Asia/Tokyo", 0, 2),
      ("twice.csv", "--duplicates last", 2, 0), ("currencies.csv", "--currency USD", 2, 0),
      ("split.csv", "--on split-like-jump=reject", 0, 2), ("q.csv", "--bars 1h", 0, 2),
      ("commas.csv", "--reader reader.toml", 2, 0),
    ]
    let statuses = options.map { option in
      Status("\(command) \(option.file)", option.option, option.without, option.with)
    }
    let aged =
      command == "explain"
      ? Status("explain p.csv q.csv --instrument p", "--max-age 5", 0, 2)
      : Status("\(command) p.csv q.csv", "--max-age 5", 0, 3)
    return statuses + [aged, Status("\(command) q.csv", "--holidays q.csv", 0, 2)]
  }

  private static let returns: [Status] = readers.suffix(2).flatMap {
    [
      Status("\($0) r.csv", "--returns decimal", 2, 2),
      Status("\($0) q.csv", "--instruments facts.csv", 0, 2),
    ]
  }

  /// Options of `data` that change what is printed.
  static let data: [Runs] = {
    var runs = readers.map { Runs("\($0) q.csv", "--skip-lines 250") }
    for command in readers.suffix(2) {
      runs.append(Runs("\(command) p.csv", "--missing carry", "--price adjusted-close"))
      runs.append(Runs("\(command) p.csv q.csv", "--instrument q"))
    }
    runs.append(Runs("data inspect p.csv", "--format json", "--color always"))
    runs.append(Runs("data convert week.csv --missing carry", "--holidays holidays.txt"))
    runs.append(Runs("calibrate week.csv --format json", "--holidays holidays.txt"))
    runs.append(Runs("calibrate week.csv --format json", "--missing exclude"))
    runs.append(Runs("data convert p.csv", "--bars 1w", "--bars 1mo"))
    runs.append(Runs("data convert p.csv", "--shape long"))
    runs.append(
      Runs(
        "data synthesize --prices 20", "--prices 30", "--instruments 2", "--from 2010-01-01",
        "--drift 0.001", "--volatility 0.02", "--degrees-of-freedom 4", "--seed 2"))
    runs.append(Runs("data synthesize --prices 20 --alpha 0.1", "--alpha 0.2", "--beta 0.8"))
    runs.append(
      Runs("data synthesize --prices 20 --output walk.csv --truth -", "--level 0.95"))
    return runs
  }()
}

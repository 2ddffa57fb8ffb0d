import Testing

/// The effect of every option of every command, with the run in which it is seen.
///
/// The last option of an entry is the one whose effect is seen; the ones before it make it visible.
enum OptionEffects {
  /// A command line and the options that are added to it, one at a time.
  struct Runs: Sendable, CustomTestStringConvertible {
    let base: String
    let options: [String]
    var testDescription: String { base }

    init(_ base: String, _ options: String...) { (self.base, self.options) = (base, options) }
  }

  /// Commands on prices, with an instrument to choose where they take several.
  static let priced = [
    "calibrate p.csv q.csv", "estimate p.csv q.csv --models historical,ewma",
    "backtest p.csv q.csv --tests kupiec --p-values asymptotic",
    "explain p.csv q.csv --instrument p", "stress p.csv q.csv",
    "account build-tiers p.csv q.csv --caps 1e5,1e6 --volume 1e7",
    "simulate p.csv q.csv --accounts 50", "tune p.csv q.csv" + folds,
  ]

  static let folds =
    " --first-days 200 --fold-days 80 --test-days 80 --evaluations 0 --coverage 0.8"
    + " --space initial.toml"

  /// Options that change what is printed, shared by the commands on prices.
  static let shared = priced.flatMap { base in
    [
      Runs(
        base, base.hasPrefix("explain") ? "--instrument q" : "--instrument p", "--missing carry",
        "--window 200", "--decay 0.9", "--level 0.9",
        "--as-of 2021-05-01", "--models normal",
        // A preset whose level covers both rates leaves the searched ratio without effect.
        base.hasPrefix("tune") ? "--policy loose.toml" : "--policy emir-etd", "--format json",
        "--color always"),
      Runs(
        base.replacing(" q.csv", with: ""),
        "--price adjusted-close"),
      Runs(base + " --models ewma", "--innovations student-t", "--convention log"),
      Runs(base + " --models ewma --decay 0.999 --window 150", "--start-up backcast"),
    ] + (base.hasPrefix("tune") ? [] : [Runs(base + " --models monte-carlo", "--seed 2")])
      + (base.hasPrefix("estimate")
        ? [] : [Runs(base + " --models student-t --window 150 --format json", "--refit-every 17")])
      + (base.contains("tiers") || base.hasPrefix("simulate") ? [] : [Runs(base, "--side long")])
      + (base.contains("tiers") ? [] : [Runs(base, "--horizon 5")])
      + (base.hasPrefix("tune")
        ? []
        : [
          Runs(
            base.replacing("-instrument p", with: "-instrument q")
              + " --policy groups.toml", "--instruments facts.csv")
        ])
  }

  /// Options of histories, tests, changes and stress that change what is printed.
  static let prices =
    [
      "calibrate", "estimate --models historical", "backtest --tests kupiec", "explain", "stress",
      "account build-tiers --volume 1e7 --caps 1e5", "tune --window 100 --level 0.9" + folds,
    ].map {
      Runs($0.replacing("200", with: "100") + " r.csv --returns decimal", "--returns percent")
    } + [
      Runs("calibrate p.csv --window 150", "--history", "--convention difference"),
      Runs("calibrate p.csv --window 150 --history", "--from 2021-06-01", "--to 2021-01-01"),
      Runs("backtest q.csv --tests kupiec", "--from 2021-06-01", "--to 2021-10-01"),
      Runs(
        "backtest q.csv --p-values asymptotic", "--tests kupiec", "--significance 0.5",
        "--policies plain"),
      Runs("backtest q.csv --tests haas-tbfi", "--p-values asymptotic"),
      Runs("backtest q.csv --tests mcneil-frey --format json", "--draws 99"),
      Runs(
        "explain q.csv", "--since 2021-06-01", "--previous-policy emir-etd", "--previous q.json"),
      Runs("explain q.csv --since 2021-06-01 --policy emir-etd", "--attribution order"),
      Runs("stress q.csv", "--shock -0.4", "--period a=2020-02-03/2020-05-01", "--sensitivity"),
    ]

  /// Options of the search that change what is printed.
  static let search = [
    Runs(
      "tune q.csv p.csv --missing carry --space decay.toml --window 150 --level 0.95"
        + " --coverage 0.8 --first-days 200 --fold-days 80 --test-days 80 --evaluations 0"
        + " --rise 5",
      "--coverage 0.79", "--confidence 0.8", "--rise 6", "--rise-days 30",
      "--peak-to-trough 50", "--first-days 250", "--fold-days 100", "--test-days 150",
      "--per-instrument", "--space wide.toml"),
    Runs(
      "tune q.csv --window 150 --level 0.95 --coverage 0.9 --first-days 200 --fold-days 80"
        + " --test-days 80 --evaluations 0", "--evaluations 10", "--seed 2"),
  ]

  /// All runs whose options change what is printed.
  static let results = shared + prices + search + accounts + replays + data
}

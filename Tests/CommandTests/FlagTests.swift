import Testing

/// What is wrong on the command line: code 2, and a message with flag, finding and remedy.
struct FlagTests {
  @Test(arguments: [("1.0", "0.99"), ("nan", "0.99"), ("0.3", "0.99"), ("97.5", "0.975")])
  func aLevelOutsideItsRangeIsRefusedWithAnExample(level: String, example: String) throws {
    let run = try Sandbox().margin("calibrate", "x.csv", "--level", level)
    #expect(run.code == 2)
    #expect(
      run.error == "margin: --level: invalid value \"\(level)\"; expected a confidence level "
        + "above 0.5 and below 1, of at most six decimals, for example \(example)\n")
  }

  static let badValues: [(flags: String, message: String)] = [
    (
      "--level 0.99,",
      "--level: empty item in \"0.99,\"; "
        + "separate values by single commas, for example 0.99,0.975"
    ),
    (
      "--level 0.99,0.975",
      "--level: a schedule has one level, and 2 are given; "
        + "give one, or compare several with margin estimate or margin backtest"
    ),
    (
      "--horizon 0",
      "--horizon: invalid value \"0\"; expected a whole number from 1 to 10000, for example 1"
    ),
    (
      "--horizon -1",
      "--horizon: invalid value \"-1\"; expected a whole number from 1 to 10000, for example 1"
    ),
    (
      "--horizon 1.5",
      "--horizon: invalid value \"1.5\"; expected a whole number from 1 to 10000, for example 1"
    ),
    (
      "--window 1.5",
      "--window: invalid value \"1.5\"; expected a whole number, for example 500"
    ),
    (
      "--jobs 0",
      "--jobs: invalid value \"0\"; expected a whole number from 1 to 1024, for example 4"
    ),
    (
      "--window 0",
      "--window: model.volatility-weighted-historical.window: 0 is not at least 10; "
        + "write a number of returns, such as 500"
    ),
    (
      "--decay 1.5",
      "--decay: invalid value \"1.5\"; expected a number above 0 and below 1, for example 0.97"
    ),
    (
      "--seed -1",
      "--seed: invalid value \"-1\"; expected a whole number of at least 0, for example 1"
    ),
    (
      "--refit-every 0",
      "--refit-every: invalid value \"0\"; "
        + "expected a whole number from 1 to 100000, for example 20"
    ),
    (
      "--as-of 2020-02-30",
      "--as-of: invalid value \"2020-02-30\"; "
        + "expected an ISO 8601 date, for example 2024-06-28 or 2024-06-28T13:00Z"
    ),
    (
      "--history --from 2020-02-01 --to 2020-01-01",
      "--to: 2020-01-01 is before --from 2020-02-01; give the dates in order"
    ),
    (
      "--from 2020-02-01",
      "--from: applies to a history only; add --history, or give one date with --as-of"
    ),
    (
      "--models ewma,normal",
      "--models: a schedule has one model, and 2 are given; "
        + "give one, or compare several with margin estimate or margin backtest"
    ),
    (
      "--models ewma --innovations cauchy",
      "--innovations: invalid value \"cauchy\"; "
        + "expected normal, student-t, skewed-t or generalized-error"
    ),
    (
      "--models ewma --innovations skewed-t",
      "--innovations: model.ewma.innovations: unknown innovations \"skewed-t\"; "
        + "write one of normal, student-t"
    ),
    ("--side up", "--side: invalid value \"up\"; expected long, short or both"),
    (
      "--format xml",
      "--format: invalid value \"xml\"; expected text, csv, raw-csv, json or markdown"
    ),
    (
      "--missing drop",
      "--missing: invalid value \"drop\"; expected bridge, exclude, carry or refuse"
    ),
    (
      "--bars 7h",
      "--bars: invalid value \"7h\"; expected minutes or hours that divide a day, such as 15m or "
        + "4h, or 1d, 1w or 1mo"
    ),
    ("--returns bp", "--returns: invalid value \"bp\"; expected decimal or percent"),
    ("--price last", "--price: invalid value \"last\"; expected close or adjusted-close"),
    (
      "--policy none",
      "--policy: invalid value \"none\"; expected plain, emir-etd, emir-otc, emir-client-gross, "
        + "cftc, umr, crypto-perpetual, crypto-clearing, or a policy file as own.toml or ./own"
    ),
    ("--horizon", "--horizon: the value is missing; see margin calibrate --help"),
    ("--horizn 1", "--horizn: unknown option; did you mean --horizon?"),
    ("--nonsense", "--nonsense: unknown option; see margin calibrate --help"),
  ]

  @Test(arguments: badValues)
  func aBadValueIsRefusedBeforeAnyWork(flags: String, message: String) throws {
    let sandbox = try Sandbox()
    try sandbox.write(Prices.csv(200), to: "good.csv")
    let words = flags.split(separator: " ").map(String.init)
    let run = try sandbox.margin(["calibrate", "good.csv"] + words)
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.error == "margin: \(message)\n")
  }

  @Test(arguments: [
    (
      "cornish-fisher", "outside-domain = \"ignore\"",
      "outside-domain: unknown outside-domain \"ignore\"; write one of refuse, rearrange"
    ),
    (
      "age-weighted-historical", "decy = 0.9", "decy: unknown key; did you mean decay?"
    ),
    (
      "combination", "members = [{ normal = {} }]",
      "members: 1 models cannot form a combination; write at least two models"
    ),
  ])
  func aBadKeyOfAModelIsNamedWithItsLine(model: String, line: String, message: String) throws {
    let sandbox = try Sandbox()
    try sandbox.write(Prices.csv(200), to: "good.csv")
    try sandbox.write("[model.\(model)]\n\(line)\n", to: "policy.toml")
    let run = try sandbox.margin("calibrate", "good.csv", "--policy", "policy.toml")
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.error == PolicyFault.text("policy.toml", 2, line, "model.\(model).\(message)"))
  }

  /// The lists grow with every model: their beginnings are enough.
  @Test(arguments: [
    ("--models ewna", "--models: invalid value \"ewna\"; expected historical, "),
    (
      "--models historical --decay 0.9",
      "--decay: historical has no such parameter; remove the option, or choose one of "
    ),
  ])
  func whatNoModelHasIsRefusedWithThoseThatDo(flags: String, beginning: String) throws {
    let words = flags.split(separator: " ").map(String.init)
    let run = try Sandbox().margin(["calibrate", "x.csv"] + words)
    #expect(run.code == 2)
    #expect(run.error.hasPrefix("margin: \(beginning)"))
    #expect(run.error.contains("volatility-weighted-historical"))
    #expect(run.error.contains("ewma"))
  }

  @Test func aSignificanceOutsideItsRangeIsRefused() throws {
    let run = try Sandbox().margin("backtest", "x.csv", "--significance", "2")
    #expect(run.code == 2)
    #expect(
      run.error
        == "margin: --significance: invalid value \"2\"; "
        + "expected a number above 0 and below 1, for example 0.05; 2 % is 0.02\n")
  }

  static let misspellings: [(line: String, beginning: String, meant: String)] = [
    ("calibrat", "calibrat: unknown command; expected ", "calibrate"),
    ("calibrat x.csv --history", "calibrat: unknown command; expected ", "calibrate"),
    ("help calibrat", "calibrat: unknown command; expected ", "calibrate"),
    ("account tier x.json", "tier: unknown command; expected state, ", "tiers"),
    ("calibrate x.csv --models garh", "--models: invalid value \"garh\"; ", "garch"),
    ("estimate x.csv --models ewma,garh", "--models: invalid value \"garh\"; ", "garch"),
    ("calibrate x.csv --policy emiretd", "--policy: invalid value \"emiretd\"; ", "emir-etd"),
    ("init --preset emiretd", "--preset: invalid value \"emiretd\"; ", "emir-etd"),
    ("backtest x.csv --tests kupic", "--tests: invalid value \"kupic\"; ", "kupiec"),
    (
      "backtest x.csv --p-values asymtotic", "--p-values: invalid value \"asymtotic\"; ",
      "asymptotic"
    ),
    ("calibrate x.csv --format jsn", "--format: invalid value \"jsn\"; ", "json"),
    ("calibrate x.csv --side lng", "--side: invalid value \"lng\"; ", "long"),
    ("calibrate x.csv --start-up bakcast", "--start-up: invalid value \"bakcast\"; ", "backcast"),
    ("account tiers x.json --to cxt", "--to: invalid value \"cxt\"; ", "ccxt"),
    ("simulate x.csv --path wost", "--path: invalid value \"wost\"; ", "worst"),
    ("compare a b --path equalratio", "--path: invalid value \"equalratio\"; ", "equal-ratio"),
  ]

  @Test(arguments: misspellings)
  func aMisspelledNameIsAskedFor(line: String, beginning: String, meant: String) throws {
    let run = try Sandbox().margin(line.split(separator: " ").map(String.init))
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.error.hasPrefix("margin: \(beginning)"), "\(run.error)")
    #expect(run.error.hasSuffix("; did you mean \(meant)?\n"), "\(run.error)")
  }

  @Test func aValueWithQuotesIsPrintedAsItIs() throws {
    let run = try Sandbox().margin("calibrate", "x.csv", "--side", "it's 'up'")
    #expect(
      run.error
        == "margin: --side: invalid value \"it's 'up'\"; expected long, short or both\n")
  }

  @Test(arguments: ["calibrate", "estimate", "backtest", "explain"])
  func aMissingInputIsAskedFor(command: String) throws {
    let run = try Sandbox().margin(command)
    #expect(run.code == 2)
    #expect(run.error == "margin: no input; name a CSV file or a folder of CSV files\n")
  }

  @Test func theVersionIsPrinted() throws {
    let run = try Sandbox().margin("--version")
    #expect(run.code == 0)
    #expect(run.output == "0.1.0\n")
    #expect(run.error == "")
  }

  @Test(arguments: ["calibrate", "estimate", "backtest", "explain", "init", "verify"])
  func helpNamesEveryCommand(command: String) throws {
    let sandbox = try Sandbox()
    let all = try sandbox.margin("--help")
    let one = try sandbox.margin(command, "--help")
    #expect(all.code == 0)
    #expect(all.output.contains("  \(command) "))
    #expect(one.code == 0)
    #expect(one.output.contains("USAGE: margin \(command)"))
  }
}

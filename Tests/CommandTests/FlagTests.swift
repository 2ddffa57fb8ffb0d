import Testing

/// What is wrong on the command line: code 2, and a message with flag, finding and remedy.
struct FlagTests {
  private static let level =
    "is no confidence level; write one above 0.5 and below 1, with at most six decimals, "
    + "for example "

  @Test(arguments: [
    ("--level 1.0", "--level: 1.0 \(level)0.99"),
    ("--level nan", "--level: nan \(level)0.99"),
    ("--level 0.3", "--level: 0.3 \(level)0.99"),
    ("--level 97.5", "--level: 97.5 \(level)0.975"),
    (
      "--level 0.99,",
      "--level: \"0.99,\" has an empty place; write values divided by single commas"
    ),
    (
      "--level 0.99,0.975",
      "--level: a schedule has one level, and 2 are given; "
        + "give one, or compare them with margin estimate or margin backtest"
    ),
    (
      "--horizon 0",
      "--horizon: margin.period-of-risk.count: 0 is not at least 1; "
        + "write at least one unit, such as 2"
    ),
    (
      "--horizon -1",
      "--horizon: margin.period-of-risk.count: -1 is not at least 1; "
        + "write at least one unit, such as 2"
    ),
    ("--horizon 1.5", "--horizon: \"1.5\" is no whole number; write a number, for example 1"),
    ("--jobs 0", "--jobs: \"0\" is not at least 1; write a number like 4"),
    (
      "--window 0",
      "--window: model.volatility-weighted-historical.window: 0 is not at least 10; "
        + "write a number of returns, such as 500"
    ),
    (
      "--decay 1.5",
      "--decay: model.volatility-weighted-historical.decay: 1.5 is not below 1; "
        + "write a decay between 0 and 1, such as 0.97"
    ),
    ("--seed -1", "--seed: run.seed: -1 is not at least 0; write a whole number, such as 1"),
    (
      "--refit-every 0",
      "--refit-every: run.refit-every: 0 is not at least 1; "
        + "write a number of bars, such as 20"
    ),
    (
      "--as-of 2020-02-30",
      "--as-of: \"2020-02-30\" is no date; "
        + "write one as 2024-06-28, perhaps with a time as 2024-06-28T13:00Z"
    ),
    (
      "--history --from 2020-02-01 --to 2020-01-01",
      "--to: 2020-01-01 lies before --from 2020-02-01; write the dates in order"
    ),
    (
      "--from 2020-02-01",
      "--from: bounds the dates of a history; "
        + "add --history, or name the one date with --as-of"
    ),
    (
      "--models ewma,normal",
      "--models: a schedule is made by one model, and 2 are named; "
        + "name one, or compare them with margin estimate or margin backtest"
    ),
    (
      "--models age-weighted-historical --decay 1",
      "--decay: model.age-weighted-historical.decay: 1.0 is not below 1; "
        + "write a decay between 0 and 1, such as 0.97"
    ),
    (
      "--models ewma --innovations cauchy",
      "--innovations: model.ewma.innovations: unknown innovations \"cauchy\"; "
        + "write one of normal, student-t"
    ),
    ("--side up", "--side: \"up\" is no value of it; write long, short or both"),
    ("--format xml", "--format: \"xml\" is no value of it; write text, csv, json or markdown"),
    ("--missing drop", "--missing: \"drop\" is no value of it; write skip, carry or refuse"),
    ("--returns bp", "--returns: \"bp\" is no value of it; write decimal or percent"),
    ("--price last", "--price: \"last\" is no value of it; write close or adjusted-close"),
    (
      "--policy none",
      "--policy: unknown preset \"none\"; name one of plain, emir-etd, emir-otc, "
        + "emir-client-gross, cftc, umr, crypto-perpetual, crypto-clearing, or a file as ./none or none.toml"
    ),
  ])
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
    ("--models ewna", "--models: \"ewna\" is unknown; write historical, "),
    (
      "--models historical --decay 0.9",
      "--decay: historical has no such parameter; leave the flag out, or choose one of "
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
        == "margin: --significance: \"2\" is not between 0 and 1; "
        + "write a fraction, for example 0.05\n")
  }

  @Test(arguments: ["calibrate --nonsense", "nonsense", "calibrate x --level"])
  func aUsageErrorEndsWithTwo(arguments: String) throws {
    let run = try Sandbox().margin(arguments.split(separator: " ").map(String.init))
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.error.hasPrefix("margin: "))
    #expect(run.error.contains("Usage: margin"))
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

import Testing

/// Options that mean the same in every command, by their effect.
struct OptionTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.write(Prices.csv(200), to: "A.csv")
    try sandbox.write(Prices.csv(200, seed: 8), to: "B.csv")
  }

  private func calibrate(_ arguments: String...) throws -> ToolRun {
    try sandbox.margin(["calibrate", "--quiet"] + arguments)
  }

  // MARK: - Output

  @Test(arguments: [
    ("out.csv", "csv"), ("out.json", "json"), ("out.md", "markdown"), ("out.txt", "text"),
    ("out", "text"), ("out.dat", "text"),
  ])
  func theExtensionOfTheOutputIsItsFormat(path: String, format: String) throws {
    let printed = try calibrate("A.csv", "--format", format)
    #expect(try calibrate("A.csv", "--output", path).code == 0)
    #expect(try sandbox.read(path) == printed.output)
  }

  @Test func aFormatThatIsGivenWinsOverTheExtension() throws {
    let printed = try calibrate("A.csv", "--format", "json")
    #expect(try calibrate("A.csv", "--format", "json", "--output", "out.csv").code == 0)
    #expect(try sandbox.read("out.csv") == printed.output)
  }

  @Test func theExtensionWinsOverTheFormatOfAHistory() throws {
    _ = try calibrate("A.csv", "--history", "--output", "out.json")
    #expect(try sandbox.read("out.json").hasPrefix("{"))
    _ = try calibrate("A.csv", "--history", "--output", "out")
    #expect(try sandbox.read("out").hasPrefix("date,"))
  }

  @Test func aDashAsOutputIsStandardOutput() throws {
    let run = try calibrate("A.csv", "--output", "-")
    #expect(try run.output == calibrate("A.csv").output)
    #expect(try sandbox.margin("init", "--output", "-").output == sandbox.margin("init").output)
    #expect(try sandbox.files() == ["A.csv", "B.csv"])
  }

  @Test func forceOverwritesWhatIsNotOverwritten() throws {
    try sandbox.write("mine", to: "own.toml")
    #expect(try sandbox.margin("init", "--output", "own.toml", "--force").code == 0)
    #expect(try sandbox.read("own.toml") == sandbox.margin("init").output)
    let run = try sandbox.margin("init", "--force")
    #expect(run.code == 2)
    #expect(
      run.error == "margin: --force: there is no file to overwrite; add --output, or remove it\n")
  }

  // MARK: - Input

  @Test func aDashAsInputIsStandardInput() throws {
    let piped = try sandbox.shell("cat A.csv | \"$MARGIN\" calibrate - --format csv --quiet")
    let redirected = try sandbox.shell("\"$MARGIN\" calibrate - --format csv --quiet < A.csv")
    let named = try calibrate("A.csv", "--format", "csv")
    #expect(piped.code == 0, "\(piped.error)")
    #expect(piped.output == named.output.replacing(",A,", with: ",stdin,"))
    #expect(redirected.output == piped.output)
  }

  @Test func schedulesAndTiersAreReadFromStandardInput() throws {
    _ = try calibrate("A.csv", "--output", "s.json")
    let compared = try sandbox.shell("cat s.json | \"$MARGIN\" compare - s.json --format csv")
    #expect(compared.code == 0, "\(compared.error)")
    #expect(
      try compared.output == sandbox.margin("compare", "s.json", "s.json", "--format", "csv").output
    )
    try sandbox.write(
      "[{\"minNotional\":0,\"maxNotional\":1,\"maintenanceMarginRate\":0.01,\"maxLeverage\":5}]",
      to: "t.json")
    let tiers = try sandbox.shell("cat t.json | \"$MARGIN\" account tiers - --at 0.5 --format json")
    #expect(tiers.code == 0, "\(tiers.error)")
  }

  @Test(arguments: ["calibrate", "estimate", "backtest", "stress"])
  func anInstrumentIsKept(command: String) throws {
    let names = "\"instrument\" ?: ?\"[^\"]*\""
    let run = try sandbox.margin(
      command, "A.csv", "B.csv", "--instrument", "B", "--format", "json", "--quiet")
    #expect(run.code == 0, "\(run.error)")
    let found = Set(run.output.matches(of: try Regex(names)).map { String(run.output[$0.range]) })
    #expect(found.count == 1 && found.first?.contains("\"B\"") == true, "\(found)")
  }

  @Test func severalInstrumentsAreKeptInAnyOrder() throws {
    try sandbox.write(Prices.csv(200, seed: 9), to: "C.csv")
    let kept = try calibrate("A.csv", "B.csv", "C.csv", "--instrument", "C,A", "--format", "csv")
    #expect(try kept.output == calibrate("A.csv", "C.csv", "--format", "csv").output)
  }

  @Test(arguments: [
    ["calibrate"], ["estimate"], ["backtest"], ["explain"], ["stress"], ["tune"], ["simulate"],
    ["account", "build-tiers", "--volume", "1e6"],
  ])
  func anUnknownInstrumentIsRefusedByEveryCommand(command: [String]) throws {
    try sandbox.write(Prices.csv(200), to: "BTC-USD.csv")
    let run = try sandbox.margin(
      command + ["A.csv", "BTC-USD.csv", "--instrument", "A,BTC-USDT", "--quiet"])
    #expect(run.code == 2)
    #expect(
      run.error == "margin: --instrument: unknown name \"BTC-USDT\"; "
        + "expected one of A, BTC-USD; did you mean BTC-USD?\n")
  }

  @Test func whatFailedElsewhereDoesNotConcernAnInstrument() throws {
    try sandbox.write("date,C,D\n2020-01-02,1,x\n2020-01-03,1,1\n", to: "wide.csv")
    let all = try calibrate("A.csv", "wide.csv")
    let kept = try calibrate("A.csv", "wide.csv", "--instrument", "A")
    #expect(all.code == 3)
    #expect(kept.code == 0, "\(kept.error)")
  }

  // MARK: - Options without an effect

  static let idle: [(line: String, message: String)] = [
    ("account tiers t.json --to csv --format json", "--format: has no effect with --to; "),
    ("account tiers t.json --to csv --at 5", "--at: has no effect with --to; "),
    ("account tiers t.json --to csv --compare u.json", "--compare: has no effect with --to; "),
    ("account build-tiers A.csv --to csv --format csv", "--format: has no effect with --to; "),
    ("account build-tiers A.csv --side long", "--side: tiers cover both sides; "),
    (
      "account build-tiers A.csv --impact-exponent 1",
      "--impact-exponent: there is no price impact; "
    ),
    (
      "account scenarios paradex-2025 --format csv",
      "--format: a scenario set is written as JSON; "
    ),
    ("simulate A.csv --side short", "--side: clients take both sides; "),
    ("simulate A.csv --schedule s.json --level 0.9", "--level: has no effect on the margins of "),
    ("simulate A.csv --tiers t.json --models ewma", "--models: has no effect on the margins of "),
    (
      "simulate A.csv --accounts 5 --population p.json",
      "--accounts: --accounts and --population are mutually exclusive; "
    ),
    ("backtest --forecasts f.csv --instrument A", "--instrument: has no effect on the forecasts "),
    ("backtest --forecasts f.csv --policies plain", "--policies: has no effect on the forecasts "),
    ("tune A.csv --force", "--force: there is no file to overwrite; "),
    ("explain A.csv --attribution order", "--attribution: applies to a change only; "),
  ]

  @Test(arguments: idle)
  func anOptionWithoutAnEffectIsRefused(line: String, message: String) throws {
    let run = try sandbox.margin(line.split(separator: " ").map(String.init))
    #expect(run.code == 2)
    #expect(run.error.hasPrefix("margin: \(message)"), "\(run.error)")
  }
}

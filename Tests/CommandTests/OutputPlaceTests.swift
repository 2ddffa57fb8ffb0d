import Testing

/// No output destroys an input or another output, under whatever name.
struct OutputPlaceTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try SampleFiles.write(to: sandbox)
  }

  private func margin(_ line: String) throws -> ToolRun {
    try sandbox.margin(line.split(separator: " ").map(String.init))
  }

  /// Command lines that lack the path of their last option, and the input that it must not be.
  private static let inputs: [(line: String, input: String)] = [
    ("calibrate p.csv --output", "p.csv"), ("calibrate p.csv q.csv --output", "q.csv"),
    ("calibrate p.csv --policy groups.toml --output", "groups.toml"),
    ("calibrate q.csv --instruments facts.csv --output", "facts.csv"),
    ("calibrate p.csv --holidays holidays.txt --output", "holidays.txt"),
    ("calibrate p.csv --reader own.toml --output", "own.toml"),
    ("estimate p.csv --models own.toml --output", "own.toml"),
    ("backtest p.csv --output", "p.csv"), ("backtest p.csv --export-forecasts", "p.csv"),
    ("backtest p.csv --disclosure", "p.csv"), ("backtest --forecasts f.csv --output", "f.csv"),
    ("backtest p.csv --policies plain,./own.toml --disclosure", "own.toml"),
    ("explain p.csv --previous s.json --output", "s.json"),
    ("explain p.csv --since 2021-01-01 --previous-policy ./own.toml --output", "own.toml"),
    ("stress p.csv --output", "p.csv"), ("tune p.csv --output", "p.csv"),
    ("tune p.csv --state", "p.csv"), ("tune p.csv --policy own.toml --state", "own.toml"),
    ("tune p.csv --space initial.toml --force --output-policy", "initial.toml"),
    ("simulate p.csv --output", "p.csv"),
    ("simulate p.csv --schedule s.json --output", "s.json"),
    ("simulate p.csv --tiers p.tiers.csv --output", "p.tiers.csv"),
    ("simulate p.csv --against ./own.toml --output", "own.toml"),
    ("simulate p.csv --population clients.json --output", "clients.json"),
    ("compare s.json low.json --output", "low.json"),
    ("compare s.json low.json --notice", "s.json"), ("verify k.toml --output", "k.toml"),
    ("verify k.toml --output", "k.recorded.json"),
    ("verify k.toml --record --output", "k.toml"), ("verify k.toml --output", "p.csv"),
    ("account state --positions a.json --output", "a.json"),
    ("account state --positions a.json --tiers p.tiers.csv --output", "p.tiers.csv"),
    ("account state --positions a.json --schedule s.json --output", "s.json"),
    ("account state --positions c.json --scenarios scenarios.json --output", "scenarios.json"),
    ("account tiers t.csv --output", "t.csv"),
    ("account tiers t.csv --compare t2.csv --output", "t2.csv"),
    ("account build-tiers p.csv --output", "p.csv"),
    ("account scenarios scenarios.json --output", "scenarios.json"),
    ("data inspect p.csv --output", "p.csv"), ("data convert p.csv --output", "p.csv"),
    ("policy migrate own.toml --force --output", "own.toml"),
  ]

  @Test func everyCommandThatReadsAndWritesIsTried() {
    func command(_ line: String) -> String {
      let words = line.split(separator: " ")
      let isGroup = ["account", "policy", "data"].contains(words[0])
      return words.prefix(isGroup ? 2 : 1).joined(separator: " ")
    }
    let tried = Set(Self.inputs.map { command($0.line) })
    let writing = Set(OptionEffects.files.map(command))
    #expect(writing.subtracting(tried) == ["init", "data synthesize"])
  }

  @Test(arguments: inputs)
  func anInputIsNoOutput(line: String, input: String) throws {
    let before = try sandbox.read(input)
    _ = try sandbox.shell("ln -s \(input) soft; ln \(input) hard; mkdir f; ln -s .. f/up")
    let option = try #require(line.split(separator: " ").last)
    for name in [input, "./\(input)", "soft", "hard", "f/up/\(input)"] {
      let run = try margin("\(line) \(name)")
      #expect(run.code == 2 && run.output.isEmpty, "\(name)")
      #expect(run.messages.count == 1)
      #expect(run.error.hasPrefix("margin: \(option): \(name) is "), "\(run.error)")
      #expect(run.error.contains(" too"), "\(run.error)")
      #expect(try sandbox.read(input) == before)
    }
  }

  @Test func theOptionOfTheInputIsNamed() throws {
    let policy = try margin("calibrate p.csv --policy groups.toml --output ./groups.toml")
    #expect(
      policy.error
        == "margin: --output: ./groups.toml is the file of --policy too (groups.toml); "
        + "name a file of its own\n")
    let prices = try margin("calibrate p.csv --output p.csv")
    #expect(
      prices.error == "margin: --output: p.csv is an input too; name a file of its own\n")
    let piped = try sandbox.shell("\"$MARGIN\" calibrate - --output p.csv < p.csv")
    #expect(piped.code == 2 && piped.error.contains("p.csv is an input too (/dev/stdin)"))
  }

  @Test func aFileOfAFolderIsNoOutput() throws {
    _ = try sandbox.shell(
      "mkdir prices; cp p.csv q.csv prices; cp facts.csv prices/instruments.csv")
    for name in ["prices/q.csv", "prices/instruments.csv"] {
      let run = try margin("calibrate prices --output \(name)")
      #expect(run.code == 2 && run.error.contains("\(name) is an input too"), "\(run.error)")
    }
    #expect(try margin("calibrate prices --output prices/result.txt").code == 0)
  }

  @Test(arguments: [
    "backtest p.csv --disclosure x --export-forecasts", "backtest p.csv --output x --disclosure",
    "tune p.csv --output x --state", "tune p.csv --output x --output-policy",
    "tune p.csv --state x --output-policy", "compare s.json low.json --output x --notice",
  ])
  func twoOutputsAreTwoFiles(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let (last, first) = (words[words.count - 1], words[words.count - 3])
    for name in ["x", "./x", "../\(sandbox.path.split(separator: "/").last ?? "")/x"] {
      let run = try margin("\(line) \(name)")
      #expect(run.code == 2 && run.output.isEmpty)
      #expect(
        run.error.hasPrefix("margin: \(last): \(name) is the file of \(first) too"),
        "\(run.error)")
    }
    #expect(try !sandbox.files().contains("x"))
  }

  @Test func theTruthIsNotWrittenOverThePrices() throws {
    let run = try margin("data synthesize --output x --truth ./x")
    #expect(run.code == 2)
    #expect(run.error.hasPrefix("margin: --truth: ./x is the file of --output too"), "\(run.error)")
    #expect(try !sandbox.files().contains("x"))
  }

  @Test func devicesAreShared() throws {
    let run = try margin("compare s.json low.json --output /dev/null --notice /dev/null")
    #expect(run.code == 0, "\(run.error)")
  }

  @Test(arguments: [
    "calibrate nowhere.csv --output", "backtest nowhere.csv --export-forecasts",
    "tune nowhere.csv --state", "tune nowhere.csv --output-policy",
    "compare nowhere.json s.json --notice", "init --output", "data synthesize --truth",
    "policy migrate nowhere.toml --output",
  ])
  func aLinkToNothingIsRefusedBeforeTheWork(line: String) throws {
    _ = try sandbox.shell("ln -s missing/target link")
    let run = try margin("\(line) link")
    let option = try #require(line.split(separator: " ").last)
    #expect(run.code == 2)
    #expect(
      run.error == "margin: \(option): link is a link to missing/target, which does not exist; "
        + "remove the link, or name another file\n")
  }

  // MARK: - Leftovers

  /// The file of a killed process goes with the next run, that of a live one stays.
  @Test func leftoversOfDeadProcessesAreRemoved() throws {
    let run = try sandbox.shell(
      """
      dead=$(sh -c 'echo $$')
      sleep 60 & live=$!
      touch .out.$dead.part .out.$live.part .other.$dead.part .out.x.part .out.0$dead.part
      "$MARGIN" calibrate p.csv --output out --quiet; echo $?
      ls -A | grep part$ | sed "s/$dead/dead/; s/$live/live/"
      kill $live
      """)
    #expect(
      run.output.split(separator: "\n").sorted()
        == [".other.dead.part", ".out.0dead.part", ".out.live.part", ".out.x.part", "0"])
  }

  @Test func aLockedLeftoverIsThatOfALiveProcess() throws {
    let run = try sandbox.shell(
      """
      dead=$(sh -c 'echo $$')
      flock .out.$dead.part sleep 20 & holder=$!
      sleep 1
      "$MARGIN" calibrate p.csv --output out --quiet; echo $?
      ls -A | grep -c part$
      kill $holder
      """)
    #expect(run.output == "0\n1\n")
  }
}

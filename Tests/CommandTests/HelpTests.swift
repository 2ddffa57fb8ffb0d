import Foundation
import TestSupport
import Testing

/// What the tool says of itself: whole help texts, topics, and completions.
struct HelpTests {
  /// The commands, by the name of the file in `Golden/` that holds their help at 80 columns.
  ///
  /// `COLUMNS=80 margin help COMMAND > Tests/CommandTests/Golden/COMMAND.txt` writes one anew.
  static let commands = [
    "", "account", "account build-tiers", "account scenarios", "account state", "account tiers",
    "backtest", "calibrate", "compare", "data", "data convert", "data inspect",
    "data synthesize", "estimate", "explain", "help", "init", "policy",
    "policy migrate", "simulate", "stress", "tune", "verify",
  ]
  static let topics = ["cases", "models", "presets", "steps", "tests"]

  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private func help(_ words: String) throws -> ToolRun {
    try sandbox.shell("COLUMNS=80 \"$MARGIN\" help \(words)")
  }

  private static func golden(_ name: String) throws -> String {
    let file = "Tests/CommandTests/Golden/\(name.replacing(" ", with: "-")).txt"
    return try String(
      contentsOf: ReferenceFile.package().appending(path: file), encoding: .utf8)
  }

  @Test(arguments: commands)
  func theHelpOfACommandIsWhatWasReviewed(command: String) throws {
    let run = try help(command)
    #expect(run.code == 0)
    #expect(try run.output == Self.golden(command.isEmpty ? "margin" : command))
    let asked = try sandbox.shell("COLUMNS=80 \"$MARGIN\" \(command) --help")
    #expect(command == "account" || asked.output == run.output)
  }

  @Test(arguments: commands + topics)
  func noLineIsWiderThanTheTerminal(words: String) throws {
    for line in try help(words).output.split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
    }
  }

  @Test(arguments: topics)
  func theOverviewOfATopicIsWhatWasReviewed(topic: String) throws {
    let run = try help(topic)
    #expect(run.code == 0)
    #expect(try run.output == Self.golden(topic))
  }

  @Test(arguments: commands)
  func theExamplesOfTheHelpCanBePasted(command: String) throws {
    let lines = try help(command).output.split(separator: "\n").map(String.init)
    let examples = lines.filter { $0.hasPrefix("  margin ") && !$0.contains("|") }
    #expect(!examples.isEmpty || ["", "account", "data", "policy"].contains(command))
    for example in examples {
      let run = try sandbox.shell(example.replacing("  margin ", with: "\"$MARGIN\" "))
      // The files are not there; options, values and commands must be.
      #expect(!run.error.contains("unknown"), "\(example): \(run.error)")
      #expect(!run.error.contains("invalid value"), "\(example): \(run.error)")
      #expect(!run.error.contains("unexpected"), "\(example): \(run.error)")
      #expect(!run.error.contains("--help"), "\(example): \(run.error)")
    }
  }

  @Test(arguments: topics)
  func everyNameOfATopicHasAPage(topic: String) throws {
    let names = try help(topic).output.split(separator: "\n")
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.contains("See ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(names.count >= 8)
    for name in names {
      let run = try help("\(topic) \(name)")
      #expect(run.code == 0, "\(run.error)")
      #expect(run.output.hasPrefix(name))
      #expect(["cases", "presets"].contains(topic) || run.output.contains("Reference:"))
      #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      #expect(run.output.split(separator: "\n").count <= 50, "\(name) does not fit a screen")
    }
  }

  @Test func aPageHasTheUnitsRangesAndDefaultsOfTheParser() throws {
    let page = try help("models filtered-historical").output.split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(
      page.contains(
        "window maximum number of returns used (from 10 to 1000000 observations; default: 1000)"))
    #expect(
      page.contains(
        "decay decay of the exponentially weighted variance, per bar (above 0 and below 1; "))
    let step = try help("steps stress-weight").output.split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(step.contains("weight weight of the stressed measure (from 0 to 1; default: 0.25)"))
    #expect(
      step.contains(
        "long hypothetical only: stressed measure of a long position (a fraction from 0 to 1; optional)"
      ))
    #expect(try help("presets emir-otc").output.contains("level = 0.995"))
    #expect(try help("tests kupiec").output.contains("Kupiec (1995)"))
  }

  @Test(arguments: [
    ("models garhc", "garch"), ("tests kupic", "kupiec"), ("steps bufer", "buffer"),
    ("presets emiretd", "emir-etd"), ("model", "models"),
  ])
  func aMisspelledTopicIsAskedFor(words: String, meant: String) throws {
    let run = try help(words)
    #expect(run.code == 2 && run.output.isEmpty)
    #expect(run.error.hasSuffix("; did you mean \(meant)?\n"), "\(run.error)")
  }

  // MARK: - Completions

  @Test(arguments: ["bash", "zsh", "fish"])
  func theScriptOfAShellHasOneHelp(shell: String) throws {
    let run = try sandbox.margin("--generate-completion-script", shell)
    #expect(run.code == 0)
    #expect(!run.output.contains("Show subcommand help"))
    #expect(!run.output.contains("help help") && !run.output.contains("help|help"))
    #expect(run.output.ranges(of: "_margin_help() {").count <= 1)
  }

  @Test(arguments: [
    ("calibrate --models ga", "garch"), ("estimate --models ewma,gar", "ewma,garch"),
    ("backtest --tests kup", "kupiec"), ("calibrate --policy emir-c", "emir-client-gross"),
    ("calibrate --format js", "json"), ("calibrate --side lo", "long"),
    ("init --preset crypto-p", "crypto-perpetual"), ("account tiers --to cc", "ccxt"),
    ("account state --scenarios para", "paradex-2025"), ("help mod", "models"),
    ("help models filt", "filtered-historical"), ("help steps wro", "wrong-way"),
    ("cali", "calibrate"), ("calibrate --horiz", "--horizon"),
  ])
  func bashCompletesNames(line: String, completion: String) throws {
    let script = try sandbox.margin("--generate-completion-script", "bash").output
    try sandbox.write(script, to: "margin.bash")
    let words = line.split(separator: " ").map(String.init)
    try sandbox.write(
      """
      margin() { "$MARGIN" "$@"; }
      source ./margin.bash
      COMP_WORDS=(margin \(words.joined(separator: " ")))
      COMP_CWORD=\(words.count) COMP_LINE='margin \(line)' COMP_POINT=\(line.count + 7)
      _margin margin '\(words.last ?? "")' '\(words.dropLast().last ?? "margin")'
      echo "${COMPREPLY[*]}"
      """, to: "complete.bash")
    let run = try sandbox.shell("bash ./complete.bash")
    #expect(run.output == completion + "\n", "\(run.error)")
  }
}

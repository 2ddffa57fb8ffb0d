import ArgumentParser
import Calibration
internal import Forecasting
import MarketData
internal import Policies
import Reporting

/// `margin tune`: the parameters of a policy, searched for.
struct TuneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract:
      "Searches the parameters of a policy: least margin that holds coverage and moves little.",
    discussion: """
      A grid, then a local search around its best. What is chosen on the dates before each fold is scored on the fold; \
      the last dates are opened once. Without --space: decay and level of the model, stress weight, buffer, \
      floor and speed limit.

        margin tune prices.csv --peak-to-trough 8
        margin tune prices/ --space space.toml --rise 0.5 --rise-days 5 --state search.jsonl
        margin tune prices.csv --output-policy tuned.toml
      """)

  @OptionGroup var input: InputFlags
  @OptionGroup var model: ModelFlags
  @OptionGroup var risk: RiskFlags
  @OptionGroup var walk: WalkFlags
  @OptionGroup var output: OutputFlags
  @OptionGroup var search: SearchFlags
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The parameters and their values, in TOML.", valueName: "file"),
    completion: .file(extensions: ["toml"]))
  var space: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Keeps what is done, so that an interrupted search goes on.", valueName: "file"),
    completion: .file())
  var state: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Writes the chosen policy.", valueName: "file"),
    completion: .file(extensions: ["toml"]))
  var outputPolicy: String?
  @Flag(help: "Parameters of each instrument's own, not of all together.")
  var perInstrument = false
  @Flag(help: "End with code 1 where no policy holds what it must.")
  var strict = false

  func run() async throws {
    let format = try output.format()
    var settings = try search.settings()
    settings.sides = try risk.sides()
    let resolved = try CalibrationJob(input, model, risk, walk, output).resolved()
    try model.checkUse(by: [resolved.policy.model.name])
    let tried = try space.map { try TuneSpace(contentsOf: $0) }
    guard !perInstrument || (state == nil && outputPolicy == nil) else {
      throw ToolFailure(
        "--per-instrument", "makes several searches and several policies",
        remedy: "leave out --state and --output-policy, or tune one file at a time")
    }
    let session = try CommandSession(output)
    let policyFile = try outputPolicy.map { path in
      try OutputFile(path, flag: "--output-policy", existing: .refused)
    }
    let loaded = try await session.load(resolved)
    let names = loaded.histories.map(\.instrument)
    let groups = perInstrument ? names.map { [$0] } : [names]
    let tune = TuneJob(loaded, space: tried, settings: settings, statePath: state)
    var outcomes: [TuneOutcome] = []
    for group in groups {
      outcomes.append(try await tune.outcome(for: group, progress: session.following("tuning")))
    }
    if let policyFile {
      guard let chosen = outcomes.first?.chosen else {
        throw ToolFailure(
          "--output-policy", "no policy holds what it must, so none is written",
          remedy: "ask for less, or widen the space")
      }
      try policyFile.write(PolicyTemplate.written(chosen.configuration))
    }
    try session.finish(TuneRenderer(outcomes).rendered(as: format), .complete, failures: [])
    if strict, outcomes.contains(where: { $0.chosen == nil }) {
      throw ExitCode(ToolFailure.checkFailed)
    }
  }
}

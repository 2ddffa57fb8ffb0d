import ArgumentParser
import Calibration
internal import Forecasting
import MarketData
internal import Policies
import Reporting
internal import Scheduling

/// `margin tune`: searches for the parameters of a policy.
struct TuneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Search policy parameters: least margin subject to coverage and procyclicality.",
    discussion: """
      A grid, then a local search around its best point. Parameters chosen on the dates \
      before each fold are scored on the fold; the last dates are held out for one final \
      test. Without --space: decay and level of the model, stress weight, buffer, floor \
      and speed limit.

        margin tune prices.csv --peak-to-trough 8
        margin tune prices/ --space space.toml --rise 0.5 --state search.jsonl
        margin tune prices.csv --output-policy tuned.toml
      """)

  @OptionGroup var schedule: ScheduleFlags
  @OptionGroup(title: "Search") var search: SearchFlags
  @OptionGroup(title: "Output") var output: OutputFlags
  @Option(.input("toml"), "Search space: parameters and their values, in TOML.", name: "file")
  var space: String?
  @Option(.output("jsonl"), "Checkpoint file, to resume an interrupted search.", name: "file")
  var state: String?
  @Option(.output("toml"), "Policy file to write the chosen policy to.", name: "file")
  var outputPolicy: String?
  @OptionGroup var overwriting: ForceFlags
  @Flag(help: "Search parameters for each instrument, not for all together.")
  var perInstrument = false
  @Flag(help: "Exit with 1 if no policy satisfies the constraints.")
  var strict = false

  func run() async throws {
    try overwriting.check(outputPolicy, "--output-policy")
    var settings = search.settings
    settings.sides = schedule.risk.sides
    let resolved = try schedule.resolved(output.jobs)
    guard resolved.groups.isEmpty else {
      throw ToolFailure(
        "--policy", "the policy has groups, and one set of parameters is searched",
        remedy: "remove [[group]], and tune the instruments of a group with --instrument")
    }
    try ToolFailure.refuse(
      [("--instruments", schedule.input.instruments != nil)],
      because: "contract facts have no effect on a search", remedy: "remove it")
    let tried = try space.map { try TuneSpace(contentsOf: $0) }
    guard !perInstrument || (state == nil && outputPolicy == nil) else {
      throw ToolFailure(
        "--per-instrument", "makes several searches and policies",
        remedy: "remove --state and --output-policy, or tune one instrument at a time")
    }
    let session = try CommandSession(output.result)
    let policyFile = try outputPolicy.map { path in
      try OutputFile(path, flag: "--output-policy", existing: overwriting.existing)
    }
    let loaded = try await session.load(
      resolved, schedule.input, keeping: 1_500, in: schedule.input.budget)
    let names = loaded.histories.map(\.instrument)
    guard resolved.plan.unit == .fraction || perInstrument || names.count <= 1 else {
      throw ToolFailure(
        "--convention", "margins in price units of \(names.count) instruments have no common mean",
        remedy: "add --per-instrument, or name one with --instrument")
    }
    let groups = perInstrument ? names.map { [$0] } : [names]
    let tune = TuneJob(loaded, space: tried, settings: settings, statePath: state)
    var outcomes: [TuneOutcome] = []
    for group in groups {
      outcomes.append(try await tune.outcome(for: group, progress: session.following("tuning")))
    }
    if let policyFile {
      guard let chosen = outcomes.first?.chosen else {
        throw ToolFailure(
          "--output-policy", "no policy satisfies the constraints, so none is written",
          remedy: "relax the constraints, or widen the space")
      }
      try policyFile.write(PolicyTemplate.written(chosen.configuration))
    }
    try session.finish(
      TuneRenderer(outcomes).rendered(by: output.result), loaded.context)
    if strict, outcomes.contains(where: { $0.chosen == nil }) {
      throw ExitCode(ToolFailure.checkFailed)
    }
  }
}

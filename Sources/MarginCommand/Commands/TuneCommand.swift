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
      and speed limit; under an emir preset the option of Article 28(1) in place of the \
      first three. Groups of the policy keep their own keys. Exits with 1 if no policy \
      satisfies the constraints.

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

  func run() async throws {
    try overwriting.check(outputPolicy, "--output-policy")
    var settings = search.settings
    settings.sides = schedule.risk.sides
    let resolved = try schedule.resolved(output.jobs)
    try ToolFailure.refuse(
      [("--instruments", schedule.input.instruments != nil && !resolved.usesProductGroups)],
      because: "the policy has no product-group, so contract facts have no effect on a search",
      remedy: "remove it")
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
    let stateFile = try state.map { try TuneStateFile(path: $0) }
    let loaded = try await session.load(
      resolved, schedule.input, keeping: 1_500, in: schedule.input.budget)
    let names = loaded.histories.map(\.instrument)
    guard resolved.plan.unit == .fraction || perInstrument || names.count <= 1 else {
      throw ToolFailure(
        "--convention", "margins in price units of \(names.count) instruments have no common mean",
        remedy: "add --per-instrument, or name one with --instrument")
    }
    let groups = perInstrument ? names.map { [$0] } : [names]
    let tune = TuneJob(loaded, space: tried, settings: settings, state: stateFile)
    var outcomes: [TuneOutcome] = []
    for group in groups {
      outcomes.append(try await tune.outcome(for: group, progress: session.following("tuning")))
    }
    let isFeasible = outcomes.allSatisfy { $0.chosen != nil }
    if let policyFile, let path = outputPolicy {
      if let chosen = outcomes.first?.chosen {
        try policyFile.write(PolicyTemplate.written(chosen.configuration))
      } else {
        session.say(
          "--output-policy: \(path) is not written, because no policy satisfies the constraints; "
            + "relax the constraints, or widen the space")
      }
    }
    try session.finish(
      TuneRenderer(outcomes, loadFailures: loaded.context.loadFailures)
        .rendered(by: output.result), loaded.context)
    guard isFeasible else { throw ExitCode(ToolFailure.checkFailed) }
  }
}

extension ResolvedJob {
  /// Whether the members of a group depend on the contract facts.
  fileprivate var usesProductGroups: Bool {
    policy.configuration.groups.contains { $0.productGroup != nil }
  }
}

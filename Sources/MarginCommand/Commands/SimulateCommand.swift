import Accounts
import ArgumentParser
import Calibration
internal import Documents
internal import Policies
import Reporting
internal import Scheduling

/// `margin simulate`: accounts replayed through history under margins.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Accounts replayed through history: calls, liquidations, bad debt, insurance fund.",
    discussion: """
      Clients drawn by seed, or of a file, meet the prices bar by bar under the margins of a policy that recalibrates \
      with every bar, of a schedule, or of brackets by size. --against replays the same clients under another policy. \
      Positions are linear or inverse, each with collateral of its own; the books are checked to the unit in every bar. \
      --format csv prints every bar. Prices are those of the file whatever is liquidated, unless --feedback says so.

        margin simulate hourly.csv --level 0.999
        margin simulate hourly.csv --policy plain --against ./tuned.toml --participation 0.1
        margin simulate hourly.csv --schedule schedule.json --population accounts.json --format csv
        margin simulate hourly.csv --tiers tiers.csv --contract inverse --population accounts.json --by-owner
      """)

  @OptionGroup var input: InputFlags
  @OptionGroup var model: ModelFlags
  @OptionGroup var risk: RiskFlags
  @OptionGroup var walk: WalkFlags
  @OptionGroup var span: SpanFlags
  @OptionGroup var replay: ReplayFlags
  @OptionGroup var output: OutputFlags
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Margins of a schedule of margin calibrate, the same in every bar.", valueName: "file"),
    completion: .file())
  var schedule: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Brackets of size for both sides, the same in every bar.", valueName: "file"),
    completion: .file())
  var tiers: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Another policy, a preset or a file, for the same clients.", valueName: "policy"))
  var against: String?

  func run() async throws {
    let format = try output.format()
    let population = try replay.clients()
    let rules = try replay.rules()
    let fund = try replay.openingFund()
    var job = try CalibrationJob(input, model, risk, walk, output)
    try span.apply(to: &job)
    let resolved = try job.resolved()
    try model.checkUse(by: [resolved.policy.model.name])
    guard schedule == nil || tiers == nil else {
      throw ToolFailure("--tiers", "stands beside --schedule", remedy: "name one of them")
    }
    guard tiers != nil || !replay.byOwner else {
      throw ToolFailure(
        "--by-owner", "has no brackets to hold together", remedy: "name them with --tiers")
    }
    let fixed =
      try schedule.map { Simulation.Candidate(try ScheduleFile(path: $0)) }
      ?? tiers.map { Simulation.Candidate($0, try TierDocument(contentsOf: $0)) }
    let rival = try against.map { argument in
      let source = PolicySource(argument: argument)
      return (source.label, try resolved.with(policy: source))
    }
    let session = try CommandSession(output)
    let loaded = try await session.load(resolved)
    var candidates: [Simulation.Candidate] = []
    if let fixed {
      candidates.append(fixed)
    } else {
      let report = await loaded.calibrate(
        extent: .history, progress: session.following("calibrating"))
      candidates.append(Simulation.Candidate(job.policy.label, report))
    }
    if let rival {
      let report = await loaded.under(rival.1).calibrate(
        extent: .history, progress: session.following("calibrating \(rival.0)"))
      candidates.append(Simulation.Candidate(rival.0, report))
    }
    session.begin("replaying")
    var simulation = Simulation(
      population: population, rules: rules, fund: fund, seed: resolved.plan.seed)
    simulation.contract = try replay.chosenContract()
    (simulation.first, simulation.last) = (job.from, [job.to, job.asOf].compactMap { $0 }.min())
    let outcomes: [Simulation.Outcome]
    do throws(SimulationError) {
      outcomes = try await simulation.outcomes(
        of: loaded.histories, under: candidates, jobs: job.jobs)
    } catch {
      throw ToolFailure("\(error.instrument): \(error.problem)")
    }
    try session.finish(
      SimulationRenderer(outcomes).rendered(as: format), .complete, failures: [])
  }
}

import Accounts
import ArgumentParser
import Calibration
internal import Documents
internal import Policies
import Reporting
internal import Scheduling

/// `margin simulate`: replays accounts through history under given margins.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Replay accounts through history: margin calls, liquidations, insurance fund.",
    discussion: """
      Clients are simulated (--seed) or read from a file (--population). They meet the \
      prices bar by bar, under the margins of a policy that is recalibrated every bar, of \
      a schedule, or of tiers. --against replays the same clients under a second policy. \
      Each position has its own collateral; accounts balance to the unit in every bar. \
      --format csv prints every bar. Liquidations do not move prices unless --feedback is \
      given.

        margin simulate hourly.csv --level 0.999
        margin simulate hourly.csv --policy plain --against ./tuned.toml
        margin simulate hourly.csv --schedule schedule.json --format csv
        margin simulate hourly.csv --tiers tiers.csv --contract inverse
      """)

  @OptionGroup var schedule: ScheduleFlags
  @OptionGroup(title: "Margins") var margins: MarginFlags
  @OptionGroup(title: "History") var span: SpanFlags
  @OptionGroup(title: "Replay") var replay: ReplayFlags
  @OptionGroup(title: "Output") var output: OutputFlags

  /// Options for margins of a replay from a source other than the policy.
  struct MarginFlags: ParsableArguments {
    @Option(
      .input("json", "csv"), "Schedule file of margin calibrate, in place of the policy.",
      name: "file")
    var schedule: String?
    @Option(
      .input("json", "csv"), "Tier file, in place of the policy.",
      name: "file")
    var tiers: String?
    @Option(.policy, "Second policy, for the same clients.", name: "file|preset")
    var against: PolicySource?

    /// Returns margins that are constant over time; nil where the policy computes them.
    func fixed() throws -> Simulation.Candidate? {
      guard schedule == nil || tiers == nil else {
        throw ToolFailure(
          "--tiers", "--tiers and --schedule are mutually exclusive", remedy: "remove one of them")
      }
      if let schedule {
        let file = try ScheduleFile(path: schedule)
        try ToolFailure.refuse(file.unit, at: schedule)
        return Simulation.Candidate(file)
      }
      return try tiers.map { Simulation.Candidate($0, try TierDocument(contentsOf: $0)) }
    }
  }

  func run() async throws {
    let population = try replay.clients()
    let fund = try replay.openingFund()
    let resolved = try schedule.resolved(output.jobs, span)
    try ToolFailure.refuse(resolved.plan.unit, at: "--convention")
    let job = resolved.job
    try checkUse()
    guard margins.tiers != nil || !replay.byOwner else {
      throw ToolFailure("--by-owner", "applies to --tiers only", remedy: "add --tiers")
    }
    let fixed = try margins.fixed()
    let rival = try margins.against.map { ($0.label, try resolved.with(policy: $0)) }
    let session = try CommandSession(output.result)
    let loaded = try await session.load(
      resolved, schedule.input, keeping: 1_500, in: schedule.input.budget)
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
      population: population, rules: replay.rules, fund: fund, seed: resolved.plan.seed)
    simulation.contract = replay.contract
    (simulation.first, simulation.last) = (job.from, [job.to, job.asOf].compactMap { $0 }.min())
    let outcomes: [Simulation.Outcome]
    do throws(SimulationError) {
      outcomes = try await simulation.outcomes(
        of: loaded.histories, under: candidates, jobs: job.jobs)
    } catch {
      throw ToolFailure("\(error.instrument): \(error.problem)")
    }
    try session.finish(
      SimulationRenderer(outcomes, loadFailures: loaded.context.loadFailures)
        .rendered(by: output.result), loaded.context)
  }

  /// Rejects policy options where the margins do not come from a policy.
  private func checkUse() throws(ToolFailure) {
    try ToolFailure.refuse(
      [("--side", schedule.risk.side != .both)], because: "clients take both sides",
      remedy: "remove the option")
    guard let fixed = margins.schedule ?? margins.tiers, margins.against == nil else { return }
    try ToolFailure.refuse(
      schedule.given, because: "has no effect on the margins of \(fixed)")
  }
}

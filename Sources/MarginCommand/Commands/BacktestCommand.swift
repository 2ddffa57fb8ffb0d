import ArgumentParser
import Backtesting
import Calibration
internal import Forecasting
import Instruments
import Margin
internal import Policies
import Reporting
import RiskMeasures

/// `margin backtest`: backtests models and the published schedule on history.
struct BacktestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Backtest models and published margins: coverage, tests, procyclicality.",
    discussion: """
      With one model, or none named, the maintenance and initial rates of its schedule \
      are backtested too; with several, the models alone. Coverage tests are two-sided for \
      models and one-sided (undercoverage) for margins.

        margin backtest prices.csv --from 2008-01-01
        margin backtest prices.csv --models historical,ewma --level 0.99,0.975
        margin backtest --forecasts theirs.csv --strict
        margin backtest prices.csv --policies plain,floor.toml,buffer.toml

      A forecast file has one row per forecast: date, valueAtRisk (or \
      maintenanceMargin, or initialMargin), loss or return over its horizon, and, where \
      known, instrument, model, side, level, horizon, expectedShortfall. Rates and \
      losses are positive decimal fractions of the price.
      """)

  @OptionGroup var schedule: ScheduleFlags
  @OptionGroup(title: "History") var span: SpanFlags
  @OptionGroup(title: "Tests") var tests: TestFlags
  @OptionGroup(title: "Output") var output: OutputFlags
  @Option(
    .input("csv"), "Backtest the forecasts of a CSV file, in place of models on prices.",
    name: "file")
  var forecasts: String?
  @Option(
    .list(of: .policy, like: "plain,./own.toml"),
    "Policies whose schedules are backtested side by side.", name: "a,b,c")
  var policies: [PolicySource] = []
  @Option(
    .output("csv"), "File for the backtested forecasts, which --forecasts reads.", name: "file")
  var exportForecasts: String?
  @Option(
    .output("csv"),
    "File for fields 6.5 of the CPMI-IOSCO quantitative disclosure, as CSV.", name: "file")
  var disclosure: String?
  @Flag(
    help: """
      Exit with 1 if a test named in --tests rejects, or a coverage test without it, or if a \
      forecast is untested.
      """)
  var strict = false
  @Flag(help: "With --strict, accept forecasts that are untested or too few.")
  var allowUntested = false

  func run() async throws {
    var settings = try tests.settings()
    guard strict || !allowUntested else {
      throw ToolFailure(
        "--allow-untested", "has an effect only with --strict", remedy: "add --strict, or remove it"
      )
    }
    let outcome: BacktestOutcome
    let session: CommandSession
    let disclosed: OutputFile?
    if let forecasts {
      var job = try forecastJob(on: forecasts, settings)
      session = try CommandSession(output.result)
      disclosed = try beside("--disclosure", disclosure)
      job.keepsRecords = disclosed != nil
      session.begin("reading")
      outcome = try await job.backtest(progress: session.following("testing"))
    } else {
      let walk = try walked()
      if disclosure != nil, walk.choices.count > 1 { throw nothingToDisclose }
      settings.seed = UInt64(walk.job.policy.seed)
      session = try CommandSession(output.result)
      disclosed = try beside("--disclosure", disclosure)
      let export = try beside("--export-forecasts", exportForecasts)
      let loaded = try await session.load(
        walk.job, schedule.input,
        keeping: walk.choices.count > 1 && policies.isEmpty ? 200 * walk.choices.count : 1_500,
        in: schedule.input.budget)
      var parts: [BacktestOutcome] = []
      for part in loaded.parts(besides: walk.policies) {
        let models = try models(walk.choices, of: part.resolved)
        parts.append(
          await part.backtest(
            models: models, levels: part.resolved.levels(schedule.risk.level),
            sides: schedule.risk.sides,
            includesSchedule: models.count == 1 || !policies.isEmpty, settings: settings,
            keepsRecords: export != nil || disclosed != nil,
            policies: labeled(walk.policies, for: part),
            progress: session.following("backtesting")))
      }
      outcome = await loaded.outcome(joining: parts, settings)
      try export?.write(ForecastFileRenderer(outcome.report.records).csv)
    }
    try disclosed.map { try disclose(outcome.report.records, in: $0) }
    try session.finish(
      BacktestRenderer(outcome: outcome).rendered(by: output.result),
      outcome.completeness, failures: outcome.failureLines)
    try checkVerdicts(of: outcome)
  }

  /// Fails a strict run by the reason of each forecast that does not pass.
  private func checkVerdicts(of outcome: BacktestOutcome) throws {
    let reasons = strict ? outcome.reasonsAgainst(allowingUntested: allowUntested) : []
    guard !reasons.isEmpty else { return }
    for reason in reasons { Terminal.say("--strict: \(reason)") }
    throw ExitCode(ToolFailure.checkFailed)
  }

  /// Opens a second output file and checks before the run that it is writable.
  private func beside(_ flag: String, _ path: String?) throws(ToolFailure) -> OutputFile? {
    guard let path else { return nil }
    return try OutputFile(path, flag: flag)
  }

  private func disclose(_ records: [ForecastRecord], in file: OutputFile) throws(ToolFailure) {
    let renderer = DisclosureRenderer(records)
    guard !renderer.disclosures.isEmpty else { throw nothingToDisclose }
    try file.write(renderer.csv)
  }

  private var nothingToDisclose: ToolFailure {
    ToolFailure(
      "--disclosure", "no dated margin is backtested",
      remedy: "name at most one model, or give forecasts of margins with dates")
  }

  /// Resolves the forecasters to backtest before any prices are read.
  private func walked() throws -> (
    job: ResolvedJob, choices: [ModelChoice], policies: [ResolvedJob]
  ) {
    let chosen = try schedule.model.choices()
    var job = try CalibrationJob(
      schedule.input, schedule.model, chosen, schedule.risk, schedule.walk, output.jobs)
    try span.apply(to: &job)
    let resolved = try job.resolved()
    try schedule.model.checkUse(
      by: chosen.isEmpty ? [resolved.policy.model.name] : chosen.map(\.name))
    _ = try models(chosen, of: resolved)
    return (resolved, chosen, try comparedPolicies(resolved))
  }

  /// Returns the chosen models with the parameters of a job, or its own where none is chosen.
  private func models(
    _ chosen: [ModelChoice], of resolved: ResolvedJob
  ) throws -> [LabeledModel] {
    try resolved.models(
      chosen.isEmpty ? [.named(resolved.policy.model.name)] : chosen,
      convention: resolved.policy.policy.quantileConvention, levels: schedule.risk.level)
  }

  private func labeled(_ jobs: [ResolvedJob], for part: LoadedJob) -> [LabeledPolicy] {
    guard let instrument = part.histories.first?.instrument else { return [] }
    return zip(policies, jobs).map {
      LabeledPolicy(label: $0.label, plan: $1.plan(for: instrument))
    }
  }

  private func comparedPolicies(_ resolved: ResolvedJob) throws -> [ResolvedJob] {
    guard Set(policies.map(\.label)).count == policies.count else {
      throw ToolFailure(
        "--policies", "two policies have the same name", remedy: "rename one of the files")
    }
    return try policies.map { try resolved.with(policy: $0) }
  }
}

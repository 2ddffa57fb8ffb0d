import ArgumentParser
import Backtesting
import Calibration
import Instruments
import Margin
internal import Policies
import Reporting
import RiskMeasures

/// `margin backtest`: models and the published schedule walked through history.
struct BacktestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Models and the published margins held against what happened.",
    discussion: """
      Without --models, or with one, the schedule of that model is tested too, its maintenance and \
      initial rates; with several, the models alone. Models are tested two-sided, margins for \
      covering too little.

        margin backtest prices.csv --from 2008-01-01
        margin backtest prices.csv --models historical,ewma --level 0.99,0.975 --strict
        margin backtest --forecasts theirs.csv
        margin backtest prices.csv --policies plain,floor.toml,buffer.toml

      A file of forecasts has a row a forecast: date, value-at-risk (or maintenance-margin, \
      initial-margin), loss or return over its horizon, and, as far as there are any, instrument, \
      model, side, level, horizon, expected-shortfall. Losses are positive.
      """)

  @OptionGroup var input: InputFlags
  @OptionGroup var model: ModelFlags
  @OptionGroup var risk: RiskFlags
  @OptionGroup var walk: WalkFlags
  @OptionGroup var span: SpanFlags
  @OptionGroup var output: OutputFlags
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Tests the forecasts of a CSV file in place of models on prices.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var forecasts: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Writes the forecasts that are tested to a file that --forecasts reads.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var exportForecasts: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      The tests, of: \(TestSuite.names.map(\.rawValue).joined(separator: ", ")). (default: all)
      """,
      valueName: "a,b,c"))
  var tests: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Writes the fields 6.5 of the CPMI-IOSCO quantitative disclosure of the margins as CSV.",
      valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var disclosure: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Policies whose schedules are tested side by side, each a file or a preset.",
      valueName: "a,b,c"))
  var policies: String?
  @Flag(help: "End with code 1 where a test of --tests rejects, without it one of coverage.")
  var strict = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Level at which a test rejects. (default: 0.05)", valueName: "0.05"))
  var significance: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      recommended (what holds in finite samples), asymptotic, simulated, or estimation-bootstrap (models \
      estimated anew in every draw). (default: recommended)
      """,
      valueName: "kind"))
  var pValues: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Draws of a simulated p-value, or worlds of an estimation bootstrap. (default: 999, 199)",
      valueName: "n"))
  var draws: String?

  func run() async throws {
    let format = try output.format()
    var settings = try testSettings()
    let outcome: BacktestOutcome
    let session: CommandSession
    let disclosed: OutputFile?
    if let forecasts {
      var job = try forecastJob(on: forecasts, settings)
      session = try CommandSession(output)
      disclosed = try beside("--disclosure", disclosure)
      job.keepsRecords = disclosed != nil
      session.begin("reading")
      outcome = try await job.backtest(progress: session.following("testing"))
    } else {
      let walk = try walked()
      if disclosure != nil, walk.models.count > 1 { throw nothingToDisclose }
      settings.seed = UInt64(walk.job.policy.seed)
      session = try CommandSession(output)
      disclosed = try beside("--disclosure", disclosure)
      let export = try beside("--export-forecasts", exportForecasts)
      let loaded = try await session.load(walk.job)
      outcome = await loaded.backtest(
        models: walk.models, levels: walk.levels, sides: walk.sides,
        includesSchedule: walk.models.count == 1 || policies != nil, settings: settings,
        keepsRecords: export != nil || disclosed != nil, policies: walk.policies,
        progress: session.following("backtesting"))
      try export?.write(ForecastFileRenderer(outcome.report.records).csv)
    }
    try disclosed.map { try disclose(outcome.report.records, in: $0) }
    try session.finish(
      BacktestRenderer(outcome: outcome).rendered(as: format), outcome.completeness,
      failures: outcome.failureLines)
    if strict, outcome.report.results.contains(where: \.isRejected) {
      throw ExitCode(ToolFailure.checkFailed)
    }
  }

  /// A file beside that of the result, found writable before the work.
  private func beside(_ flag: String, _ path: String?) throws(ToolFailure) -> OutputFile? {
    guard let path else { return nil }
    guard path != output.result.output else {
      throw ToolFailure(
        flag, "\(path) is the file of --output too", remedy: "name a file of its own")
    }
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
      remedy:
        "name one model or none, so that the schedule is, or forecasts of margins with dates")
  }

  /// What is walked through the prices, resolved before they are read.
  private func walked() throws -> (
    job: ResolvedJob, models: [LabelledModel], levels: [ConfidenceLevel], sides: [Side],
    policies: [LabelledPolicy]
  ) {
    let sides = try risk.sides()
    let chosen = try model.choices()
    let resolved = try job(chosen).resolved()
    let models = try models(
      chosen.isEmpty ? [.named(resolved.policy.model.name)] : chosen, for: resolved)
    return (
      resolved, models, try resolved.levels(risk.levels()), sides, try comparedPolicies(resolved)
    )
  }

  private func comparedPolicies(_ resolved: ResolvedJob) throws -> [LabelledPolicy] {
    let names = try FlagValue("--policies", policies)?.items() ?? []
    let labels = names.map { PolicySource(argument: $0).label }
    guard Set(labels).count == labels.count else {
      throw ToolFailure(
        "--policies", "two policies have the same name", remedy: "name files apart")
    }
    return try names.map { name in
      let source = PolicySource(argument: name)
      return LabelledPolicy(label: source.label, plan: try resolved.with(policy: source).plan)
    }
  }

  private func testSettings() throws(ToolFailure) -> TestSettings {
    let names = try FlagValue("--tests", tests)?.names(among: TestSuite.names.map(\.rawValue))
    return TestSettings(
      significance: try FlagValue("--significance", significance)?.probability(0.05) ?? 0.05,
      pValues: try pValueChoice(), tests: names.map { Set($0.compactMap(TestName.init)) })
  }

  private enum PValueKind: String, CaseIterable {
    case recommended, asymptotic, simulated
    case estimationBootstrap = "estimation-bootstrap"
  }

  private func pValueChoice() throws(ToolFailure) -> PValueChoice {
    let count = try FlagValue("--draws", draws)?.whole(in: 19 ... 1_000_000, 999)
    let kind =
      try FlagValue("--p-values", pValues)?.choice(PValueKind.self)
      ?? (count == nil ? .recommended : .simulated)
    guard kind == .simulated || kind == .estimationBootstrap || count == nil else {
      throw ToolFailure(
        "--draws", "\(kind.rawValue) p-values take no draws", remedy: "add --p-values simulated")
    }
    switch kind {
    case .recommended: return .recommended
    case .asymptotic: return .asymptotic
    case .simulated: return .simulated(draws: count ?? 999)
    case .estimationBootstrap: return .estimationBootstrap(draws: count ?? 199)
    }
  }

  private func job(_ choices: [ModelChoice]) throws(ToolFailure) -> CalibrationJob {
    var job = CalibrationJob(version: ToolVersion.current)
    job.jobs = try output.jobCount()
    try input.apply(to: &job)
    try model.apply(choices, to: &job)
    try risk.apply(to: &job)
    try walk.apply(to: &job)
    try span.apply(to: &job)
    return job
  }

  private func models(
    _ choices: [ModelChoice], for resolved: ResolvedJob
  ) throws -> [LabelledModel] {
    try model.checkUse(by: choices.map(\.name))
    return try resolved.models(
      choices, convention: resolved.policy.policy.quantileConvention,
      levels: risk.levels())
  }
}

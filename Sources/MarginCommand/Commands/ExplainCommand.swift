import ArgumentParser
import Backtesting
import Calibration
import MarketData
import Reporting
import RiskMeasures

/// `margin explain`: one instrument's waterfall.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "How one instrument's margin came about, step by step.",
    discussion: """
        margin explain prices.csv
        margin explain prices/ --instrument BTC-USD --side long --as-of 2020-03-16
      """)

  @OptionGroup var input: InputFlags
  @OptionGroup var model: ModelFlags
  @OptionGroup var risk: RiskFlags
  @OptionGroup var walk: WalkFlags
  @OptionGroup var output: OutputFlags
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The instrument; not needed where there is one alone.", valueName: "name"))
  var instrument: String?

  func run() async throws {
    let sides = try risk.sides()
    let format = try output.format()
    let resolved = try job().resolved()
    try model.checkUse(by: [resolved.policy.model.name])
    let work = try Work(output)
    let loaded = try await work.load(resolved)
    let instrument = try chosen(from: loaded)
    let report = await loaded.calibrate(
      extent: .lastDate, progress: work.following("calibrating"))
    let failures = report.schedules.filter { $0.instrument == instrument }.flatMap(\.failures)
    let text = ExplainRenderer(
      report: report, instrument: instrument, side: sides.count == 1 ? sides.first : nil
    ).rendered(as: format)
    try work.finish(
      text, failures.isEmpty ? .complete : .nothing, failures: failures.map(\.line))
  }

  private func job() throws -> CalibrationJob {
    let choices = try model.choices()
    try model.requireOneAtMost(choices)
    try risk.requireOneLevelAtMost()
    var job = CalibrationJob(version: ToolVersion.current)
    job.jobs = try output.jobCount()
    try input.apply(to: &job)
    try model.apply(choices, to: &job)
    try risk.apply(to: &job)
    try walk.apply(to: &job)
    return job
  }

  private func chosen(from loaded: LoadedJob) throws(ToolFailure) -> InstrumentID {
    let known = loaded.histories.map(\.instrument)
    let failures = loaded.context.loadFailures
    guard let instrument else {
      if known.count == 1, let only = known.first { return only }
      if known.isEmpty, let failure = failures.first { throw ToolFailure(failure.message) }
      throw ToolFailure(
        "--instrument", "is needed to choose one of \(known.count) instruments",
        remedy: "name one of " + Self.list(known))
    }
    if let found = known.first(where: { $0.rawValue == instrument }) { return found }
    if let failure = failures.first(where: { $0.instrument?.rawValue == instrument }) {
      throw ToolFailure(failure.message)
    }
    throw ToolFailure(
      "--instrument", "\(instrument) is not in the files", remedy: "name one of " + Self.list(known)
    )
  }

  private static func list(_ instruments: [InstrumentID]) -> String {
    let shown = instruments.prefix(10).map(\.rawValue).joined(separator: ", ")
    return instruments.count > 10 ? "\(shown), …" : shown
  }
}

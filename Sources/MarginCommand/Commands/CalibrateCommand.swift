import ArgumentParser
import Calibration
internal import Policies
import Reporting
internal import Scheduling

/// `margin calibrate`: the margin schedule as of a date, or its whole history.
struct CalibrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "The margin schedule as of a date, or its whole history.",
    discussion: """
      Without flags: volatility-weighted historical simulation, level 0.99, one bar, both sides, \
      preset plain. A flag wins over the policy file, the file over its preset.

        margin calibrate prices.csv
        margin calibrate prices/ --policy emir-etd --as-of 2020-03-16 --format json
        margin calibrate prices.csv --history --from 2020-01-01 --format csv
      """)

  @OptionGroup var input: InputFlags
  @OptionGroup var model: ModelFlags
  @OptionGroup var risk: RiskFlags
  @OptionGroup var walk: WalkFlags
  @OptionGroup var span: SpanFlags
  @OptionGroup var output: OutputFlags
  @Flag(help: "The schedule of every date, not of the last one alone.")
  var history = false

  func run() async throws {
    let sides = try risk.sides()
    let format = try output.format(orElse: history ? .csv : .text)
    let resolved = try job().resolved()
    try model.checkUse(by: [resolved.policy.model.name])
    let session = try CommandSession(output)
    let loaded = try await session.load(resolved)
    let report = await loaded.calibrate(
      extent: history ? .history : .lastDate, progress: session.following("calibrating"))
    try session.finish(
      ScheduleRenderer(report: report, sides: sides).rendered(as: format), report.completeness,
      failures: report.failureLines)
  }

  private func job() throws -> CalibrationJob {
    guard history || (span.from == nil && span.to == nil) else {
      throw ToolFailure(
        span.from == nil ? "--to" : "--from", "bounds the dates of a history",
        remedy: "add --history, or name the one date with --as-of")
    }
    var job = try CalibrationJob(input, model, risk, walk, output)
    try span.apply(to: &job)
    return job
  }
}

import ArgumentParser
import Calibration
internal import Policies
import Reporting
internal import Scheduling

/// `margin calibrate`: computes the margin schedule as of a date, or its whole history.
struct CalibrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Calibrate the margin schedule as of a date, or for every date.",
    discussion: """
      Without options: volatility-weighted historical simulation, confidence level 0.99, \
      one bar, both sides, preset plain. An option overrides the policy file, which \
      overrides its preset.

        margin calibrate prices.csv
        margin calibrate prices/ --policy emir-etd --as-of 2020-03-16
        margin calibrate prices.csv --history --from 2020-01-01 --format csv
      """)

  @OptionGroup var schedule: ScheduleFlags
  @OptionGroup(title: "History") var span: SpanFlags
  @OptionGroup(title: "Output") var output: OutputFlags

  @Flag(help: "Calibrate every date, not only the last; as CSV unless --format is given.")
  var history = false

  @Flag(help: "Fail instruments with less history than the rule book of the preset asks for.")
  var strictPreset = false

  func run() async throws {
    guard history || (span.from == nil && span.to == nil) else {
      throw ToolFailure(
        span.from == nil ? "--to" : "--from", "applies to a history only",
        remedy: "add --history, or give one date with --as-of")
    }
    let resolved = try schedule.resolved(output.jobs, span, isStrictPreset: strictPreset)
    let session = try CommandSession(output.result)
    let loaded = try await session.load(
      resolved, schedule.input,
      keeping: history ? output.result.format(orElse: .csv) == .json ? 3_900 : 2_400 : 40,
      in: schedule.input.budget)
    let report = await loaded.calibrate(
      extent: history ? .history : .lastDate, progress: session.following("calibrating"))
    try session.finish(
      ScheduleRenderer(report: report, sides: schedule.risk.sides)
        .rendered(by: output.result, orElse: history ? .csv : .text),
      report.completeness, failures: report.failureLines)
  }
}

import ArgumentParser
import Calibration
internal import Documents
internal import Forecasting
import Margin
import MarketData
internal import Policies
import Reporting
import RiskMeasures
internal import Scheduling

/// `margin explain`: explains the margin of one instrument step by step.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain one instrument's margin step by step, and why it changed.",
    discussion: """
        margin explain prices.csv
        margin explain prices/ --instrument BTC-USD --side long --as-of 2020-03-16
        margin explain prices.csv --as-of 2020-03-16 --since 2020-02-19
        margin explain prices.csv --policy new.toml --previous schedule.json
      """)

  @OptionGroup var schedule: ScheduleFlags
  @OptionGroup(title: "Change") var change: ChangeFlags
  @OptionGroup(title: "Output") var output: OutputFlags
  func run() async throws {
    try change.check(asOf: schedule.risk.asOf)
    let resolved = try schedule.resolved(output.jobs)
    let session = try CommandSession(output.result)
    let (all, selected) = try await session.loadAll(
      resolved, selecting: schedule.input, in: schedule.input.budget)
    let instrument = try instrument(of: selected)
    let part = all.job(of: instrument)
    let report = await part.calibrate(instrument, progress: session.following("calibrating"))
    let explained = try change.previous(of: instrument, resolved).map { previous in
      try part.explainChange(
        of: instrument, since: previous, sides: schedule.risk.sides, by: change.attribution)
    }
    let failures = report.schedules.filter { $0.instrument == instrument }.flatMap(\.failures)
    let text = ExplainRenderer(
      report: report, instrument: instrument,
      side: schedule.risk.sides.count == 1 ? schedule.risk.sides.first : nil,
      change: explained ?? nil, loadFailures: selected.context.loadFailures
    ).rendered(by: output.result)
    try session.finish(
      text,
      !failures.isEmpty ? .nothing : selected.context.loadFailures.isEmpty ? .complete : .partial,
      failures: failures.map(\.line))
  }

  /// The only instrument of those selected.
  private func instrument(of selected: LoadedJob) throws(ToolFailure) -> InstrumentID {
    let names = selected.histories.map(\.instrument)
    guard names.count == 1, let only = names.first else {
      throw ToolFailure(
        "--instrument",
        "one instrument is explained, and there are \(names.count)",
        remedy: "name one of " + InstrumentID.list(names))
    }
    return only
  }
}

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

/// `margin explain`: one instrument's waterfall.
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

  @OptionGroup(title: "Input") var input: InputFlags
  @OptionGroup(title: "Model") var model: ModelFlags
  @OptionGroup(title: "Model") var walk: WalkFlags
  @OptionGroup(title: "Policy") var risk: RiskFlags
  @OptionGroup(title: "Change") var change: ChangeFlags
  @OptionGroup(title: "Output") var output: OutputFlags
  @Option(.name, "Instrument to explain; required if there are several.", name: "name")
  var instrument: String?

  func run() async throws {
    try change.check(asOf: risk.asOf)
    let resolved = try CalibrationJob(input, model, risk, walk, output).resolved()
    try model.checkUse(by: [resolved.policy.model.name])
    let session = try CommandSession(output)
    let loaded = try await session.load(resolved)
    let instrument = try chosen(from: loaded)
    let report = await loaded.calibrate(instrument, progress: session.following("calibrating"))
    let explained = try change.previous(of: instrument, resolved).map { previous in
      try loaded.explainChange(
        of: instrument, since: previous, sides: risk.sides, by: change.attribution)
    }
    let failures = report.schedules.filter { $0.instrument == instrument }.flatMap(\.failures)
    let text = ExplainRenderer(
      report: report, instrument: instrument,
      side: risk.sides.count == 1 ? risk.sides.first : nil, change: explained ?? nil
    ).rendered(as: output.result.format())
    try session.finish(
      text, failures.isEmpty ? .complete : .nothing, failures: failures.map(\.line))
  }

  private func chosen(from loaded: LoadedJob) throws(ToolFailure) -> InstrumentID {
    let known = loaded.histories.map(\.instrument)
    let failures = loaded.context.loadFailures
    guard let instrument else {
      if known.count == 1, let only = known.first { return only }
      if known.isEmpty, let failure = failures.first { throw ToolFailure(failure.message) }
      throw ToolFailure(
        "--instrument", "missing, and there are \(known.count) instruments",
        remedy: "name one of " + InstrumentID.list(known))
    }
    if let found = known.first(where: { $0.rawValue == instrument }) { return found }
    if let failure = failures.first(where: { $0.instrument?.rawValue == instrument }) {
      throw ToolFailure(failure.message)
    }
    throw ToolFailure.unknown(instrument, among: known.map(\.rawValue), "--instrument")
  }
}

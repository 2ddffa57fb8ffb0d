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
    abstract: "How one instrument's margin came about, step by step, and why it moved.",
    discussion: """
        margin explain prices.csv
        margin explain prices/ --instrument BTC-USD --side long --as-of 2020-03-16
        margin explain prices.csv --as-of 2020-03-16 --since 2020-02-19
        margin explain prices.csv --policy new.toml --previous schedule.json
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

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("An earlier date: why the margin moved since.", valueName: "date"))
  var since: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "An earlier schedule in JSON: why the margin moved since, under the policy in it.",
      valueName: "path"),
    completion: .file(extensions: ["json"]))
  var previous: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The policy of the earlier margin: why the margin moved with it.", valueName: "file|preset"))
  var previousPolicy: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How drivers share what they did together: shapley, the average over all orders, or order, as printed. "
        + "(default: shapley)", valueName: "name"))
  var attribution: String?

  func run() async throws {
    let sides = try risk.sides()
    let method =
      try FlagValue("--attribution", attribution)?.choice(MarginMove.Method.self) ?? .shapley
    try checkPrevious()
    let format = try output.format()
    let resolved = try CalibrationJob(input, model, risk, walk, output).resolved()
    try model.checkUse(by: [resolved.policy.model.name])
    let session = try CommandSession(output)
    let loaded = try await session.load(resolved)
    let instrument = try chosen(from: loaded)
    let report = await loaded.calibrate(instrument, progress: session.following("calibrating"))
    let change = try earlier(instrument, resolved).map { previous in
      try loaded.explainChange(of: instrument, since: previous, sides: sides, by: method)
    }
    let failures = report.schedules.filter { $0.instrument == instrument }.flatMap(\.failures)
    let text = ExplainRenderer(
      report: report, instrument: instrument, side: sides.count == 1 ? sides.first : nil,
      change: change ?? nil
    ).rendered(as: format)
    try session.finish(
      text, failures.isEmpty ? .complete : .nothing, failures: failures.map(\.line))
  }

  private func checkPrevious() throws {
    guard previous == nil || (since == nil && previousPolicy == nil) else {
      throw ToolFailure(
        "--previous", "holds a date and a policy of its own",
        remedy: "leave out --since and --previous-policy")
    }
    guard attribution == nil || previous != nil || since != nil || previousPolicy != nil else {
      throw ToolFailure(
        "--attribution", "tells the parts of a change apart",
        remedy: "add --since, --previous or --previous-policy")
    }
  }

  /// What the margin is compared with, or nil where nothing was asked.
  private func earlier(
    _ instrument: InstrumentID, _ resolved: ResolvedJob
  ) throws -> PreviousMargin? {
    if let previous {
      return try PreviousSchedule(contentsOf: previous).margin(of: instrument)
    }
    guard since != nil || previousPolicy != nil else { return nil }
    var earlier = PreviousMargin()
    earlier.since = try FlagValue("--since", since)?.end()
    if let asOf = resolved.job.asOf, let since = earlier.since, since >= asOf {
      throw ToolFailure(
        "--since", "\(self.since ?? "") does not lie before --as-of", remedy: "name an earlier date"
      )
    }
    earlier.configuration = try previousPolicy.map { policy in
      try resolved.configuration(of: PolicySource(argument: policy))
    }
    return earlier
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

import ArgumentParser
import Calibration
import MarketData
internal import Policies
import Reporting

/// `margin stress`: the schedule under the past, under shocks, and what breaks it.
struct StressCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stress",
    abstract: "The schedule under windows of its own past, under shocks, and what breaks it.",
    discussion: """
      Windows are the known crises that the data hold, the worst 250 losses of each side, and those of --period.

        margin stress prices.csv --as-of 2020-02-19
        margin stress prices.csv --period "gulf war=1990-08-01/1991-02-28" --shock -0.4,0.4
        margin stress prices.csv --policy policy.toml --sensitivity
      """)

  @OptionGroup var input: InputFlags
  @OptionGroup var model: ModelFlags
  @OptionGroup var risk: RiskFlags
  @OptionGroup var walk: WalkFlags
  @OptionGroup var output: OutputFlags
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A window of the data, its first and last day; may be given more than once.",
      valueName: "name=from/to"))
  var period: [String] = []
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Relative moves of the price. (default: -0.5,-0.3,-0.2,-0.1,0.1,0.2,0.3,0.5)",
      valueName: "a,b,c"))
  var shock: String?
  @Flag(help: "Repeats the calibration with one parameter moved at a time, and with all.")
  var sensitivity = false

  func run() async throws {
    let sides = try risk.sides()
    let format = try output.format()
    let request = try request()
    let resolved = try CalibrationJob(input, model, risk, walk, output).resolved()
    try model.checkUse(by: [resolved.policy.model.name])
    let session = try CommandSession(output)
    let loaded = try await session.load(resolved)
    let results = await loaded.stress(
      request, sides: sides, progress: session.following("calibrating"))
    let failures = results.flatMap(\.failures)
    let completeness: Completeness =
      failures.isEmpty && loaded.context.loadFailures.isEmpty
      ? .complete : results.contains { !$0.sides.isEmpty } ? .partial : .nothing
    try session.finish(
      StressRenderer(results, context: loaded.context).rendered(as: format), completeness,
      failures: failures.map(\.line))
  }

  private func request() throws -> StressRequest {
    var request = StressRequest()
    for text in period {
      let window = try window(text)
      guard !request.windows.contains(where: { $0.name == window.name }) else {
        throw ToolFailure(
          "--period", "there are two windows \"\(window.name)\"", remedy: "name them apart")
      }
      request.windows.append(window)
    }
    if let items = try FlagValue("--shock", shock)?.items() {
      request.shocks = try items.map { item in
        guard let move = Double(item), move.isFinite, move > -1, move != 0 else {
          throw ToolFailure(
            "--shock", "\(item) is no move of a price",
            remedy: "write fractions above -1, for example -0.3,0.3")
        }
        return move
      }
    }
    if sensitivity { request.sensitivity = .asked }
    return request
  }

  private func window(_ text: String) throws -> StressWindow {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    let days = (parts.last ?? "").split(separator: "/", omittingEmptySubsequences: false)
      .map { CalendarDate(String($0)) }
    guard parts.count == 2, days.count == 2, let from = days[0], let to = days[1], from <= to else {
      throw ToolFailure(
        "--period", "\"\(text)\" is no window",
        remedy: "write a name and two days in order, for example \"2008=2008-09-01/2009-03-31\"")
    }
    return StressWindow(name: parts[0], from: from, to: to)
  }
}

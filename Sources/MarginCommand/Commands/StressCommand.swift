import ArgumentParser
import Calibration
import MarketData
internal import Policies
import Reporting

/// `margin stress`: applies historical windows and shocks to a schedule and finds its break points.
struct StressCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stress",
    abstract: "Stress a schedule: past crises, price shocks, and the moves that break it.",
    discussion: """
      Periods are the known crises within the data, the 250 worst losses of each side, \
      and those of --period.

        margin stress prices.csv --as-of 2020-02-19
        margin stress prices.csv --period "gulf war=1990-08-01/1991-02-28"
        margin stress prices.csv --policy policy.toml --shock -0.4,0.4 --sensitivity
      """)

  @OptionGroup var schedule: ScheduleFlags
  @OptionGroup(title: "Output") var output: OutputFlags
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Named stress period, first and last date; can be given repeatedly.",
      valueName: "name=from/to"), transform: ValueForm.window.value(of:))
  var period: [StressWindow] = []
  @Option(
    .list(of: .shock, like: "-0.3,0.3"), "Relative price moves, as fractions.", name: "a,b,c")
  var shock = StressRequest().shocks
  @Flag(help: "Recalibrate with one parameter changed at a time, then with all.")
  var sensitivity = false

  func run() async throws {
    let request = try request()
    let resolved = try schedule.resolved(output.jobs)
    let session = try CommandSession(output.result)
    let loaded = try await session.load(
      resolved, schedule.input, in: schedule.input.budget)
    let results = await loaded.stress(
      request, sides: schedule.risk.sides, progress: session.following("calibrating"))
    let failures = results.flatMap(\.failures)
    let completeness: Completeness =
      failures.isEmpty && loaded.context.loadFailures.isEmpty
      ? .complete : results.contains { !$0.sides.isEmpty } ? .partial : .nothing
    try session.finish(
      StressRenderer(results, context: loaded.context).rendered(by: output.result),
      completeness, failures: failures.map(\.line))
  }

  private func request() throws(ToolFailure) -> StressRequest {
    for (index, window) in period.enumerated() {
      guard period[..<index].contains(where: { $0.name == window.name }) else { continue }
      throw ToolFailure(
        "--period", "there are two periods \"\(window.name)\"", remedy: "rename one of them")
    }
    var request = StressRequest()
    request.windows += period
    request.shocks = shock
    request.sensitivity = sensitivity ? .asked : .left
    return request
  }
}

extension ValueForm<Double> {
  /// A value form for a relative price move.
  fileprivate static var shock: Self {
    ValueForm(
      expected: "a fraction above -1 other than 0, for example -0.3",
      read: { text in
        Double(text).flatMap { $0.isFinite && $0 > -1 && $0 != 0 ? $0 : nil }
      })
  }
}

extension ValueForm<StressWindow> {
  /// A value form for a window: a name and two dates in ascending order.
  fileprivate static var window: Self {
    ValueForm(
      expected: "a name and two dates in order, for example 2008=2008-09-01/2009-03-31",
      read: { text in
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        let days = (parts.last ?? "").split(separator: "/", omittingEmptySubsequences: false)
          .map { CalendarDate(String($0)) }
        guard parts.count == 2, days.count == 2, let from = days[0], let to = days[1], from <= to
        else { return nil }
        return StressWindow(name: parts[0], from: from, to: to)
      })
  }
}

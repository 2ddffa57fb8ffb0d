import ArgumentParser
import Calibration
internal import Documents
import Margin
import MarketData
import Reporting
internal import Scheduling

/// `margin account build-tiers`: builds tier tables from prices and traded volume.
struct AccountBuildTiersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build-tiers",
    abstract: "Build tier tables from prices and volume: larger positions take longer to close.",
    discussion: """
      A position at a notional cap is closed at a share of the volume. Its margin is the \
      policy's over those bars, plus half the spread, price impact and fee. Rates are the \
      steepest chords of that requirement, rounded up to the leverage ladder, so that \
      every size between two caps is covered.

        margin account build-tiers prices.csv
        margin account build-tiers prices.csv --caps 1e5,1e6,1e7 --volume 5e7
        margin account build-tiers prices.csv --to ccxt --output tiers.json
      """)

  private static let usual = TierCalibration()

  @OptionGroup var schedule: ScheduleFlags
  @OptionGroup(title: "Output") var output: OutputFlags
  @Option(
    .list(of: .size(decimals: 2), like: "1e5,1e6"),
    "Notional caps, ascending.", name: "a,b,c",
    otherwise: "1, 2 and 5 times powers of ten")
  var caps: [DecimalNumber] = []
  @Option(
    .number(above: 0, like: 5e7),
    "Notional traded in a bar.", name: "notional",
    otherwise: "median of the last \(TierCalibration.volumeBars) bars of the file")
  var volume: Double?
  @Option(
    .number(above: 0, to: 1, like: 0.1),
    "Share of the volume that closing a position may take.", name: "fraction")
  var participation = usual.participation
  @Option(.number(0..., like: 1), "Time until closing begins, in bars.", name: "bars")
  var detectionBars = usual.detectionBars
  @Option(.number(0..., like: 1), "Venue outage to survive, in bars.", name: "bars")
  var outageBars = usual.outageBars
  @Option(
    .number(0 ... 1, like: 0.0005), "Bid-ask spread, as a fraction of price.", name: "fraction")
  var spread = usual.spread
  @Option(.number(0 ... 1, like: 0.0005), "Fee, as a fraction of notional.", name: "fraction")
  var fee = usual.fee
  @Option(
    .number(0 ... 10, like: 0.05),
    "Price impact of closing a bar's volume, as a fraction of price.",
    name: "fraction")
  var impact = usual.impact
  @Option(
    .number(0 ... 2, like: 0.5), "Exponent of the price impact in the share of the volume.",
    name: "power")
  var impactExponent = usual.impactExponent
  @Option(
    .number(1 ... 10, like: 2), "Initial over maintenance margin rate.", name: "ratio")
  var initial = usual.initialRatio
  @Option(.choice, "Tier file format to write, in place of a report.", name: "format")
  var to: TierFormat?

  func run() async throws {
    try checkUse()
    let build = try build()
    let resolved = try schedule.resolved(output.jobs)
    try ToolFailure.refuse(resolved.plan.unit, at: "--convention")
    let session = try CommandSession(output.result)
    let loaded = try await session.load(
      resolved, schedule.input, in: schedule.input.budget)
    var tables: [TierTable] = []
    var findings: [String: [String]] = [:]
    for history in loaded.histories {
      let built = try await loaded.tiers(of: history, build)
      tables.append(built.table)
      findings[built.table.symbol] = built.findings
    }
    let document = TierDocument(tables: tables)
    let text: String
    if let to {
      let written = try document.written(as: to)
      written.losses.forEach { Terminal.say($0) }
      text = written.text
    } else {
      let sizes = build.caps ?? Set(tables.flatMap { $0.tiers.compactMap(\.cap) }).sorted()
      text = TierRenderer(
        document, at: sizes, findings: findings, loadFailures: loaded.context.loadFailures
      ).rendered(by: output.result)
    }
    try session.finish(text, loaded.context)
  }

  /// Rejects options that have no effect in combination.
  private func checkUse() throws(ToolFailure) {
    try ToolFailure.refuse(
      [("--format", to != nil && output.result.format != nil)], because: "has no effect with --to"
    )
    try ToolFailure.refuse(
      [("--impact-exponent", impact == 0 && impactExponent != Self.usual.impactExponent)],
      because: "there is no price impact", remedy: "add --impact")
    try ToolFailure.refuse(
      [("--side", schedule.risk.side != .both)], because: "tiers cover both sides",
      remedy: "remove the option")
    try ToolFailure.refuse(
      [("--horizon", schedule.risk.horizon != nil)],
      because: "the time to close a position is its period of risk",
      remedy: "set --volume, --participation, --detection-bars or --outage-bars")
  }

  private func build() throws(ToolFailure) -> TierCalibration {
    guard zip(caps, caps.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw ToolFailure("--caps", "do not ascend", remedy: "sort them, for example 1e5,1e6")
    }
    var build = Self.usual
    build.caps = caps.isEmpty ? nil : caps
    build.volume = volume
    build.participation = participation
    build.detectionBars = detectionBars
    build.outageBars = outageBars
    build.spread = spread
    build.fee = fee
    build.impact = impact
    build.impactExponent = impactExponent
    build.initialRatio = initial
    return build
  }
}

import ArgumentParser
import Calibration
internal import Documents
import Margin
import MarketData
import Reporting

/// `margin account build-tiers`: brackets made of prices and of what a market trades.
struct AccountBuildTiersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build-tiers",
    abstract: "Builds tables of tiers from prices: larger positions take longer to close.",
    discussion: """
      Each cap is closed at a share of the volume; its margin is the policy's over those bars, and half of the \
      spread, the impact and the fee on top. Rates are the steepest chords of the requirement, rounded up to a \
      ladder, so that every size between the caps is covered.

        margin account build-tiers prices.csv
        margin account build-tiers prices.csv --caps 100000,1000000,10000000 --volume 5e7
        margin account build-tiers prices.csv --caps 1e5,1e6 --volume 5e7 --to ccxt --output tiers.json
      """)

  @OptionGroup var input: InputFlags
  @OptionGroup var model: ModelFlags
  @OptionGroup var risk: RiskFlags
  @OptionGroup var walk: WalkFlags
  @OptionGroup var output: OutputFlags
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The caps of the tiers, ascending. (default: 1, 2, 5 times powers of ten, up to what ten bars close)",
      valueName: "a,b,c"))
  var caps: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The notional traded in a bar. (default: the median of the last 250 bars, from a column of volumes)",
      valueName: "n"))
  var volume: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The share of the volume that is traded. (default: 0.1)", valueName: "p"))
  var participation: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Bars before closing begins. (default: 0)", valueName: "n"))
  var detectionBars: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Bars that the venue may be down. (default: 0)", valueName: "n"))
  var outageBars: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The spread, a fraction of the price.", valueName: "s"))
  var spread: String?
  @Option(
    parsing: .unconditional, help: ArgumentHelp("The fee, a fraction of notional.", valueName: "f"))
  var fee: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The relative move of closing a bar's volume. (default: 0)", valueName: "i"))
  var impact: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The power of the share of a bar's volume that the move rises with. (default: 0.5)",
      valueName: "e"))
  var impactExponent: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Initial over maintenance rate. (default: 2)", valueName: "r"))
  var initial: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Writes the tables in a shape: \(TierFormat.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "shape"))
  var to: String?

  func run() async throws {
    let format = try output.format()
    let target = try FlagValue("--to", to)?.choice(TierFormat.self)
    let build = try build()
    let resolved = try CalibrationJob(input, model, risk, walk, output).resolved()
    let session = try CommandSession(output)
    let loaded = try await session.load(resolved)
    var tables: [TierTable] = []
    var findings: [String: [String]] = [:]
    for history in loaded.histories {
      let built = try await loaded.tiers(of: history, build)
      tables.append(built.table)
      findings[built.table.symbol] = built.findings
    }
    let document = TierDocument(tables: tables)
    let text: String
    if let target {
      let written = try document.written(as: target)
      written.losses.forEach { Terminal.say($0) }
      text = written.text
    } else {
      let sizes = build.caps ?? Set(tables.flatMap { $0.tiers.compactMap(\.cap) }).sorted()
      text = TierRenderer(document, at: sizes, findings: findings).rendered(as: format)
    }
    try session.finish(text, .complete, failures: [])
  }

  private func build() throws -> TierCalibration {
    var build = TierCalibration()
    build.caps = try chosenCaps()
    build.volume = try amount("--volume", volume)
    guard build.volume != 0 else {
      throw ToolFailure(
        "--volume", "is 0", remedy: "write what is traded in a bar, for example 5e7")
    }
    build.participation = try amount("--participation", participation) ?? 0.1
    guard build.participation > 0, build.participation <= 1 else {
      throw ToolFailure(
        "--participation", "is not in (0, 1]",
        remedy: "write a share of the volume, for example 0.1")
    }
    build.detectionBars = try amount("--detection-bars", detectionBars) ?? 0
    build.outageBars = try amount("--outage-bars", outageBars) ?? 0
    build.spread = try amount("--spread", spread) ?? 0
    build.fee = try amount("--fee", fee) ?? 0
    build.impact = try amount("--impact", impact) ?? 0
    build.impactExponent = try amount("--impact-exponent", impactExponent) ?? 0.5
    build.initialRatio = try amount("--initial", initial) ?? 2
    guard build.initialRatio >= 1 else {
      throw ToolFailure("--initial", "is below 1", remedy: "write initial over maintenance rate")
    }
    return build
  }

  private func chosenCaps() throws -> [DecimalNumber]? {
    guard let items = try FlagValue("--caps", caps)?.items() else { return nil }
    let caps = try items.map { item in
      guard let cap = DecimalNumber(item), cap.isWithin(1e15, decimals: 2), cap > .zero else {
        throw ToolFailure(
          "--caps", "\(item) is no cap",
          remedy: "write amounts above 0, ascending, with two decimals at most")
      }
      return cap
    }
    guard zip(caps, caps.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw ToolFailure(
        "--caps", "do not ascend", remedy: "write them in order, for example 1e5,1e6")
    }
    return caps
  }

  private func amount(_ flag: String, _ text: String?) throws -> Double? {
    guard let value = try FlagValue(flag, text)?.number(0.1) else { return nil }
    guard value >= 0 else {
      throw ToolFailure(flag, "\(value) is below 0", remedy: "write a number from 0 on")
    }
    return value
  }
}

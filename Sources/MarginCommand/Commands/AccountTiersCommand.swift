import ArgumentParser
internal import Documents
import Margin
import Reporting

/// `margin account tiers`: tables of brackets checked, compared and converted.
struct AccountTiersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tiers",
    abstract: "Checks, compares and converts tables of tiers.",
    discussion: """
      Reads CCXT, Binance USD-M and COIN-M, Hyperliquid and CSV, told apart from the file itself. Deductions are \
      recomputed; published ones that differ are a fault. Numbers stay the decimals they were written as.

        margin account tiers tiers.json
        margin account tiers tiers.json --symbol BTC/USDT:USDT --at 10000,1000000
        margin account tiers new.json --compare old.json
        margin account tiers tiers.json --to csv --output tiers.csv
      """)

  @Argument(help: "The file.", completion: .file())
  var file: String
  @OptionGroup var result: ResultFlags
  @Flag(help: "Tell no progress.")
  var quiet = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The shape of the file: \(Self.shapes).", valueName: "shape"))
  var from: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Writes the tables in a shape: \(Self.shapes).", valueName: "shape"))
  var to: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The tables of these symbols alone.", valueName: "a,b,c"))
  var symbol: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Positions whose margin is shown. (default: 10000,100000,1000000,10000000,100000000)",
      valueName: "a,b,c"))
  var at: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("An older file, tier by tier and at the positions.", valueName: "file"),
    completion: .file())
  var compare: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How rates add up where the file does not say: marginal or cliff. (default: marginal)",
      valueName: "rule"))
  var rule: String?
  @Flag(help: "Rates may fall from a tier to the next.")
  var allowNonmonotone = false
  @Flag(help: "Puts tiers in order, closes gaps and drops published deductions.")
  var repair = false

  private static let shapes = TierFormat.allCases.map(\.rawValue).joined(separator: ", ")

  func run() throws {
    let format = try result.format()
    let target = try FlagValue("--to", to)?.choice(TierFormat.self)
    let sizes = try sizes()
    let session = try CommandSession(result, quiet: quiet)
    session.begin("reading")
    let document = try chosen(read(file))
    let old = try compare.map { try chosen(read($0)) }
    if let old { try checkUnits(old, document) }
    if at != nil { try check(sizes, in: document) }
    let text: String
    if let target {
      let written = try document.written(as: target)
      written.losses.forEach { Terminal.say("\(file): \($0)") }
      text = written.text
    } else {
      text = TierRenderer(document, comparedWith: old, at: sizes).rendered(as: format)
    }
    try session.finish(text)
  }

  private func read(_ path: String) throws -> TierDocument {
    var reading = TierReadOptions()
    reading.format = try FlagValue("--from", from)?.choice(TierFormat.self)
    reading.rule = try FlagValue("--rule", rule)?.choice(TierRule.self) ?? .marginal
    reading.allowance = allowNonmonotone ? .fallingRates : .none
    reading.repair = repair ? .asked : .refused
    return try TierDocument(contentsOf: path, reading)
  }

  private func sizes() throws -> [DecimalNumber] {
    let items = try FlagValue("--at", at)?.items() ?? ["1e4", "1e5", "1e6", "1e7", "1e8"]
    return try items.map { item in
      guard let size = DecimalNumber(item), size.isWithin(1e15, decimals: 9), size > .zero else {
        throw ToolFailure(
          "--at", "\(item) is no position",
          remedy: "write amounts above 0, for example 10000,1000000")
      }
      return size
    }
  }

  /// Amounts of one unit are not compared with those of another.
  private func checkUnits(_ old: TierDocument, _ new: TierDocument) throws {
    for table in new.tables {
      for before in old.tables where before.symbol == table.symbol && before.unit != table.unit {
        throw ToolFailure(
          "--compare",
          "\(table.symbol) counts in \(before.unit.rawValue), not in \(table.unit.rawValue) "
            + "(unit-mismatch)", remedy: "convert one of them")
      }
    }
  }

  /// No position that was asked for is above a last cap.
  private func check(_ sizes: [DecimalNumber], in document: TierDocument) throws {
    for table in document.tables {
      for size in sizes where table.index(of: size) == nil {
        let fault = TierFault.beyondLastTier(
          notional: size, cap: table.tiers.last?.cap ?? .zero)
        throw ToolFailure(
          "--at", "\(table.symbol): \(fault.message) (\(fault.code))",
          remedy: "lower it, or choose tables with --symbol")
      }
    }
  }

  /// The tables of the symbols that were asked for.
  private func chosen(_ document: TierDocument) throws -> TierDocument {
    let known = document.tables.map(\.symbol)
    guard let names = try FlagValue("--symbol", symbol)?.names(among: known) else {
      return document
    }
    return document.only(Set(names))
  }
}

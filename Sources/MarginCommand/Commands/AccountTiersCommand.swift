import ArgumentParser
internal import Documents
import Margin
import Reporting

/// `margin account tiers`: checks, compares and converts tier tables.
struct AccountTiersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tiers",
    abstract: "Check, compare and convert tier tables.",
    usage: "margin account tiers <file> [<options>]",
    discussion: """
      Reads CCXT, Binance USD-M and COIN-M, Hyperliquid and CSV; the format is detected. \
      Deductions are recomputed, and published ones that differ are an error. Numbers \
      keep their decimals.

        margin account tiers tiers.json
        margin account tiers tiers.json --symbol BTC/USDT:USDT --at 10000,1000000
        margin account tiers new.json --compare old.json
        margin account tiers tiers.json --to csv --output tiers.csv
      """)

  @Argument(
    help: "Tier file.", completion: .file(extensions: ["json", "csv"]), transform: inputPath)
  var file: String
  @Option(.choice, "Format of the file.", name: "format", otherwise: "detected")
  var from: TierFormat?
  @Option(.choice, "Format to convert the tables to.", name: "format")
  var to: TierFormat?
  @Option(.list(of: .name, like: "BTC/USDT:USDT"), "Symbols to keep.", name: "a,b,c")
  var symbol: [String] = []
  @Option(
    .list(of: .size(decimals: 9), like: "10000,1000000"), "Position sizes to show margins for.",
    name: "a,b,c")
  var at: [DecimalNumber] = []
  @Option(.input("json", "csv"), "Older tier file to compare with.", name: "file")
  var compare: String?
  @Option(.choice, "How rates add up, where the file does not say.", name: "rule")
  var rule = TierRule.marginal
  @Flag(help: "Accept tier rates that decrease.")
  var allowNonmonotone = false
  @Flag(help: "Sort tiers, close gaps and drop published deductions.")
  var repair = false
  @OptionGroup(title: "Output") var result: ResultFlags

  func run() throws {
    try checkUse()
    let session = try CommandSession(result)
    session.begin("reading")
    let document = try chosen(read(file))
    let old = try compare.map { try chosen(read($0)) }
    if let old { try checkUnits(old, document) }
    try check(at, in: document)
    guard let to else {
      let usual = [10_000, 100_000, 1_000_000, 10_000_000, 100_000_000].map(DecimalNumber.init)
      let renderer = TierRenderer(document, comparedWith: old, at: at.isEmpty ? usual : at)
      return try session.finish(renderer.rendered(by: result))
    }
    let written = try document.written(as: to)
    written.losses.forEach { Terminal.say("\(file): \($0)") }
    try session.finish(written.text)
  }

  /// Rejects options that neither a conversion nor CSV, which holds the tiers alone, uses.
  private func checkUse() throws(ToolFailure) {
    let ofReport = [("--compare", compare != nil), ("--at", !at.isEmpty)]
    if to != nil {
      try ToolFailure.refuse(
        [("--format", result.format != nil)] + ofReport, because: "has no effect with --to")
    } else if result.format() == .csv {
      try ToolFailure.refuse(
        ofReport, because: "has no effect on CSV, which holds the tiers",
        remedy: "choose --format text, json or markdown")
    }
  }

  private func read(_ path: String) throws -> TierDocument {
    var reading = TierReadOptions()
    reading.format = from
    reading.rule = rule
    reading.allowance = allowNonmonotone ? .fallingRates : .none
    reading.repair = repair ? .asked : .refused
    return try TierDocument(contentsOf: path, reading)
  }

  /// Rejects a comparison of amounts in different units.
  private func checkUnits(_ old: TierDocument, _ new: TierDocument) throws {
    for table in new.tables {
      for before in old.tables where before.symbol == table.symbol && before.unit != table.unit {
        throw ToolFailure(
          "--compare",
          "\(table.symbol) is in units of \(before.unit.rawValue) there and of "
            + "\(table.unit.rawValue) in \(file) (unit-mismatch)", remedy: "convert one of them")
      }
    }
  }

  /// Rejects a requested position size above the last notional cap.
  private func check(_ sizes: [DecimalNumber], in document: TierDocument) throws {
    for table in document.tables {
      for size in sizes where table.index(of: size) == nil {
        let fault = TierFault.beyondLastTier(
          notional: size, cap: table.tiers.last?.cap ?? .zero)
        throw ToolFailure(
          "--at", "\(table.symbol): \(fault.message) (\(fault.code))",
          remedy: "reduce it, or choose tables with --symbol")
      }
    }
  }

  /// Returns the tables of the requested symbols.
  private func chosen(_ document: TierDocument) throws -> TierDocument {
    guard !symbol.isEmpty else { return document }
    let known = document.tables.map(\.symbol)
    if let unknown = symbol.first(where: { !known.contains($0) }) {
      throw ToolFailure.unknown(unknown, among: known, "--symbol")
    }
    return document.only(Set(symbol))
  }
}

extension ValueForm<DecimalNumber> {
  /// A value form for an amount above zero.
  static func size(decimals: Int) -> Self {
    ValueForm(
      expected: "an amount above 0 of at most \(decimals) decimals, for example 1000000",
      read: { text in
        DecimalNumber(text).flatMap {
          $0.isWithin(1e15, decimals: decimals) && $0 > .zero ? $0 : nil
        }
      })
  }
}

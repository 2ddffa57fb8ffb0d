internal import Margin
internal import Text

/// A venue's shape of brackets: how a file of it is told, read and written, and what it cannot hold.
protocol TierFormatAdapter: Sendable {
  /// The name in flags and messages.
  var name: String { get }
  /// How rates add up in the tables that the shape can hold.
  var rules: [TierRule] { get }
  /// What the sizes of a symbol count; nil where each table says it.
  func unit(of symbol: String) -> TierUnit?

  /// Whether a JSON document is of the shape.
  func matches(_ document: JSON) -> Bool
  /// The tables of a file.
  func tables(of file: TierFile) throws(InputError) -> [TierTable]
  /// Tables as a file, the last line ended.
  func text(of tables: [TierTable]) -> String

  /// Why the numbers of a table would mean something else, besides its unit and its rule.
  func clash(with table: TierTable) -> TierClash?
  /// What of a table a reader of the shape would not learn.
  func losses(of table: TierTable) -> [String]
  /// A document with the tables of some symbols alone; nil where it is written anew.
  func only(_ symbols: Set<String>, in document: JSON) -> JSON?
}

/// Why a table cannot be written in a shape.
struct TierClash {
  let code: String
  /// The problem and the remedy.
  let sentence: String
}

extension TierFormatAdapter {
  var rules: [TierRule] { [.marginal] }
  func unit(of symbol: String) -> TierUnit? { .quote }
  func matches(_ document: JSON) -> Bool { false }
  func clash(with table: TierTable) -> TierClash? { nil }
  func losses(of table: TierTable) -> [String] {
    table.currency.isEmpty ? [] : ["the currency, \(table.currency)"]
  }
  func only(_ symbols: Set<String>, in document: JSON) -> JSON? { nil }

  /// Why the numbers of a table would mean something else in the shape; nil where they do not.
  func refusal(of table: TierTable) -> TierClash? {
    if let held = unit(of: table.symbol), held != table.unit {
      return TierClash(
        code: "unit-mismatch",
        sentence: "counts in \(table.unit.rawValue), \(name) in \(held.rawValue); "
          + "write csv, or convert the amounts")
    }
    guard rules.contains(table.rule) else {
      let held = rules.map(\.rawValue).joined(separator: " or ")
      return TierClash(
        code: "rule-mismatch",
        sentence: "adds up by \(table.rule.rawValue), \(name) by \(held); write csv")
    }
    return clash(with: table)
  }
}

/// A shape in JSON: lists of tiers by symbol, each tier an object.
protocol JSONTierFormat: TierFormatAdapter {
  /// The tiers of each symbol; nil where the document is of another shape.
  func lists(in document: JSON) -> [(symbol: String, tiers: [JSON])]?
  /// A tier from its fields; `next` has those of the tier after it.
  func tier(_ fields: TierFields, before next: TierFields?) throws(InputError) -> Tier
  /// Tables as a document.
  func json(of tables: [TierTable]) -> JSON
}

extension JSONTierFormat {
  func tables(of file: TierFile) throws(InputError) -> [TierTable] {
    guard let lists = lists(in: try file.document().value) else {
      throw InputError(
        InputLocation(file.path), code: "unknown-shape", "is not of the shape \(name)",
        remedy: "name another with --from", style: .colonsAndCode)
    }
    var tables: [TierTable] = []
    for (symbol, tiers) in lists {
      guard !tables.contains(where: { $0.symbol == symbol }) else {
        throw InputError(
          file.location(of: tiers.first, symbol), code: "duplicate-key", "stands twice",
          remedy: "keep one of its tables", style: .colonsAndCode)
      }
      tables.append(try table(symbol, tiers, file))
    }
    return tables
  }

  private func table(
    _ symbol: String, _ tiers: [JSON], _ file: TierFile
  ) throws(InputError) -> TierTable {
    let fields = tiers.enumerated().map { index, tier in
      TierFields(
        value: tier, location: file.location(of: tier, "\(symbol), tier \(index + 1)"))
    }
    var read: [Tier] = []
    for (index, tier) in fields.enumerated() {
      read.append(try self.tier(tier, before: fields.dropFirst(index + 1).first))
    }
    return try file.table(
      symbol: symbol, currency: tiers.first?["currency"]?.string ?? "",
      unit: unit(of: symbol) ?? .quote, rule: file.options.rule, read
    ) { number in
      // Mended tiers are no longer in the order of the file.
      let isRepaired = file.options.repair == .asked
      let tier = isRepaired ? tiers.first : number.map { tiers[$0 - 1] } ?? tiers.first
      return file.location(of: tier, symbol)
    }
  }

  func text(of tables: [TierTable]) -> String {
    json(of: tables).written(.indented(2)) + "\n"
  }
}

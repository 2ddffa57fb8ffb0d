internal import Margin
internal import Text

/// A venue's tier format: its detection, reading, writing and limitations.
protocol TierFormatAdapter: Sendable {
  /// The name in flags and messages.
  var name: String { get }
  /// The tier rules that the format can represent.
  var rules: [TierRule] { get }
  /// The unit of a symbol's sizes; nil if each table states it.
  func unit(of symbol: String) -> TierUnit?

  /// Whether a JSON document is of the format.
  func matches(_ document: JSON) -> Bool
  /// Reads the tables of a file.
  func tables(of file: TierFile) throws(InputError) -> [TierTable]
  /// Writes tables as a file with a final line ending.
  func text(of tables: [TierTable]) -> String

  /// The reason why the numbers of a table would change their meaning, apart from its unit and
  /// rule.
  func clash(with table: TierTable) -> TierClash?
  /// The information about a table that the format cannot represent.
  func losses(of table: TierTable) -> [String]
  /// A document with only the tables of the given symbols; nil if it must be rewritten.
  func only(_ symbols: Set<String>, in document: JSON) -> JSON?
}

/// The reason why a table cannot be written in a format.
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

  /// The reason why the numbers of a table would change their meaning in the format; nil if they do
  /// not.
  func refusal(of table: TierTable) -> TierClash? {
    if let held = unit(of: table.symbol), held != table.unit {
      return TierClash(
        code: "unit-mismatch",
        sentence: "has sizes in \(table.unit.rawValue), but \(name) uses \(held.rawValue); "
          + "write csv, or convert the amounts")
    }
    guard rules.contains(table.rule) else {
      let held = rules.map(\.rawValue).joined(separator: " or ")
      return TierClash(
        code: "rule-mismatch",
        sentence: "has tier rule \(table.rule.rawValue), but \(name) uses \(held); write csv")
    }
    return clash(with: table)
  }
}

/// A JSON format with arrays of tiers by symbol, each tier an object.
protocol JSONTierFormat: TierFormatAdapter {
  /// The tiers of each symbol; nil if the document is of another format.
  func lists(in document: JSON) -> [(symbol: String, tiers: [JSON])]?
  /// A tier from its fields; `next` has the fields of the following tier.
  func tier(_ fields: TierFields, before next: TierFields?) throws(InputError) -> Tier
  /// The tables as a JSON document.
  func json(of tables: [TierTable]) -> JSON
}

extension JSONTierFormat {
  func tables(of file: TierFile) throws(InputError) -> [TierTable] {
    guard let lists = lists(in: try file.document().value) else {
      throw InputError(
        InputLocation(file.path), code: "unknown-shape", "is not in format \(name)",
        remedy: "name another format with --from", style: .colonsAndCode)
    }
    var tables: [TierTable] = []
    for (symbol, tiers) in lists {
      guard !tables.contains(where: { $0.symbol == symbol }) else {
        throw InputError(
          file.location(of: tiers.first, symbol), code: "duplicate-key", "is a duplicate symbol",
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
      // Repaired tiers are no longer in file order.
      let isRepaired = file.options.repair == .asked
      let tier = isRepaired ? tiers.first : number.map { tiers[$0 - 1] } ?? tiers.first
      return file.location(of: tier, symbol)
    }
  }

  func text(of tables: [TierTable]) -> String {
    json(of: tables).written(.indented(2)) + "\n"
  }
}

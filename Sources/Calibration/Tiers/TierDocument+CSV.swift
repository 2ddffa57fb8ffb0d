internal import Foundation
internal import Margin

extension TierDocument {
  /// Reads a file of brackets.
  ///
  /// - Throws: ``TierFileError``.
  public init(contentsOf path: String, _ reading: TierReading = TierReading()) throws(TierFileError)
  {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw TierFileError(
        path, code: "unreadable", "cannot be read; check the path and the permissions of the file")
    }
    let bytes = [UInt8](data)
    let first = bytes.first { ![0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }
    let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    if reading.format == .csv || (reading.format == nil && !isJSON) {
      try self.init(csv: String(decoding: bytes, as: UTF8.self), path: path, reading)
    } else {
      try self.init(json: bytes, path: path, reading)
    }
  }

  /// The columns, and the names they go by.
  private enum Column: CaseIterable {
    case symbol, floor, cap, rate, leverage, deduction, currency, rule

    var names: [String] {
      switch self {
      case .symbol: ["symbol"]
      case .floor: ["min_notional"]
      case .cap: ["max_notional"]
      case .rate: ["mmr", "maintenance_margin_rate"]
      case .leverage: ["max_leverage"]
      case .deduction: ["cum", "cum_maint_amount"]
      case .currency: ["currency"]
      case .rule: ["rule"]
      }
    }

    var isRequired: Bool { [.symbol, .floor, .rate, .leverage].contains(self) }
  }

  init(csv text: String, path: String, _ reading: TierReading) throws(TierFileError) {
    var content = Substring(text)
    if content.first == "\u{FEFF}" { content.removeFirst() }
    let lines = content.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard let header = lines.first else {
      throw TierFileError(path, code: "no-tiers", "is empty; name another file")
    }
    let names = header.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    var places: [Column: Int] = [:]
    for column in Column.allCases {
      places[column] = names.firstIndex { column.names.contains($0) }
      guard places[column] != nil || !column.isRequired else {
        throw TierFileError(
          "\(path):1", code: "missing-column",
          "no column \(column.names[0]); its columns are symbol,tier,min_notional,max_notional,mmr,cum,"
            + "max_leverage,currency,rule")
      }
    }
    var rows: [(symbol: String, line: Int, tier: Tier, currency: String, rule: TierRule)] = []
    for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
      rows.append(
        try Self.row(
          line.split(separator: ",", omittingEmptySubsequences: false).map(String.init),
          places, width: names.count, place: "\(path):\(index + 1)", line: index + 1, reading))
    }
    var symbols: [String] = []
    for row in rows where !symbols.contains(row.symbol) { symbols.append(row.symbol) }
    var tables: [TierTable] = []
    for symbol in symbols {
      let own = rows.filter { $0.symbol == symbol }
      do throws(TierFault) {
        let tiers = own.map(\.tier)
        tables.append(
          try TierTable(
            symbol: symbol, currency: own[0].currency, rule: own[0].rule,
            tiers: reading.repair == .asked ? TierTable.repaired(tiers) : tiers,
            allowing: reading.allowance))
      } catch {
        throw TierFileError("\(path):\(own[0].line): \(symbol)", error)
      }
    }
    guard !tables.isEmpty else {
      throw TierFileError(path, code: "no-tiers", "holds no row; write one a tier")
    }
    self.init(tables: tables, format: .csv, json: nil)
  }

  private static func row(
    _ cells: [String], _ places: [Column: Int], width: Int, place: String, line: Int,
    _ reading: TierReading
  ) throws(TierFileError) -> (
    symbol: String, line: Int, tier: Tier, currency: String, rule: TierRule
  ) {
    guard cells.count == width else {
      throw TierFileError(
        place, code: "ragged-row",
        "has \(cells.count) cells, the header \(width); write numbers without thousands separators "
          + "and with a decimal point")
    }
    func cell(_ column: Column) -> String? {
      places[column].map { cells[$0] }.flatMap { $0.isEmpty ? nil : $0 }
    }
    func number(_ column: Column) throws(TierFileError) -> DecimalNumber? {
      guard let text = cell(column) else { return nil }
      guard let value = DecimalNumber(text) else {
        throw TierFileError(
          place, code: "invalid-number",
          "\(column.names[0]) is \"\(text)\"; write a number with a decimal point and without separators"
        )
      }
      return value
    }
    func required(_ column: Column) throws(TierFileError) -> DecimalNumber {
      guard let value = try number(column) else {
        throw TierFileError(place, code: "missing-field", "has no \(column.names[0]); write it")
      }
      return value
    }
    let rule = cell(.rule).map { TierRule(rawValue: $0) } ?? reading.rule
    guard let rule else {
      throw TierFileError(
        place, code: "unknown-rule", "rule is none of marginal and cliff; write one of them")
    }
    let tier = Tier(
      floor: try required(.floor), cap: try number(.cap), rate: try required(.rate),
      maximumLeverage: try required(.leverage), publishedDeduction: try number(.deduction))
    return (cell(.symbol) ?? "unnamed", line, tier, cell(.currency) ?? "", rule)
  }
}

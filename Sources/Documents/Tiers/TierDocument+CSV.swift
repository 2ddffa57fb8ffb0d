internal import FoundationEssentials
internal import Margin

extension TierDocument {
  /// Reads a file of brackets.
  ///
  /// - Throws: ``InputFileError``.
  public init(contentsOf path: String, _ reading: TierReadOptions = TierReadOptions())
    throws(InputFileError)
  {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputFileError(
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
    case symbol, floor, cap, rate, leverage, deduction, currency, rule, unit

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
      case .unit: ["unit"]
      }
    }

    var isRequired: Bool { [.symbol, .floor, .rate, .leverage].contains(self) }
  }

  init(csv text: String, path: String, _ reading: TierReadOptions) throws(InputFileError) {
    var content = Substring(text)
    if content.first == "\u{FEFF}" { content.removeFirst() }
    let lines = content.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard let header = lines.first else {
      throw InputFileError(path, code: "no-tiers", "is empty; name another file")
    }
    let names = header.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    var places: [Column: Int] = [:]
    for column in Column.allCases {
      places[column] = names.firstIndex { column.names.contains($0) }
      guard places[column] != nil || !column.isRequired else {
        throw InputFileError(
          "\(path):1", code: "missing-column",
          "no column \(column.names[0]); its columns are symbol,tier,min_notional,max_notional,mmr,cum,"
            + "max_leverage,currency,rule,unit")
      }
    }
    var rows: [Row] = []
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
      tables.append(try Self.table(of: rows.filter { $0.symbol == symbol }, path, reading))
    }
    guard !tables.isEmpty else {
      throw InputFileError(path, code: "no-tiers", "holds no row; write one a tier")
    }
    self.init(tables: tables, format: .csv, json: nil)
  }

  private struct Row {
    let symbol: String
    let line: Int
    let tier: Tier
    let currency: String
    let rule: TierRule
    let unit: TierUnit
  }

  /// The table of the rows of a symbol.
  private static func table(
    of rows: [Row], _ path: String, _ reading: TierReadOptions
  ) throws(InputFileError) -> TierTable {
    let symbol = rows[0].symbol
    for row in rows where row.rule != rows[0].rule || row.unit != rows[0].unit {
      throw InputFileError(
        "\(path):\(row.line): \(symbol)", code: "mixed-rules",
        "has another rule or unit than its first tier; write the same in each")
    }
    do throws(TierFault) {
      let tiers = rows.map(\.tier)
      return try TierTable(
        symbol: symbol, currency: rows[0].currency, unit: rows[0].unit, rule: rows[0].rule,
        tiers: reading.repair == .asked ? TierTable.repaired(tiers) : tiers,
        allowing: reading.allowance)
    } catch {
      let number = reading.repair == .asked ? 1 : error.tier ?? 1
      throw InputFileError("\(path):\(rows[number - 1].line): \(symbol)", error)
    }
  }

  private static func row(
    _ cells: [String], _ places: [Column: Int], width: Int, place: String, line: Int,
    _ reading: TierReadOptions
  ) throws(InputFileError) -> Row {
    guard cells.count == width else {
      throw InputFileError(
        place, code: "ragged-row",
        "has \(cells.count) cells, the header \(width); write numbers without thousands separators "
          + "and with a decimal point")
    }
    func cell(_ column: Column) -> String? {
      places[column].map { cells[$0] }.flatMap { $0.isEmpty ? nil : $0 }
    }
    func number(_ column: Column) throws(InputFileError) -> DecimalNumber? {
      guard let text = cell(column) else { return nil }
      guard let value = DecimalNumber(text) else {
        throw InputFileError(
          place, code: "invalid-number",
          "\(column.names[0]) is \"\(text)\"; write a number with a decimal point and without separators"
        )
      }
      return value
    }
    func required(_ column: Column) throws(InputFileError) -> DecimalNumber {
      guard let value = try number(column) else {
        throw InputFileError(place, code: "missing-field", "has no \(column.names[0]); write it")
      }
      return value
    }
    let rule = cell(.rule).map { TierRule(rawValue: $0) } ?? reading.rule
    guard let rule else {
      throw InputFileError(
        place, code: "unknown-rule", "rule is none of marginal and cliff; write one of them")
    }
    guard let unit = cell(.unit).map({ TierUnit(rawValue: $0) }) ?? .quote else {
      throw InputFileError(
        place, code: "unknown-unit", "unit is none of quote, base and contract; write one of them")
    }
    let tier = Tier(
      floor: try required(.floor), cap: try number(.cap), rate: try required(.rate),
      maximumLeverage: try required(.leverage), publishedDeduction: try number(.deduction))
    return Row(
      symbol: cell(.symbol) ?? "unnamed", line: line, tier: tier, currency: cell(.currency) ?? "",
      rule: rule, unit: unit)
  }
}

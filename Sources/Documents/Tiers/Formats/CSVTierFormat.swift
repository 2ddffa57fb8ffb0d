internal import Margin
internal import Text

extension TierFormat {
  /// CSV with one row per tier.
  public static let csv = TierFormat(CSVTierFormat())
}

/// Tables as CSV, which represents all of them; the tiers of a symbol are the rows with its name.
struct CSVTierFormat: TierFormatAdapter {
  let name = "csv"
  let rules = TierRule.allCases

  func unit(of symbol: String) -> TierUnit? { nil }

  func losses(of table: TierTable) -> [String] { [] }

  func text(of tables: [TierTable]) -> String {
    var csv = CSVText(header: Self.header)
    for table in tables {
      for (index, tier) in table.tiers.enumerated() {
        csv.append([
          table.symbol, "\(index + 1)", "\(tier.floor)", tier.cap.map { "\($0)" } ?? "",
          "\(tier.rate)", "\(table.deductions[index])", "\(tier.maximumLeverage)",
          table.currency, table.rule.rawValue, table.unit.rawValue,
        ])
      }
    }
    return csv.text
  }

  private static let header =
    "symbol,tier,minNotional,maxNotional,maintenanceRate,deduction,maxLeverage,currency,rule,unit"

  /// The recognized columns.
  private enum Column: CaseIterable {
    case symbol, floor, cap, rate, leverage, deduction, currency, rule, unit

    /// The accepted names of the column, the written one first.
    var names: [String] {
      switch self {
      case .symbol: ["symbol"]
      case .floor: ["minNotional", "min_notional"]
      case .cap: ["maxNotional", "max_notional"]
      case .rate: ["maintenanceRate", "mmr", "maintenance_margin_rate"]
      case .leverage: ["maxLeverage", "max_leverage"]
      case .deduction: ["deduction", "cum", "cum_maint_amount"]
      case .currency: ["currency"]
      case .rule: ["rule"]
      case .unit: ["unit"]
      }
    }

    var isRequired: Bool { [.symbol, .floor, .rate, .leverage].contains(self) }
  }

  /// A row with its line number.
  private struct Row {
    let symbol: String
    let line: Int
    let tier: Tier
    let currency: String
    let rule: TierRule
    let unit: TierUnit
  }

  func tables(of file: TierFile) throws(InputError) -> [TierTable] {
    let records = try Self.records(of: file)
    let indices = try Self.indices(of: records.header, file)
    var rows: [Row] = []
    for record in records.rows {
      guard record.cells.count == records.header.cells.count else {
        throw file.error(
          record.line, "ragged-row",
          "has \(record.cells.count) cells, but the header has \(records.header.cells.count); "
            + "write numbers without thousands separators and with a decimal point")
      }
      rows.append(
        try RowReader(
          file: file, header: records.header, record: record, indices: indices
        ).row())
    }
    var tables: [TierTable] = []
    for row in rows where !tables.contains(where: { $0.symbol == row.symbol }) {
      tables.append(try Self.table(of: rows.filter { $0.symbol == row.symbol }, file))
    }
    return tables
  }

  private static func records(of file: TierFile) throws(InputError) -> CSVRecords {
    do throws(CSVRefusal) {
      return try CSVRecords(reading: file.bytes)
    } catch .file(.empty) {
      throw file.error(nil, "no-tiers", "is empty; name another file")
    } catch {
      var refusal = error.error(file.path)
      refusal.style = .colonsAndCode
      throw refusal
    }
  }

  private static func indices(
    of header: CSVRecords.Row, _ file: TierFile
  ) throws(InputError) -> [Column: Int] {
    var indices: [Column: Int] = [:]
    for column in Column.allCases {
      indices[column] = header.cells.firstIndex { column.names.contains($0) }
      guard indices[column] != nil || !column.isRequired else {
        throw file.error(
          header.line, "missing-column",
          "missing column \"\(column.names[0])\"; the columns are \(Self.header)")
      }
    }
    return indices
  }

  /// The table of a symbol's rows.
  private static func table(of rows: [Row], _ file: TierFile) throws(InputError) -> TierTable {
    let first = rows[0]
    for row in rows where row.rule != first.rule || row.unit != first.unit {
      throw InputError(
        InputLocation(file.path, line: row.line, part: first.symbol), code: "mixed-rules",
        "has a different rule or unit than its first tier", remedy: "write the same for each tier",
        style: .colonsAndCode)
    }
    return try file.table(
      symbol: first.symbol, currency: first.currency, unit: first.unit, rule: first.rule,
      rows.map(\.tier)
    ) { number in
      let index = file.options.repair == .asked ? 0 : (number ?? 1) - 1
      return InputLocation(file.path, line: rows[index].line, part: first.symbol)
    }
  }

  /// Reads the cells of one row.
  private struct RowReader {
    let file: TierFile
    let header: CSVRecords.Row
    let record: CSVRecords.Row
    let indices: [Column: Int]

    func row() throws(InputError) -> Row {
      let rule = cell(.rule).map { TierRule(rawValue: $0) } ?? file.options.rule
      guard let rule else {
        throw error("unknown-rule", "rule is not one of marginal, cliff; write one of them")
      }
      guard let unit = cell(.unit).map({ TierUnit(rawValue: $0) }) ?? .quote else {
        throw error("unknown-unit", "unit is not one of quote, base, contract; write one of them")
      }
      let tier = Tier(
        floor: try required(.floor), cap: try number(.cap), rate: try required(.rate),
        maximumLeverage: try required(.leverage), publishedDeduction: try number(.deduction))
      return Row(
        symbol: cell(.symbol) ?? "unnamed", line: record.line, tier: tier,
        currency: cell(.currency) ?? "", rule: rule, unit: unit)
    }

    private func cell(_ column: Column) -> String? {
      indices[column].map { record.cells[$0] }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The name of the column in the file.
    private func name(_ column: Column) -> String {
      indices[column].map { header.cells[$0] } ?? column.names[0]
    }

    private func number(_ column: Column) throws(InputError) -> DecimalNumber? {
      guard let text = cell(column) else { return nil }
      guard let value = DecimalNumber(text) else {
        throw error(
          "invalid-number",
          "\(name(column)) \"\(text)\" is not a number; "
            + "write a number with a decimal point and without separators")
      }
      return value
    }

    private func required(_ column: Column) throws(InputError) -> DecimalNumber {
      guard let value = try number(column) else {
        throw error("missing-field", "missing field \"\(name(column))\"; add it")
      }
      return value
    }

    private func error(_ code: String, _ sentence: String) -> InputError {
      file.error(record.line, code, sentence)
    }
  }
}

extension TierFile {
  /// An error on a line, or in the whole file.
  fileprivate func error(_ line: Int?, _ code: String, _ sentence: String) -> InputError {
    InputError(InputLocation(path, line: line), code: code, sentence: sentence)
  }
}

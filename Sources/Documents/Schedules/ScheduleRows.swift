internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import Text

/// A column of a schedule in CSV.
enum ScheduleColumn: String, Hashable, Sendable, CaseIterable {
  case date, effectiveFrom, instrument, side, level, horizon, initialMargin, maintenanceMargin
  case maximumLeverage, valueAtRisk, expectedShortfall

  init?(_ name: String) {
    let plain = plainColumnName(name)
    guard let column = Self.allCases.first(where: { plainColumnName($0.rawValue) == plain }) else {
      return nil
    }
    self = column
  }

  /// The columns without which a file is no schedule.
  static let needed: [ScheduleColumn] = [.instrument, .side, .initialMargin, .maintenanceMargin]

  var contents: CSVColumns<ScheduleColumn>.Contents {
    switch self {
    // Dates are blank for undated series, so they are read as texts.
    case .date, .effectiveFrom, .instrument, .side: .text
    case .level, .horizon, .initialMargin, .maintenanceMargin, .maximumLeverage, .valueAtRisk,
      .expectedShortfall:
      .number
    }
  }
}

/// A schedule in CSV, of one date or of all.
struct ScheduleRows {
  private let file: CSVColumns<ScheduleColumn>

  init(_ bytes: [UInt8], path: String) throws(InputError) {
    file = try CSVColumns(
      path: path, bytes: bytes, meaning: { ScheduleColumn($0) }, contents: \.contents)
    for column in ScheduleColumn.needed where file.names[column] == nil {
      throw InputError(
        InputLocation(path, line: file.lines.lowerBound - 1), code: "missing-column",
        "no column is named \(column.rawValue)",
        remedy: "name a schedule that margin calibrate --format csv or json wrote", style: .words)
    }
  }

  private struct Key: Hashable {
    let instrument: InstrumentID
    let side: Side
  }

  /// The last margin of each instrument and side at or before a date.
  func margins(asOf: Timestamp?) throws(InputError) -> [ScheduledMargin] {
    var rows: [Key: (margin: ScheduledMargin, row: Int)] = [:]
    for row in 0 ..< file.rowCount {
      let margin = try margin(row)
      if let asOf {
        guard let date = margin.asOf else {
          throw refusal(
            row, .date, "the row has no date to hold against --as-of",
            "leave --as-of out, or name a schedule with dates")
        }
        guard date <= asOf else { continue }
      }
      let key = Key(instrument: margin.instrument, side: margin.side)
      if let earlier = rows[key] {
        guard let before = earlier.margin.asOf, let date = margin.asOf, date != before else {
          let day = margin.asOf.map { " on \($0)" } ?? " without a date"
          throw refusal(
            row, .instrument,
            "\(key.instrument) \(key.side.rawValue) comes twice\(day), first in line "
              + "\(file.lines.lowerBound + earlier.row)",
            "keep one row a date, instrument and side")
        }
        guard date > before else { continue }
      }
      rows[key] = (margin, row)
    }
    guard !rows.isEmpty else {
      throw InputError(
        InputLocation(file.path), code: "no-margins",
        "no row is as of \(asOf?.date.description ?? "any date") or before",
        remedy: "name a later date with --as-of", style: .words)
    }
    return rows.values.map(\.margin)
  }

  private func margin(_ row: Int) throws(InputError) -> ScheduledMargin {
    let name = file.texts(.instrument)?[row] ?? ""
    guard !name.isEmpty else {
      throw refusal(row, .instrument, "no instrument is named", "write its name")
    }
    let sideText = file.texts(.side)?[row] ?? ""
    guard let side = Side(rawValue: sideText) else {
      throw refusal(row, .side, "\"\(sideText)\" is no side", "write long or short")
    }
    let initial = try rate(row, .initialMargin)
    guard
      let rates = MarginRates(initial: initial, maintenance: try rate(row, .maintenanceMargin))
    else {
      throw refusal(
        row, .maintenanceMargin, "the maintenance margin is above the initial margin",
        "correct one of the two")
    }
    return ScheduledMargin(
      instrument: InstrumentID(rawValue: name), side: side, asOf: try date(row, .date),
      effectiveFrom: try date(row, .effectiveFrom), rates: rates,
      maximumLeverage: number(row, .maximumLeverage).flatMap(Self.leverage),
      level: number(row, .level),
      horizonBars: number(row, .horizon).flatMap { Int(exactly: $0) }, periodOfRisk: nil,
      measure: nil, quantileConvention: nil, valueAtRisk: number(row, .valueAtRisk),
      interval: .unknown, steps: [])
  }

  private static func leverage(_ multiple: Double) -> Leverage? {
    guard multiple >= 0.01, multiple <= 1e6 else { return nil }
    return Leverage(hundredths: Int((multiple * 100).rounded()))
  }

  private func number(_ row: Int, _ column: ScheduleColumn) -> Double? {
    file.numbers(column).map { $0[row] }.flatMap { $0.isNaN ? nil : $0 }
  }

  private func rate(_ row: Int, _ column: ScheduleColumn) throws(InputError) -> MarginRate {
    guard let number = number(row, column) else {
      throw refusal(row, column, "the field is blank", "write a fraction of notional, as 0.0875")
    }
    guard let rate = MarginRate(fraction: number), rate >= .zero else {
      throw refusal(
        row, column, "\(number) is no margin rate",
        "write a fraction of notional from 0 with six decimals at most, as 0.0875")
    }
    return rate
  }

  private func date(
    _ row: Int, _ column: ScheduleColumn
  ) throws(InputError) -> Timestamp? {
    guard let text = file.texts(column)?[row], !text.isEmpty else { return nil }
    guard let time = Timestamp(text) else {
      throw refusal(row, column, "\"\(text)\" is no date", "write one as 2024-06-28")
    }
    return time
  }

  private func refusal(
    _ row: Int, _ column: ScheduleColumn, _ problem: String, _ remedy: String
  ) -> InputError {
    file.error(row, column, code: "invalid-value", problem, remedy: remedy)
  }
}

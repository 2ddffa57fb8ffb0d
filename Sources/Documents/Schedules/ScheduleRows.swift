internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import Text

/// A column of a CSV schedule.
enum ScheduleColumn: String, Hashable, Sendable, CaseIterable {
  case date, effectiveFrom, instrument, side, level, horizon, initialMargin, maintenanceMargin
  case maximumLeverage, valueAtRisk, expectedShortfall, unit

  init?(_ name: String) {
    let plain = plainColumnName(name)
    guard let column = Self.allCases.first(where: { plainColumnName($0.rawValue) == plain }) else {
      return nil
    }
    self = column
  }

  /// The required columns.
  static let needed: [ScheduleColumn] = [.instrument, .side, .initialMargin, .maintenanceMargin]

  var contents: CSVColumns<ScheduleColumn>.Contents {
    switch self {
    // Dates may be blank for undated series, so they are read as texts.
    case .date, .effectiveFrom, .instrument, .side, .unit: .text
    case .level, .horizon, .initialMargin, .maintenanceMargin, .maximumLeverage, .valueAtRisk,
      .expectedShortfall:
      .number
    }
  }
}

/// A CSV schedule of one date or a history.
struct ScheduleRows {
  private let file: CSVColumns<ScheduleColumn>

  init(_ bytes: [UInt8], path: String) throws(InputError) {
    file = try CSVColumns(
      path: path, bytes: bytes, meaning: { ScheduleColumn($0) }, contents: \.contents)
    for column in ScheduleColumn.needed where file.names[column] == nil {
      throw InputError(
        InputLocation(path, line: file.lines.lowerBound - 1), code: "missing-column",
        "missing column \"\(column.rawValue)\"",
        remedy: "name a schedule written by margin calibrate --format csv or json", style: .words)
    }
  }

  /// The unit of the rates, which a column states where it is not a fraction.
  var unit: LossUnit {
    guard let texts = file.texts(.unit), file.rowCount > 0 else { return .fraction }
    return LossUnit(rawValue: texts[0]) ?? .fraction
  }

  private struct Key: Hashable {
    let instrument: InstrumentID
    let side: Side
  }

  /// The last margin of each instrument and side not after a date.
  func margins(asOf: Timestamp?) throws(InputError) -> [ScheduledMargin] {
    var rows: [Key: (margin: ScheduledMargin, row: Int)] = [:]
    for row in 0 ..< file.rowCount {
      let margin = try margin(row)
      if let asOf {
        guard let date = margin.asOf else {
          throw refusal(
            row, .date, "the row has no date to compare with --as-of",
            "remove --as-of, or name a schedule with dates")
        }
        guard date <= asOf else { continue }
      }
      let key = Key(instrument: margin.instrument, side: margin.side)
      if let earlier = rows[key] {
        guard let before = earlier.margin.asOf, let date = margin.asOf, date != before else {
          let day = margin.asOf.map { " on \($0)" } ?? " without a date"
          throw refusal(
            row, .instrument,
            "duplicate row of \(key.instrument) \(key.side.rawValue)\(day), first in line "
              + "\(file.lines.lowerBound + earlier.row)",
            "keep one row per date, instrument and side")
        }
        guard date > before else { continue }
      }
      rows[key] = (margin, row)
    }
    guard !rows.isEmpty else {
      throw InputError(
        InputLocation(file.path), code: "no-margins",
        "no row has a date of \(asOf?.date.description ?? "any day") or earlier",
        remedy: "name a later date with --as-of", style: .words)
    }
    return rows.values.map(\.margin)
  }

  private func margin(_ row: Int) throws(InputError) -> ScheduledMargin {
    let name = file.texts(.instrument)?[row] ?? ""
    guard !name.isEmpty else {
      throw refusal(row, .instrument, "the instrument's name is empty", "write its name")
    }
    let sideText = file.texts(.side)?[row] ?? ""
    guard let side = Side(rawValue: sideText) else {
      throw refusal(row, .side, "\"\(sideText)\" is not a side", "write long or short")
    }
    let initial = try rate(row, .initialMargin)
    guard
      let rates = MarginRates(initial: initial, maintenance: try rate(row, .maintenanceMargin))
    else {
      throw refusal(
        row, .maintenanceMargin, "the maintenance margin is above the initial margin",
        "correct one of them")
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
      throw refusal(
        row, column, "the field is blank", "write a fraction of notional, such as 0.0875")
    }
    guard let rate = MarginRate(fraction: number), rate >= .zero else {
      throw refusal(
        row, column, "\"\(number)\" is not a margin rate",
        "write a fraction of notional with at most six decimals, such as 0.0875")
    }
    return rate
  }

  private func date(
    _ row: Int, _ column: ScheduleColumn
  ) throws(InputError) -> Timestamp? {
    guard let text = file.texts(column)?[row], !text.isEmpty else { return nil }
    guard let time = Timestamp(text) else {
      throw refusal(
        row, column, "\"\(text)\" is not a date", "expected an ISO 8601 date, such as 2024-06-28")
    }
    return time
  }

  private func refusal(
    _ row: Int, _ column: ScheduleColumn, _ problem: String, _ remedy: String
  ) -> InputError {
    file.error(row, column, code: "invalid-value", problem, remedy: remedy)
  }
}

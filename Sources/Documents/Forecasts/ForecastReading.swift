internal import Backtesting
internal import Instruments
internal import MarketData
internal import RiskMeasures
internal import Text

/// The state of converting the rows of a forecast file to records.
struct ForecastReading {
  private(set) var series: [Series] = []
  private let file: CSVColumns<ForecastColumn>
  private let options: ForecastFile.Options
  private let forecast: ForecastColumn
  private let outcome: ForecastColumn
  private let stem: String
  private let subjects: SubjectReading
  private var indices: [ForecastRecord.Subject: Int] = [:]
  private var last: Int?

  struct Series {
    var record: ForecastRecord
    let firstRow: Int
    /// The date of the last row, whether selected or not.
    var lastDate: Timestamp?
  }

  init(
    _ file: CSVColumns<ForecastColumn>, _ options: ForecastFile.Options
  ) throws(InputError) {
    self.file = file
    self.options = options
    let present = ForecastColumn.forecasts.filter { file.names[$0.column] != nil }
    forecast = try Self.one(
      of: present.map(\.column), in: file, "forecast",
      wanted: "valueAtRisk, maintenanceMargin or initialMargin")
    outcome = try Self.one(
      of: [.loss, .marketMove].filter { file.names[$0] != nil }, in: file, "outcome",
      wanted: "loss or return")
    let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
    stem = name.hasSuffix(".csv") ? String(name.dropLast(4)) : name
    subjects = SubjectReading(
      file: file, options: options, stem: stem, rate: present.first?.rate ?? "model")
  }

  /// The single column of a kind.
  private static func one(
    of columns: [ForecastColumn], in file: CSVColumns<ForecastColumn>, _ kind: String,
    wanted: String
  ) throws(InputError) -> ForecastColumn {
    guard let column = columns.first, columns.count == 1 else {
      // The header is before the first row.
      throw file.error(
        -1, columns.last, code: columns.isEmpty ? "missing-column" : "duplicate-column",
        columns.isEmpty
          ? "no column contains the \(kind)" : "more than one column contains the \(kind)",
        remedy: "name one column \(wanted)")
    }
    return column
  }

  /// Adds a row to its series if it is selected.
  mutating func take(_ row: Int) throws(InputError) {
    guard let subject = try subjects.subject(row) else { return }
    let index = index(of: subject, row)
    let date = file.timestamp(row)
    if let date {
      try checkOrder(date, after: series[index].lastDate, row)
      series[index].lastDate = date
      guard date >= options.from ?? date, date <= options.to ?? date else { return }
    }
    guard let value = number(forecast, row), let loss = loss(row, subject.side) else {
      series[index].record.appendGap(date)
      return
    }
    let transform = number(.transform, row)
    if let transform, !(0 ... 1).contains(transform) {
      throw file.refusal(
        row, .transform, "\"\(transform)\" is not a probability",
        "write P(L ≤ loss) under the forecast distribution, between 0 and 1")
    }
    var entry = ForecastRecord.Entry(
      date: date, loss: loss, forecast: scaled(value),
      expectedShortfall: number(.expectedShortfall, row).map(scaled), transform: transform,
      logDensity: logDensity(row), price: number(.price, row),
      marketReturn: number(.marketReturn, row).map(scaled))
    entry.calculated = number(.calculated, row).map(scaled)
    series[index].record.append(entry)
  }

  private mutating func index(of subject: ForecastRecord.Subject, _ row: Int) -> Int {
    if let last, series[last].record.subject == subject { return last }
    let index = indices[subject] ?? series.count
    if index == series.count {
      series.append(Series(record: ForecastRecord(subject), firstRow: row))
      indices[subject] = index
    }
    last = index
    return index
  }

  private func checkOrder(
    _ date: Timestamp, after last: Timestamp?, _ row: Int
  ) throws(InputError) {
    guard let last, date <= last else { return }
    throw date == last
      ? file.refusal(
        row, .date, "duplicate date \(date) in one series",
        "keep one row per date, or add a column instrument, model or side")
      : file.refusal(
        row, .date, "the date \(date) comes after \(last)",
        "sort the rows of each series by date, ascending")
  }

  private func number(_ column: ForecastColumn, _ row: Int) -> Double? {
    guard let value = file.numbers(column)?[row], !value.isNaN else { return nil }
    return value
  }

  /// ln f of a loss in percent is lower by ln 100 than that of a fraction.
  private func logDensity(_ row: Int) -> Double? {
    number(.logDensity, row).map { options.isPercent ? $0 + 4.605_170_185_988_092 : $0 }
  }

  private func scaled(_ value: Double) -> Double { options.isPercent ? value / 100 : value }

  private func loss(_ row: Int, _ side: Side) -> Double? {
    number(outcome, row).map { value in
      outcome == .marketMove && side == .long ? -scaled(value) : scaled(value)
    }
  }

  /// Rejects a series whose forecasts are all negative, that is, losses written as negative
  /// returns.
  func checkSigns() throws(InputError) {
    for part in series where !part.record.entries.isEmpty {
      guard part.record.entries.allSatisfy({ $0.forecast < 0 }) else { continue }
      throw file.refusal(
        part.firstRow, forecast,
        "every forecast of \(part.record.subject.instrument) is below zero",
        "write a loss, and the forecast of it, as a positive number")
    }
  }
}

internal import Backtesting
internal import Instruments
internal import MarketData
internal import RiskMeasures
internal import Text

/// Reads the subject of a row's forecast.
struct SubjectReading {
  let file: CSVColumns<ForecastColumn>
  let options: ForecastFile.Options
  /// The default name of the instrument and the model.
  let stem: String
  /// The rate of a file without a `rate` column.
  let rate: String

  /// The subject of a row; nil if its side, level or horizon is not selected.
  ///
  /// - Throws: `InputError` for an invalid name or number.
  func subject(_ row: Int) throws(InputError) -> ForecastRecord.Subject? {
    let side: Side =
      try choice(.side, row) ?? (options.sides.count == 1 ? options.sides[0] : .long)
    let level = try level(row)
    let horizon = try horizon(row)
    let isLevelWanted = options.levels.isEmpty || options.levels.contains(level)
    guard isLevelWanted, options.sides.contains(side), horizon == options.horizon ?? horizon else {
      return nil
    }
    let model = try text(.model, row)
    return ForecastRecord.Subject(
      instrument: InstrumentID(rawValue: try text(.instrument, row) ?? stem),
      model: model ?? stem, label: try text(.label, row),
      rate: try choice(.rate, row) ?? BacktestedRate(rawValue: rate) ?? .model, side: side,
      level: level, horizon: horizon, unit: try choice(.lossUnit, row) ?? .fraction)
  }

  private func text(_ column: ForecastColumn, _ row: Int) throws(InputError) -> String? {
    guard let texts = file.texts(column) else { return nil }
    guard !texts[row].isEmpty else {
      throw file.refusal(row, column, "the name is empty", "fill it in, or remove the column")
    }
    return texts[row]
  }

  private func choice<Choice: RawRepresentable & CaseIterable>(
    _ column: ForecastColumn, _ row: Int
  ) throws(InputError) -> Choice? where Choice.RawValue == String {
    guard let texts = file.texts(column) else { return nil }
    guard let choice = Choice(rawValue: texts[row]) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw file.refusal(
        row, column, "\"\(texts[row])\" is not one of \(names)", "write one of them")
    }
    return choice
  }

  private func level(_ row: Int) throws(InputError) -> ConfidenceLevel {
    guard let column = file.numbers(.level) else {
      guard let level = options.levels.first ?? ConfidenceLevel(0.99) else {
        preconditionFailure("0.99 is a confidence level")
      }
      return level
    }
    let value = column[row]
    guard let level = ConfidenceLevel(value) else {
      throw file.refusal(
        row, .level,
        value.isNaN ? "the level is missing" : "\"\(value)\" is not a confidence level",
        "write one above 0.5 and below 1, such as 0.99, with at most six decimals")
    }
    return level
  }

  private func horizon(_ row: Int) throws(InputError) -> Horizon {
    guard let column = file.numbers(.horizon) else { return options.horizon ?? .oneBar }
    guard let bars = Int(exactly: column[row]), bars >= 1 else {
      throw file.refusal(
        row, .horizon, "the horizon is not a whole number of bars",
        "write a whole number, such as 1")
    }
    return Horizon(bars: bars)
  }
}

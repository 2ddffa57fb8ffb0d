public import Backtesting
internal import Calibration
internal import Documents
internal import Instruments
internal import MarketData
internal import RiskMeasures
internal import Text

/// Writes the forecasts of a backtest as a file that `margin backtest --forecasts` reads.
///
/// Numbers round-trip to the same bits. An infinite expected shortfall is `inf`, and a date without
/// a forecast is a row without values. A column states the unit unless it is that of fractions.
public struct ForecastFileRenderer: Sendable {
  /// The forecasts, series by series.
  public let records: [ForecastRecord]

  /// Creates a renderer of forecast records.
  public init(_ records: [ForecastRecord]) { self.records = records }

  /// The file, ending with a newline; without a date column where no forecast has a date.
  public var csv: String {
    let hasDates = records.contains { record in
      record.entries.contains { $0.date != nil } || record.gaps.contains { $0.date != nil }
    }
    let hasUnits = records.contains { $0.subject.unit != .fraction }
    let columns = ForecastColumn.written.filter { column in
      (hasDates || column != .date) && (hasUnits || column != .lossUnit)
    }
    var csv = CSVText(header: columns.map(\.rawValue).joined(separator: ","))
    for record in records {
      var gaps = record.gaps[...]
      for (index, entry) in record.entries.enumerated() {
        while let gap = gaps.first, gap.index <= index {
          csv.append(columns.map { Self.field($0, record.subject, nil, gap.date) })
          gaps.removeFirst()
        }
        csv.append(columns.map { Self.field($0, record.subject, entry, entry.date) })
      }
      for gap in gaps { csv.append(columns.map { Self.field($0, record.subject, nil, gap.date) }) }
    }
    return csv.text
  }

  private static func field(
    _ column: ForecastColumn, _ subject: ForecastRecord.Subject, _ entry: ForecastRecord.Entry?,
    _ date: Timestamp?
  ) -> String {
    switch column {
    case .date: date?.description ?? ""
    case .instrument: subject.instrument.rawValue
    case .model: subject.model
    case .label: subject.label
    case .rate: subject.rate.rawValue
    case .side: subject.side.rawValue
    case .level: CSVText.number(subject.level.probability)
    case .horizon: String(subject.horizon.bars)
    case .lossUnit: subject.unit.rawValue
    case .loss: CSVText.number(entry?.loss)
    case .valueAtRisk, .maintenanceMargin, .initialMargin: extended(entry?.forecast)
    case .expectedShortfall: extended(entry?.expectedShortfall)
    case .transform: CSVText.number(entry?.transform)
    case .logDensity: CSVText.number(entry?.logDensity)
    case .price: CSVText.number(entry?.price)
    case .marketReturn: CSVText.number(entry?.marketReturn)
    case .calculated: CSVText.number(entry?.calculated)
    case .marketMove: ""
    }
  }

  private static func extended(_ value: Double?) -> String {
    value == .infinity ? "inf" : CSVText.number(value)
  }
}

public import Backtesting
public import Instruments
public import MarketData
public import RiskMeasures
public import Text

/// Forecasts with realized losses read from a CSV file, one row per forecast.
///
/// Columns are recognized by name, ignoring case and punctuation: one of `valueAtRisk`,
/// `maintenanceMargin` and `initialMargin`, one of `loss` and `return` (over the horizon of the
/// forecast), and optionally `date`, `instrument`, `model`, `label`, `rate`, `side`, `level`,
/// `horizon`, `expectedShortfall`, `transform` (P(L ≤ loss) under the forecast distribution),
/// `price` and `market-return` (of the bar that ended at the date, for margin changes). Losses and
/// forecasts are positive for money lost, as fractions of notional or in percent, or in price units
/// where a column `lossUnit` says `price`. The rows of each series are in time order.
public struct ForecastFile: Sendable {
  /// One record per series, in order of first appearance; a row without forecast or loss is a gap.
  public let records: [ForecastRecord]
  /// The path of the file.
  public let path: String
  /// The number of rows in the file.
  public let rows: Int

  /// The defaults for missing columns, and the selection of rows.
  public struct Options: Sendable {
    /// Whether numbers are in percent instead of fractions.
    public var isPercent = false
    /// The selected levels; the first is the default of rows without one, else 0.99.
    public var levels: [ConfidenceLevel] = []
    /// The default horizon of rows without one.
    public var horizon: Horizon?
    /// The selected sides; a single one is the default of rows without a side, else long.
    public var sides: [Side] = Side.allCases
    /// The first selected date.
    public var from: Timestamp?
    /// The last selected date.
    public var to: Timestamp?

    /// Options that select all rows.
    public init() {}
  }

  /// Reads a file.
  ///
  /// - Throws: `InputError` if the file is not a CSV file of forecasts.
  public init(
    path: String, options: Options = Options(),
    inspect: ((String, Span<UInt8>) -> Void)? = nil
  ) throws(InputError) {
    let columns = try CSVColumns<ForecastColumn>(
      path: path, inspect: inspect, meaning: { ForecastColumn($0) }, contents: \.contents)
    var reading = try ForecastReading(columns, options)
    for row in 0 ..< columns.rowCount { try reading.take(row) }
    try reading.checkSigns()
    guard !reading.series.isEmpty else {
      throw columns.error(
        0, code: "no-forecasts", "no row has the requested level, side and horizon",
        remedy: "remove --level, --side and --horizon, or use those of the file")
    }
    self.path = path
    rows = columns.rowCount
    records = reading.series.map(\.record)
  }
}

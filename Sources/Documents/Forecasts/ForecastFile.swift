public import Backtesting
public import Instruments
public import MarketData
public import RiskMeasures
public import Text

/// Somebody's forecasts with the losses that followed, read from CSV: a row a forecast.
///
/// Columns by name, letter case and punctuation aside: `value-at-risk`, `maintenance-margin` or
/// `initial-margin` (one of them), `loss` or `return` (one of them, over the horizon of the forecast), and
/// as far as known `date`, `instrument`, `model`, `label`, `rate`, `side`, `level`, `horizon`,
/// `expected-shortfall`, `transform` (P(L ≤ loss) under the forecast law), `price` and `market-return` (of
/// the bar that ended at the date, for the moves of a margin). Losses and forecasts are positive for
/// money lost, fractions of notional or percent. The rows of one series are in the order of time.
public struct ForecastFile: Sendable {
  /// One record a series, in the order of their first rows; a row without forecast or loss is a gap.
  public let records: [ForecastRecord]
  /// The path of the file.
  public let path: String
  /// The rows of the file.
  public let rows: Int

  /// What a file leaves open, and which part of it is wanted.
  public struct Options: Sendable {
    /// Whether numbers are percent, not fractions.
    public var isPercent = false
    /// The levels that are wanted; the first is that of rows without one, which else is 0.99.
    public var levels: [ConfidenceLevel] = []
    /// The horizon of rows without one.
    public var horizon: Horizon?
    /// The sides that are wanted; one alone is also that of rows without one, which are else long.
    public var sides: [Side] = Side.allCases
    /// The first date that is wanted.
    public var from: Timestamp?
    /// The last date that is wanted.
    public var to: Timestamp?

    /// Options that leave nothing out.
    public init() {}
  }

  /// Reads a file.
  ///
  /// - Throws: `InputError` for what is no CSV or no forecast.
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
        0, code: "no-forecasts", "no row has the level, side and horizon that were asked for",
        remedy: "leave out --level, --side and --horizon, or name those of the file")
    }
    self.path = path
    rows = columns.rowCount
    records = reading.series.map(\.record)
  }
}

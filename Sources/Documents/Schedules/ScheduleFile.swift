public import Instruments
public import Margin
public import MarketData
internal import RiskMeasures
public import Text

/// The margins of one date in a file of `margin calibrate`, with their basis.
///
/// Either JSON of schema `margin.schedule/1`, as one object or the lines of a history, or CSV of
/// one date or a history. CSV has the rates, the level and the horizon, but not the policy, the
/// steps and the inputs.
public struct ScheduleFile: Sendable {
  /// The path of the file as given.
  public let path: String
  /// The SHA-256 of the file.
  public let sha256: String
  /// The form of the file.
  public let form: Form
  /// The latest date of the margins; nil if undated.
  public let asOf: Timestamp?
  /// The margins, by instrument and side.
  public let margins: [ScheduledMargin]
  /// The unit of the margins.
  public let unit: LossUnit
  /// The terms of the policy; nil for CSV.
  public let terms: Terms?
  /// The instruments without a margin according to the schedule, with its reasons.
  public let failures: [Failure]

  /// The form of a file.
  public enum Form: String, Hashable, Sendable, CaseIterable {
    case json, csv
  }

  /// The settings and inputs behind the numbers.
  public struct Terms: Sendable {
    /// The resolved configuration.
    public let policy: JSON
    /// The name of the model.
    public let model: String?
    /// The version, the seed and the input files.
    public let provenance: Provenance
    /// The increment to which published rates were rounded up; nil if the policy does not state it.
    public let roundingStep: MarginRate?
    /// The rate to which the level applies; the waterfall has its steps.
    public let covers: CoveredRate?
  }

  /// An instrument, or one side of it, without a margin.
  public struct Failure: Hashable, Sendable {
    /// The instrument; nil if a file could not be read.
    public let instrument: String?
    /// The side; nil for both.
    public let side: Side?
    /// What went wrong.
    public let message: String
  }

  /// Reads the margins as of a date, the last date by default.
  ///
  /// - Throws: `InputError` if the file cannot be read or contains no margins.
  public init(path: String, asOf: Timestamp? = nil) throws(InputError) {
    let bytes = try Self.contents(of: path)
    switch bytes.first(where: { $0 > 0x20 && $0 < 0x80 }) {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let reading = try ScheduleReading(bytes, path: path, asOf: asOf)
      self.init(
        path: path, sha256: SHA256.hexadecimal(of: bytes.span), form: .json,
        margins: try reading.margins(), unit: reading.document.unit ?? .fraction,
        terms: Terms(reading.document),
        failures: reading.document.failures.map { failure in
          Failure(
            instrument: failure.instrument, side: failure.side.flatMap(Side.init),
            message: failure.message ?? "")
        })
    default:
      let rows = try ScheduleRows(bytes, path: path)
      self.init(
        path: path, sha256: SHA256.hexadecimal(of: bytes.span), form: .csv,
        margins: try rows.margins(asOf: asOf), unit: rows.unit, terms: nil, failures: [])
    }
  }

  private init(
    path: String, sha256: String, form: Form, margins: [ScheduledMargin], unit: LossUnit,
    terms: Terms?, failures: [Failure]
  ) {
    self.path = path
    self.sha256 = sha256
    self.form = form
    self.asOf = margins.compactMap(\.asOf).max()
    self.margins = margins.sorted { ($0.instrument, $0.side) < ($1.instrument, $1.side) }
    self.unit = unit
    self.terms = terms
    self.failures = failures
  }

  /// The names of the instruments, sorted.
  public var instruments: [InstrumentID] { Set(margins.map(\.instrument)).sorted() }
}

/// The margin of one instrument and side in a file, with the numbers that the file contains.
public struct ScheduledMargin: Sendable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The side of the position.
  public let side: Side
  /// The date of the last price; nil for an undated series.
  public let asOf: Timestamp?
  /// The first bar on which the margin is in force.
  public let effectiveFrom: Timestamp?
  /// The published rates.
  public let rates: MarginRates
  /// The published maximum leverage; nil if the file has none.
  public let maximumLeverage: Leverage?
  /// The confidence level.
  public let level: Double?
  /// The horizon of the model in bars.
  public let horizonBars: Int?
  /// The margin period of risk; nil for CSV.
  public let periodOfRisk: MarginPeriodOfRisk?
  /// The name of the measure; nil for CSV.
  public let measure: String?
  /// The name of the sample quantile convention; nil for CSV.
  public let quantileConvention: String?
  /// The value at risk as a fraction of notional.
  public let valueAtRisk: Double?
  /// The 95 % interval of the measure.
  public let interval: RiskInterval
  /// The lines of the waterfall; empty for CSV.
  public let steps: [WaterfallChange.Step]

  /// The published maximum leverage, else the one that the initial margin allows; nil for zero
  /// margin.
  public var highestLeverage: Leverage? { maximumLeverage ?? rates.maximumLeverage }
}

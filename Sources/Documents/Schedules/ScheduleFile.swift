public import Instruments
public import Margin
public import MarketData
internal import RiskMeasures
public import Text

/// The margins of one date as a file of `margin calibrate` states them, with what they rest on.
///
/// JSON of contract `margin.schedule/1`, one object or the lines of a history, or CSV of one date or a history.
/// CSV tells the rates, the level and the horizon, but not the policy, the steps and the inputs.
public struct ScheduleFile: Sendable {
  /// The path of the file, as it was given.
  public let path: String
  /// The SHA-256 of the file.
  public let sha256: String
  /// The form that was read.
  public let form: Form
  /// The latest date among the margins; nil for undated ones.
  public let asOf: Timestamp?
  /// The margins, by instrument and side.
  public let margins: [ScheduledMargin]
  /// What the policy was; nil in CSV.
  public let terms: Terms?
  /// The instruments that the schedule says have no margin, and why, as it says it.
  public let failures: [Failure]

  /// The form of a file.
  public enum Form: String, Hashable, Sendable, CaseIterable {
    case json, csv
  }

  /// The settings and inputs behind the numbers.
  public struct Terms: Sendable {
    /// The configuration as resolved.
    public let policy: JSON
    /// The name of the model.
    public let model: String?
    /// The version, the seed and the files that were read.
    public let provenance: Provenance
    /// What published rates were rounded up to; nil where the policy does not tell.
    public let roundingStep: MarginRate?
    /// The rate that the level is for, whose steps the waterfall has.
    public let covers: CoveredRate?
  }

  /// An instrument, or one side of it, without a margin.
  public struct Failure: Hashable, Sendable {
    /// The instrument; nil where a file could not be read.
    public let instrument: String?
    /// The side; nil for both.
    public let side: Side?
    /// What happened.
    public let message: String
  }

  /// Reads the margins as of a date, the last one where none is named.
  ///
  /// - Throws: `InputError` where the file cannot be read or holds no margins.
  public init(path: String, asOf: Timestamp? = nil) throws(InputError) {
    let bytes = try Self.contents(of: path)
    switch bytes.first(where: { $0 > 0x20 && $0 < 0x80 }) {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let reading = try ScheduleReading(bytes, path: path, asOf: asOf)
      self.init(
        path: path, sha256: SHA256.hexadecimal(of: bytes.span), form: .json,
        margins: try reading.margins(), terms: Terms(reading.document),
        failures: reading.document.failures.map { failure in
          Failure(
            instrument: failure.instrument, side: failure.side.flatMap(Side.init),
            message: failure.message ?? "")
        })
    default:
      self.init(
        path: path, sha256: SHA256.hexadecimal(of: bytes.span), form: .csv,
        margins: try ScheduleRows(bytes, path: path).margins(asOf: asOf), terms: nil, failures: [])
    }
  }

  private init(
    path: String, sha256: String, form: Form, margins: [ScheduledMargin], terms: Terms?,
    failures: [Failure]
  ) {
    self.path = path
    self.sha256 = sha256
    self.form = form
    self.asOf = margins.compactMap(\.asOf).max()
    self.margins = margins.sorted { ($0.instrument, $0.side) < ($1.instrument, $1.side) }
    self.terms = terms
    self.failures = failures
  }

  /// The names of the instruments, sorted.
  public var instruments: [InstrumentID] { Set(margins.map(\.instrument)).sorted() }
}

/// The margin of one instrument and side in a file, each number as far as the file tells it.
public struct ScheduledMargin: Sendable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The side of the position.
  public let side: Side
  /// The date of its last price; nil for an undated series.
  public let asOf: Timestamp?
  /// The first bar on which it is in force.
  public let effectiveFrom: Timestamp?
  /// The published rates.
  public let rates: MarginRates
  /// The highest leverage that is published; nil where the file tells none.
  public let maximumLeverage: Leverage?
  /// The confidence level.
  public let level: Double?
  /// The horizon of the model, in bars.
  public let horizonBars: Int?
  /// The margin period of risk; nil in CSV.
  public let periodOfRisk: MarginPeriodOfRisk?
  /// The name of the measure; nil in CSV.
  public let measure: String?
  /// The name of the sample quantile convention; nil in CSV.
  public let quantileConvention: String?
  /// The value at risk, a fraction of notional.
  public let valueAtRisk: Double?
  /// The 95 % interval of the measure.
  public let interval: RiskInterval
  /// The lines of the waterfall; empty in CSV.
  public let steps: [WaterfallChange.Step]

  /// The highest leverage that is published, or that the initial margin allows; nil for no margin.
  public var highestLeverage: Leverage? { maximumLeverage ?? rates.maximumLeverage }
}

internal import Text

/// The data read from a set of files, with the failures.
public struct LoadedPrices: Sendable {
  /// Price histories by instrument; empty when the files hold returns.
  public let panel: PricePanel
  /// Return series by instrument, sorted by identifier; empty when the files hold prices.
  public let returns: [ReturnSeries]
  /// The instruments and files that could not be read, sorted by file, then by line.
  public let failures: [InstrumentFailure]
  /// The missing values of each loaded instrument that has any, sorted by identifier.
  public let missing: [MissingPriceCount]
  /// What was found in the data, by file and instrument.
  public let findings: [DataFinding]
  /// The files, sorted by path.
  public let inputs: [InputFile]

  /// The first rejected row of each failure that has one.
  public var rejects: [RejectedRow] {
    failures.compactMap { if case .row(let row) = $0.error { row } else { nil } }
  }

}

extension LoadedPrices {
  /// The data of some of the instruments; files that failed as a whole stay.
  public func keeping(_ instruments: Set<InstrumentID>) -> Self {
    func isKept(_ instrument: InstrumentID?) -> Bool {
      instrument.map(instruments.contains) ?? true
    }
    return Self(
      panel: PricePanel(panel.histories.filter { isKept($0.instrument) }),
      returns: returns.filter { isKept($0.instrument) },
      failures: failures.filter { isKept($0.instrument) },
      missing: missing.filter { isKept($0.instrument) },
      findings: findings.filter { isKept($0.instrument) }, inputs: inputs)
  }
}

/// An instrument, or a whole file, that could not be read.
public struct InstrumentFailure: Hashable, Sendable {
  /// The instrument; nil when the whole file failed before its instruments were known.
  public let instrument: InstrumentID?
  /// The path of the file.
  public let file: String
  /// The error.
  public let error: MarketDataError

  /// The location, what is wrong and how to fix it, in one sentence.
  public var message: String { error.message }
}

/// The shape of a file.
public enum FileShape: String, Hashable, Sendable, Codable {
  /// One instrument: a date, a close and optionally open, high, low and volume.
  case oneInstrument = "one-instrument"
  /// A date and one column per instrument.
  case wide
  /// One row per date and instrument.
  case long
  /// No dates, one series per numeric column.
  case undated
}

/// A file that was read, or that was tried.
public struct InputFile: Hashable, Sendable {
  /// The path as given or found.
  public let path: String
  /// The shape of the file; nil if reading failed before it was known.
  public let shape: FileShape?
  /// The number of rows after the header.
  public let rows: Int
  /// The number of rows with a field that could not be read.
  public let rejected: Int
  /// The size in bytes.
  public internal(set) var byteCount: Int
  /// The columns that were not read, or dropped for a missing or invalid value, in file order.
  public internal(set) var unusedColumns: [String]
  /// The number of lines that are neither blank nor values nor the names of the columns.
  public let skippedLines: Int
  /// How the file was taken to be written; nil if that could not be told.
  public internal(set) var format: InputFormat?
}

/// How a file was taken to be written.
public struct InputFormat: Hashable, Sendable {
  /// The text encoding, as iconv names it.
  public let encoding: String
  /// The character between fields.
  public let delimiter: String
  /// The decimal mark; nil where no number has one.
  public let decimalMark: String?
  /// The column of dates; nil without one.
  public let dateColumn: String?
  /// The column of times of day, where that is another.
  public let clockColumn: String?
  /// How the dates are written, as ``DateNotation/name`` has it; nil without dates.
  public let dateNotation: String?
  /// The columns that are prices.
  public let priceColumns: [String]
}

extension CSVLayout {
  /// What the file was taken for.
  func format(encoding: String) -> InputFormat {
    let dates = dates
    return InputFormat(
      encoding: encoding, delimiter: String(UnicodeScalar(delimiter)),
      decimalMark: numbers.decimalMark.map { $0 == .comma ? "," : "." },
      dateColumn: dates.map { columns[$0.field] },
      clockColumn: dates?.clockField.map { columns[$0] }, dateNotation: dates?.notation.name,
      priceColumns: slots.filter { $0.role == .close || $0.role == .ask }.map(\.name))
  }
}

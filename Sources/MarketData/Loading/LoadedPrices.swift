/// Everything that was read from a set of files, and what could not be.
public struct LoadedPrices: Sendable {
  /// Price histories by instrument; empty when the files hold returns.
  public let panel: PricePanel
  /// Return series by instrument, sorted by identifier; empty when the files hold prices.
  public let returns: [ReturnSeries]
  /// Instruments and files that could not be read, sorted by file, then by line.
  public let failures: [InstrumentFailure]
  /// The missing values of each loaded instrument that has some, sorted by identifier.
  public let missing: [MissingPriceCount]
  /// The files, sorted by path.
  public let inputs: [InputFile]

  /// The first rejected row of each failure that has one.
  public var rejects: [RejectedRow] {
    failures.compactMap { if case .row(let row) = $0.error { row } else { nil } }
  }

}

/// An instrument, or a whole file, that could not be read.
public struct InstrumentFailure: Hashable, Sendable {
  /// The instrument; nil when the whole file failed before its instruments were known.
  public let instrument: InstrumentID?
  /// The path of the file.
  public let file: String
  /// Why.
  public let error: MarketDataError

  /// One sentence for people: where, what was found, and what to do.
  public var message: String { error.message }
}

/// What one file is taken for.
public enum FileShape: String, Hashable, Sendable, Codable {
  /// One instrument: date, close and perhaps open, high, low, volume.
  case oneInstrument = "one-instrument"
  /// A date, then a column an instrument.
  case wide
  /// A row a date and instrument.
  case long
  /// No dates: a series a numeric column.
  case undated
}

/// A file that was read.
public struct InputFile: Hashable, Sendable {
  /// The path as it was given or found.
  public let path: String
  /// What the file was taken for; nil when it failed before that was known.
  public let shape: FileShape?
  /// Rows after the header.
  public let rows: Int
  /// Rows with a field that could not be read.
  public let rejected: Int
  /// The size in bytes.
  public let byteCount: Int
  /// Columns that were not read, or not kept because a value in them is missing or unfit, in the file's order.
  public let unusedColumns: [String]
}

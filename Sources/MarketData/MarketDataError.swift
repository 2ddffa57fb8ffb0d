public import Text

/// The reasons why market data could not be read or aligned.
public enum MarketDataError: Error, Hashable, Sendable {
  /// The file at the path cannot be read as text.
  case file(String, FileFault)
  /// The folder contains no file whose name ends in `.csv`.
  case noCSV(folder: String)
  /// No path was given.
  case noPaths
  /// A row or a field that makes its file or its instrument unusable.
  case row(RejectedRow)
  /// A finding on the data whose treatment is to reject them.
  case finding(String, DataFinding)
  /// The last price is too many days older than the latest of all, and than the options allow.
  case tooOld(String, last: CalendarDate, days: Int, allowed: Int)
  /// One instrument has prices in two files or columns.
  case duplicateInstrument(InstrumentID, first: PriceSource, second: PriceSource)
  /// Series of different return conventions cannot share a panel.
  case mixedConventions
  /// Dated and undated series, or undated series of these lengths, cannot share a panel.
  case mixedAxes(counts: [Int])
  /// The series have fewer than two times in common.
  case noCommonDates([InstrumentID])
  /// The bars of an instrument, of this length, do not fit in the periods to which they should be
  /// combined; a nil length is that of an undated history.
  case unsuitableBars(InstrumentID, of: BarLength?, to: BarPeriod)
}

extension MarketDataError: CustomStringConvertible {
  /// The same as ``message``.
  public var description: String { message }

  /// The location, what is wrong and how to fix it, in one sentence.
  public var message: String {
    switch self {
    case .file(let path, .notText):
      "\(path): not text; name its encoding with --encoding, such as --encoding ISO-8859-1"
    case .file(let path, let fault): fault.csvError(path).message
    case .noCSV(let folder): "\(folder): no .csv file in this folder; name a file or another folder"
    case .noPaths: "no input; name a CSV file or a folder of CSV files"
    case .row(let row): row.message
    case .finding(let path, let finding):
      "\(path): \(finding.kind.rawValue): \(finding.message); \(finding.remedy)"
    case .tooOld(let path, let last, let days, let allowed):
      "\(path): the last price is of \(last), \(days) days old; update the file, or allow more "
        + "than --max-age \(allowed)"
    case .duplicateInstrument(let instrument, let first, let second):
      "\(second.file), line \(second.firstLine), column \"\(second.column)\": "
        + "\(instrument) is already in \(first.file), line \(first.firstLine); keep one of the two"
    case .mixedConventions: "a panel cannot mix simple and log returns; convert one of them"
    case .mixedAxes(let counts) where counts.isEmpty:
      "a panel cannot mix dated and undated series; add dates to the undated ones"
    case .mixedAxes(let counts):
      "undated series of \(counts.map(String.init).joined(separator: ", ")) values cannot share a panel; "
        + "give them the same length, or dates"
    case .noCommonDates(let instruments):
      "fewer than two dates are common to \(instruments.map(\.rawValue).joined(separator: ", ")); "
        + "remove the shortest history"
    case .unsuitableBars(let instrument, nil, let period):
      "\(instrument): bars without dates cannot be combined to \(period); add dates, or remove --bars"
    case .unsuitableBars(let instrument, let length?, let period):
      "\(instrument): \(length.name) bars do not fit in bars of \(period); give --bars a multiple "
        + "of their length, or remove it"
    }
  }
}

extension MarketDataError {
  /// The error of a rejected CSV file.
  init(_ refusal: CSVRefusal, _ path: String) {
    self =
      switch refusal {
      case .file(let fault): .file(path, fault)
      case .line(let line, let column, let fault):
        .row(RejectedRow(file: path, line: line, column: column, reason: .csv(fault)))
      }
  }
}

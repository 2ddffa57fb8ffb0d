/// Why market data could not be read or brought together.
public enum MarketDataError: Error, Hashable, Sendable {
  /// No file or folder has the path.
  case missingFile(String)
  /// The path names a folder where a file is wanted.
  case isFolder(String)
  /// The system refuses to open or read the file, for the reason given.
  case unreadable(String, reason: String)
  /// The file holds nothing.
  case emptyFile(String)
  /// The file is binary or not in UTF-8; the line at which that shows.
  case notText(String, line: Int)
  /// The folder holds no file whose name ends in `.csv`.
  case noCSV(folder: String)
  /// Not one path was given.
  case noPaths
  /// A row or a field that spoils its file or its instrument.
  case row(RejectedRow)
  /// One instrument has prices in two places.
  case duplicateInstrument(InstrumentID, first: PriceSource, second: PriceSource)
  /// Series of different return conventions cannot share a panel.
  case mixedConventions
  /// Dated and undated series, or undated series of these lengths, cannot share a panel.
  case mixedAxes(counts: [Int])
  /// The series have no two times in common.
  case noCommonDates([InstrumentID])
}

extension MarketDataError: CustomStringConvertible {
  /// ``message``.
  public var description: String { message }

  /// One sentence for people: where, what was found, and what to do.
  public var message: String {
    switch self {
    case .missingFile(let path): "\(path): no such file or folder; check the path"
    case .isFolder(let path): "\(path): is a folder, not a file; name a file in it"
    case .unreadable(let path, let reason): "\(path): cannot be read (\(reason)); check permissions"
    case .emptyFile(let path):
      "\(path), line 1: the file is empty; write a header and prices into it, or leave it out"
    case .notText(let path, let line):
      "\(path), line \(line): not UTF-8 text; unpack the file, or save it as CSV in UTF-8"
    case .noCSV(let folder): "\(folder): no .csv file in this folder; name a file or another folder"
    case .noPaths: "no input; name a CSV file or a folder of CSV files"
    case .row(let row): row.message
    case .duplicateInstrument(let instrument, let first, let second):
      "\(second.file), line \(second.firstLine), column \"\(second.column)\": "
        + "\(instrument) is already in \(first.file), line \(first.firstLine); keep one of the two"
    case .mixedConventions: "simple and log returns in one panel; convert one of them"
    case .mixedAxes(let counts) where counts.isEmpty:
      "dated and undated series in one panel; add dates to the undated ones"
    case .mixedAxes(let counts):
      "undated series of \(counts.map(String.init).joined(separator: ", ")) values in one panel; "
        + "give them the same length, or dates"
    case .noCommonDates(let instruments):
      "fewer than two dates are common to \(instruments.map(\.rawValue).joined(separator: ", ")); "
        + "leave out the shortest history"
    }
  }
}

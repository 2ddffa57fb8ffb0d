public import Text

/// A value read from files, with the rejected rows.
public struct Loaded<Value: Sendable>: Sendable {
  /// The value read.
  public let value: Value
  /// The rejected rows, in the order of file and line.
  public let rejects: [RejectedRow]

  /// A value with the rows left out of it.
  public init(value: Value, rejects: [RejectedRow]) {
    self.value = value
    self.rejects = rejects
  }
}

extension Loaded: Equatable where Value: Equatable {}

/// A row, or one field of it, that cannot be read.
public struct RejectedRow: Hashable, Sendable {
  /// The path of the file.
  public let file: String
  /// The line in the file, counted from 1.
  public let line: Int
  /// The name of the column; nil for the whole row.
  public let column: String?
  /// What is wrong.
  public let reason: Reason

  /// A fault at a location in a file.
  public init(file: String, line: Int, column: String? = nil, reason: Reason) {
    self.file = file
    self.line = line
    self.column = column
    self.reason = reason
  }
}

extension RejectedRow {
  /// What is wrong with a row or a field.
  public enum Reason: Error, Hashable, Sendable {
    /// A fault that can occur in any CSV file.
    case csv(CSVFault)
    /// The price is zero or negative.
    case notPositive(found: String)
    /// The field is a simple return of −100 % or less.
    case totalLoss(found: String)
    /// The field is blank and the policy is ``MissingPricePolicy/refuse``.
    case missingPrice
    /// The field is not a date in the notation of its column.
    case unreadableDate(found: String)
    /// The line of a list of holidays is not an ISO 8601 date.
    case notISODate(found: String)
    /// Several orders of day, month and year fit all dates of the column.
    case ambiguousDates(found: String, [DateNotation.PartOrder])
    /// Two columns hold different dates.
    case severalDates(String, String)
    /// Two rows of different values have one date.
    case duplicateDate(found: String)
    /// The options name a zone, and the times have an offset from UTC, or there are none.
    case unusedZone
    /// The date is not in the order that the options state.
    case otherOrder(found: String, after: String)
    /// The options name a column that the file does not have.
    case noSuchColumn(name: String, found: [String])
    /// The only values are in a column of returns.
    case holdsReturns
    /// The currency differs from that of the rows before.
    case mixedCurrency(before: String, after: String)
    /// The field with the instrument's name is empty.
    case noInstrument
    /// No column has a known name of a price column.
    case noPriceColumn(found: [String])
    /// The file has no column of adjusted closes, which the options require.
    case noAdjustedClose(found: [String])
    /// The file has a column of instrument names but no dates.
    case noDateColumn(found: [String])
    /// The column contains no value.
    case noValues
  }
}

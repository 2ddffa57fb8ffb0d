public import Text

/// A value read from files, with the rows that were not fit for it.
public struct Loaded<Value: Sendable>: Sendable {
  /// What could be read.
  public let value: Value
  /// The rows that could not, in the order of file and line.
  public let rejects: [RejectedRow]

  /// Pairs a value with what was left out of it.
  public init(value: Value, rejects: [RejectedRow]) {
    self.value = value
    self.rejects = rejects
  }
}

extension Loaded: Equatable where Value: Equatable {}

/// A row, or one field of it, that cannot be read as what it should be.
public struct RejectedRow: Hashable, Sendable {
  /// The path of the file.
  public let file: String
  /// The line in the file, counted from 1.
  public let line: Int
  /// The name of the column; nil when the whole row is meant.
  public let column: String?
  /// What is wrong.
  public let reason: Reason

  /// Names a place in a file and what is wrong there.
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
    /// A fault that any CSV file can have.
    case csv(CSVFault)
    /// The field is zero or below, where a price is wanted.
    case notPositive(found: String)
    /// The field is a simple return of −100 % or less.
    case totalLoss(found: String)
    /// The field is blank and ``MissingPricePolicy/refuse`` holds.
    case missingPrice
    /// The field is not an ISO 8601 date.
    case unreadableDate(found: String)
    /// The date is that of the row before.
    case duplicateDate(found: String)
    /// The date is earlier than that of the row before.
    case unsorted(found: String, previous: String)
    /// The field that names the instrument is empty.
    case noInstrument
    /// The first line holds values where names are wanted.
    case noHeader
    /// No column has a name under which prices are known.
    case noPriceColumn(found: [String])
    /// The file has no column of adjusted closes, which the options ask for.
    case noAdjustedClose(found: [String])
    /// The file names instruments in a column but has no dates.
    case noDateColumn(found: [String])
    /// The fields are separated by another character than a comma.
    case wrongSeparator(found: String)
    /// The column holds not one value.
    case noValues
  }
}

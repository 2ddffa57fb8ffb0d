public import Text

/// How the values of a file are written, where it shall not be inferred.
public struct CSVFormatOptions: Hashable, Sendable {
  /// How dates are written.
  public var dateNotation: DateNotation?
  /// The name of the column of dates.
  public var dateColumn: String?
  /// The name of the column that is the price.
  public var priceColumn: String?
  /// The character between fields.
  public var delimiter: UInt8?
  /// The mark between units and decimals.
  public var decimalMark: NumberNotation.DecimalMark?
  /// The name of the text encoding, as iconv knows it.
  public var encoding: String?
  /// The number of lines at the start that are not read.
  public var skippedLines: Int
  /// The row that counts where two rows have one date.
  public var duplicates: DuplicateRule?
  /// The order of the rows; a dated file in another order is refused.
  public var order: RowSequence?
  /// The currency of the rows that are read, where a column states it; nil for all.
  public var currency: String?
  /// The zone of times without an offset from UTC.
  public var timeZone: TimeZoneRules?

  /// Options that infer everything by default.
  public init(
    dateNotation: DateNotation? = nil, dateColumn: String? = nil, priceColumn: String? = nil,
    delimiter: UInt8? = nil, decimalMark: NumberNotation.DecimalMark? = nil,
    encoding: String? = nil, skippedLines: Int = 0, duplicates: DuplicateRule? = nil,
    order: RowSequence? = nil, currency: String? = nil, timeZone: TimeZoneRules? = nil
  ) {
    self.dateNotation = dateNotation
    self.dateColumn = dateColumn
    self.priceColumn = priceColumn
    self.delimiter = delimiter
    self.decimalMark = decimalMark
    self.encoding = encoding
    self.skippedLines = skippedLines
    self.duplicates = duplicates
    self.order = order
    self.currency = currency
    self.timeZone = timeZone
  }
}

/// The order of the rows of a file.
public enum RowSequence: String, Hashable, Sendable, CaseIterable {
  /// Oldest first.
  case ascending
  /// Newest first.
  case descending
}

/// The row that counts where two rows of an instrument have one date and different values.
public enum DuplicateRule: String, Hashable, Sendable, CaseIterable {
  case first, last
}

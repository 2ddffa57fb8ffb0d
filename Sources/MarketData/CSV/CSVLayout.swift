internal import Text

/// The layout of a file, inferred from its first lines: its shape, the meaning of its columns and
/// how their values are written.
struct CSVLayout: Sendable {
  /// One column of numbers.
  struct Slot: Sendable {
    /// The role of the numbers.
    enum Role: Sendable { case close, ask, adjustedClose, open, high, low, volume }

    let role: Role
    let field: Int
    let name: String
    /// The exclusive lower bound of the numbers.
    let floor: Double
    /// Whether a number that is not above the bound is left out.
    let isFloorSoft: Bool
  }

  /// The columns of dates and how they are written.
  struct Dates: Sendable {
    let field: Int
    /// The column of times of day, where they stand apart from the dates.
    let clockField: Int?
    var notation: DateNotation
    /// The orders of year, month and day that fit the first lines; one or none if that is settled.
    var candidates: [DateNotation.PartOrder] = []
  }

  var shape: FileShape
  /// The column names in the file, or `#1`, `#2`… if it has none.
  let columns: [String]
  var dates: Dates?
  let instrumentField: Int?
  let currencyField: Int?
  var slots: [Slot] = []
  let delimiter: UInt8
  var numbers = NumberNotation(decimalMark: nil)
  /// The number of bytes before the first row of values.
  let bodyOffset: Int
  /// The line of the first row of values, counted from 1.
  let firstLine: Int
  /// The number of lines before the names of the columns.
  let bannerCount: Int

  var dateField: Int? { dates?.field }

  /// The name of the column of dates, for messages.
  var dateName: String { dateField.map { columns[$0] } ?? "" }

  /// The names of the columns that are not read.
  var unusedColumns: [String] {
    let used = Set(
      [dateField, dates?.clockField, instrumentField].compactMap(\.self)
        + slots.filter { $0.role != .adjustedClose }.map(\.field))
    return columns.indices.filter { !used.contains($0) }.map { columns[$0] }
  }
}

internal import Text

/// A table of short text cells.
public struct TextTable: Sendable {
  /// A table column with its head.
  public struct Column: Sendable {
    /// The column head.
    public let head: String
    /// The alignment of the cells.
    public let alignment: Alignment
    /// The priority with which the column is kept on a narrow page.
    public let priority: Priority
    /// The tone of particular words in the column.
    public let tones: [String: Tone]

    /// Returns a column of words.
    public static func text(_ head: String, _ priority: Priority = .useful) -> Column {
      Column(head: head, alignment: .left, priority: priority, tones: [:])
    }

    /// Returns a column of words with tones.
    public static func word(
      _ head: String, _ tones: [String: Tone], _ priority: Priority = .essential
    ) -> Column {
      Column(head: head, alignment: .left, priority: priority, tones: tones)
    }

    /// Returns a column of numbers.
    public static func number(_ head: String, _ priority: Priority = .useful) -> Column {
      Column(head: head, alignment: .right, priority: priority, tones: [:])
    }
  }

  /// The alignment of the cells of a column.
  public enum Alignment: Sendable {
    /// Left-aligned, for words.
    case left
    /// Right-aligned, for numbers.
    case right
  }

  /// The priority of a column on a narrow page: details are dropped first, from the right.
  public enum Priority: Int, Comparable, Sendable {
    /// Never dropped.
    case essential
    /// Dropped after all details.
    case useful
    /// Dropped first.
    case detail

    /// Returns whether the first column is kept longer than the second.
    public static func < (a: Priority, b: Priority) -> Bool { a.rawValue < b.rawValue }
  }

  /// The columns.
  public let columns: [Column]
  /// The rows, with one cell per column.
  public private(set) var rows: [[String]] = []
  /// Sentences printed directly below the table.
  public var notes: [String] = []
  /// The indent of each line of text, in spaces.
  var indent = 2

  /// Creates a table without rows.
  public init(_ columns: [Column]) { self.columns = columns }

  /// Appends a row with one cell per column.
  public mutating func append(_ row: [String]) {
    precondition(
      row.count == columns.count, "\(row.count) cells in a table of \(columns.count) columns")
    rows.append(row)
  }

  /// The table without characters that a terminal would act on; line feeds of heads are kept.
  var printable: TextTable {
    var table = self
    table.rows = rows.map { row in row.map { $0.printable() } }
    table.notes = notes.map { $0.printable(keepingLines: true) }
    return table
  }

  /// Returns the table with notes below it.
  func noting(_ notes: String...) -> TextTable {
    var table = self
    table.notes += notes
    return table
  }
}

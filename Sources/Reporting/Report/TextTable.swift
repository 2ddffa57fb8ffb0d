/// A table of short texts.
public struct TextTable: Sendable {
  /// A column with its head.
  public struct Column: Sendable {
    /// The head.
    public let head: String
    /// The end of the column at which cells line up.
    public let alignment: Alignment
    /// How long the column stays where the page is narrow.
    public let priority: Priority
    /// What words of the column mean to a reader, where they mean good or ill.
    public let tones: [String: Tone]

    /// A column of words.
    public static func text(_ head: String, _ priority: Priority = .useful) -> Column {
      Column(head: head, alignment: .left, priority: priority, tones: [:])
    }

    /// A column of words that mean good or ill.
    public static func word(
      _ head: String, _ tones: [String: Tone], _ priority: Priority = .essential
    ) -> Column {
      Column(head: head, alignment: .left, priority: priority, tones: tones)
    }

    /// A column of numbers.
    public static func number(_ head: String, _ priority: Priority = .useful) -> Column {
      Column(head: head, alignment: .right, priority: priority, tones: [:])
    }
  }

  /// The end of a column at which cells line up.
  public enum Alignment: Sendable {
    /// Words.
    case left
    /// Numbers.
    case right
  }

  /// The order in which columns leave a narrow page: details first, among equals the rightmost.
  public enum Priority: Int, Comparable, Sendable {
    /// Stays on every page.
    case essential
    /// Goes after all details.
    case useful
    /// Goes first.
    case detail

    /// Whether one stays longer than the other.
    public static func < (a: Priority, b: Priority) -> Bool { a.rawValue < b.rawValue }
  }

  /// The columns.
  public let columns: [Column]
  /// The rows, a cell a column.
  public private(set) var rows: [[String]] = []
  /// Sentences right under the table.
  public var notes: [String] = []
  /// Blanks before each line of text.
  var indent = 2

  /// A table without rows.
  public init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; it has a cell for each column.
  public mutating func append(_ row: [String]) {
    precondition(
      row.count == columns.count, "\(row.count) cells in a table of \(columns.count) columns")
    rows.append(row)
  }

  /// The table with the sentences under it.
  func noting(_ notes: String...) -> TextTable {
    var table = self
    table.notes += notes
    return table
  }

  /// The table with some of its columns.
  func keeping(_ indices: [Int]) -> TextTable {
    var table = TextTable(indices.map { columns[$0] })
    table.rows = rows.map { row in indices.map { row[$0] } }
    table.notes = notes
    table.indent = indent
    return table
  }
}

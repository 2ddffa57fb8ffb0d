/// A line and a column of a text, both counted from 1; columns count characters so that a caret
/// lines up.
public struct TextPosition: Hashable, Comparable, Sendable {
  /// The line number.
  public let line: Int
  /// The column number.
  public let column: Int

  /// A position; both numbers are at least 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The order of reading.
  public static func < (a: TextPosition, b: TextPosition) -> Bool {
    (a.line, a.column) < (b.line, b.column)
  }
}

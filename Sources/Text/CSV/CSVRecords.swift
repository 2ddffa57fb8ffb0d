/// The rows of a small CSV file as texts, as RFC 4180 quotes them.
///
/// Blanks around fields are left out, blank lines are passed over, and a field ends on its line.
public struct CSVRecords: Hashable, Sendable {
  /// The fields of a line.
  public struct Row: Hashable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// The fields.
    public let cells: [String]
  }

  /// The fields of the first line that is not blank.
  public let header: Row
  /// The other lines that are not blank; the number of their fields is not checked.
  public let rows: [Row]

  /// Reads the bytes of a file in UTF-8.
  public init(reading bytes: [UInt8]) throws(CSVRefusal) {
    var read = try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(CSVRefusal) -> [Row] in
      guard let base = buffer.baseAddress else { throw .file(.empty) }
      var cursor = try unsafe CSVCursor(base, count: buffer.count)
      var rows: [Row] = []
      var line = unsafe cursor.line
      while let cells = try unsafe cursor.nextTexts() {
        if cells != [""] { rows.append(Row(line: line, cells: cells)) }
        line = unsafe cursor.line
      }
      return rows
    }
    header = read.removeFirst()
    rows = read
  }
}

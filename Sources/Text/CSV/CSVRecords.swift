/// The rows of a small CSV file as texts, quoted according to RFC 4180.
///
/// Blanks around fields are removed, blanks inside quotation marks are kept. Blank lines are
/// skipped.
public struct CSVRecords: Hashable, Sendable {
  /// The fields of a record.
  public struct Row: Hashable, Sendable {
    /// The line on which the record starts, counted from 1.
    public let line: Int
    /// The fields.
    public let cells: [String]
  }

  /// The fields of the first line that is not blank.
  public let header: Row
  /// The other records; their number of fields is not checked.
  public let rows: [Row]

  /// Reads the bytes of a UTF-8 file.
  public init(reading bytes: [UInt8]) throws(CSVRefusal) {
    if let null = bytes.firstIndex(of: 0) {
      throw .file(.notText(line: 1 + bytes[..<null].count { $0 == UInt8(ascii: "\n") }))
    }
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let text = String(validating: bytes[mark...], as: UTF8.self) else {
      throw .file(.notText(line: TextFile.firstLineThatIsNoText(bytes)))
    }
    var reader = CSVRecordReader(text)
    var read: [Row] = []
    while let row = try reader.nextRow() {
      if row.cells != [""] { read.append(row) }
    }
    guard !read.isEmpty else { throw .file(.empty) }
    header = read.removeFirst()
    rows = read
  }
}

/// Iterates over the records of a text.
private struct CSVRecordReader {
  private var rest: Substring.UnicodeScalarView
  private var line = 1

  init(_ text: String) { rest = Substring(text).unicodeScalars }

  /// The fields of the next record, which may span lines inside quotation marks; nil at the end.
  mutating func nextRow() throws(CSVRefusal) -> CSVRecords.Row? {
    guard !rest.isEmpty else { return nil }
    let start = line
    var cells: [String] = []
    while true {
      cells.append(try cell())
      guard rest.popFirst() == "," else { break }
    }
    line += 1
    return CSVRecords.Row(line: start, cells: cells)
  }

  /// The next field, up to the comma or line ending after it.
  private mutating func cell() throws(CSVRefusal) -> String {
    while let scalar = rest.first, scalar.value <= 0x20, scalar != "\n" { rest.removeFirst() }
    guard rest.first == "\"" else { return unquoted() }
    rest.removeFirst()
    let text = try quoted()
    _ = unquoted()
    return text
  }

  private mutating func unquoted() -> String {
    let field = rest.prefix { $0 != "," && $0 != "\n" }
    rest = rest[field.endIndex...]
    var end = field.endIndex
    while end > field.startIndex, field[field.index(before: end)].value <= 0x20 {
      end = field.index(before: end)
    }
    return String(Substring(field[..<end]))
  }

  /// The text up to the closing quotation mark, with doubled marks unescaped.
  private mutating func quoted() throws(CSVRefusal) -> String {
    let start = line
    var text = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      if scalar == "\"" {
        guard rest.first == "\"" else { return String(text) }
        rest.removeFirst()
      }
      if scalar == "\n" { line += 1 }
      text.append(scalar)
    }
    throw .line(start, column: nil, .unclosedQuote)
  }
}

import Glibc

/// A mapped CSV file and its layout.
struct CSVDocument: Sendable {
  let file: MappedFile
  let layout: CSVLayout
  /// The number of bytes up to the end of the last line that is not blank.
  let contentEnd: Int

  /// Finds the layout of a file.
  ///
  /// Throws `notText`, `emptyFile`, or `row` with what is wrong in the first lines.
  init(_ file: MappedFile, options: LoadOptions) throws(MarketDataError) {
    self.file = file
    let finder = CSVLayoutFinder(path: file.path, options: options)
    (layout, contentEnd) = try unsafe file.withBytes { (bytes) throws(MarketDataError) in
      try unsafe Self.firstLines(bytes, file, finder)
    }
  }

  /// How many lines after the header are looked at.
  private static let sampleCount = 16

  private static func firstLines(
    _ bytes: UnsafePointer<UInt8>, _ file: MappedFile, _ finder: CSVLayoutFinder
  ) throws(MarketDataError) -> (CSVLayout, Int) {
    if let offset = unsafe firstNull(bytes, min(file.count, 1 << 12)) {
      throw .notText(file.path, line: unsafe lineNumber(of: offset, bytes))
    }
    var end = file.count
    while unsafe end > 0 && bytes[end - 1] <= 0x20 { end -= 1 }
    let limit = unsafe bytes + end
    var next = unsafe bytes + markLength(bytes, file.count)
    var line = 1
    while unsafe next < limit && (next[0] == UInt8(ascii: "\n") || next[0] == UInt8(ascii: "\r")) {
      if unsafe next[0] == UInt8(ascii: "\n") { line += 1 }
      unsafe next += 1
    }
    guard unsafe next < limit else { throw .emptyFile(file.path) }
    let headerLine = line
    let start = unsafe next - bytes
    var rows: [[String]] = []
    var headerEnd = end
    while unsafe next < limit && rows.count <= sampleCount {
      let row = unsafe CSVLine(from: next, before: limit)
      rows.append(try unsafe texts(of: row, file.path, line))
      unsafe next = row.end + 1
      if rows.count == 1 { headerEnd = unsafe next - bytes }
      line += 1
    }
    let found = try finder.layout(
      header: rows[0], rows: Array(rows.dropFirst()), headerStart: start,
      headerEnd: headerEnd, headerLine: headerLine)
    return (found, end)
  }

  /// The fields of a line as texts; throws `row` for an open quotation mark, `notText` for no UTF-8.
  static func texts(
    of line: CSVLine, _ path: String, _ number: Int
  ) throws(MarketDataError) -> [String] {
    guard let fields = unsafe line.fields() else {
      throw .row(RejectedRow(file: path, line: number, reason: .unclosedQuote))
    }
    var texts: [String] = []
    for index in 0 ..< (unsafe fields.count) {
      guard let text = unsafe fields[index].text else { throw .notText(path, line: number) }
      texts.append(text)
    }
    return texts
  }

  /// The length of a UTF-8 byte order mark.
  static func markLength(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
    unsafe count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
  }

  static func firstNull(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    (0 ..< count).first { unsafe bytes[$0] == 0 }
  }

  static func lineNumber(of offset: Int, _ bytes: UnsafePointer<UInt8>) -> Int {
    1 + (0 ..< offset).count { unsafe bytes[$0] == UInt8(ascii: "\n") }
  }
}

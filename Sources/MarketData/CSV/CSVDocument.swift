internal import Text

/// A mapped CSV file and its layout.
struct CSVDocument: Sendable {
  let file: MappedFile
  let layout: CSVLayout
  /// The number of bytes up to the end of the last line that is not blank.
  let contentEnd: Int

  /// Determines the layout of a file.
  ///
  /// - Throws: `file`, or `row` for a fault in the first lines.
  init(_ file: MappedFile, options: LoadOptions) throws(MarketDataError) {
    self.file = file
    let finder = CSVLayoutFinder(path: file.path, options: options)
    (layout, contentEnd) = try unsafe file.withBytes { (bytes) throws(MarketDataError) in
      try unsafe Self.firstLines(bytes, file, finder)
    }
  }

  /// The number of lines after the header that are inspected.
  private static let sampleCount = 16

  private static func firstLines(
    _ bytes: UnsafePointer<UInt8>, _ file: MappedFile, _ finder: CSVLayoutFinder
  ) throws(MarketDataError) -> (CSVLayout, Int) {
    var rows: [[String]] = []
    let (start, headerLine): (Int, Int)
    var headerEnd = 0
    let end: Int
    do throws(CSVRefusal) {
      var cursor = try unsafe CSVCursor(bytes, count: file.count)
      (start, headerLine) = unsafe (cursor.next - bytes, cursor.line)
      end = unsafe cursor.limit - bytes
      while rows.count <= sampleCount, let row = try unsafe cursor.nextTexts() {
        rows.append(row)
        if rows.count == 1 { headerEnd = unsafe cursor.next - bytes }
      }
    } catch {
      throw MarketDataError(error, file.path)
    }
    let found = try finder.layout(
      header: rows[0], rows: Array(rows.dropFirst()), headerStart: start,
      headerEnd: headerEnd, headerLine: headerLine)
    return (found, end)
  }
}

internal import Text

/// The first lines of a file, split into what stands before the values, and the values.
struct CSVSample {
  /// The fields of a line.
  struct Row {
    let line: Int
    /// The number of bytes before the line.
    let start: Int
    let cells: [String]
  }

  let delimiter: UInt8
  /// The number of fields of a row.
  let fieldCount: Int
  /// The lines that name the columns; empty without a header.
  let headers: [Row]
  /// The first rows of values.
  let rows: [Row]
  /// The number of lines before the header, or before the values, that are not blank.
  let bannerCount: Int

  /// The number of lines that are inspected.
  private static let lineCount = 64

  /// The cells of a column that are not missing.
  func column(_ index: Int) -> [String] {
    rows.compactMap { index < $0.cells.count ? $0.cells[index] : nil }
      .filter { !CSVCell.isMissing($0) }
  }
}

// MARK: - Reading

extension CSVSample {
  /// Reads the first lines.
  ///
  /// - Throws: A refusal for a quotation mark that is not closed, or an empty file.
  init(
    _ bytes: UnsafePointer<UInt8>, count: Int, options: CSVFormatOptions
  ) throws(CSVRefusal) {
    var cursor = try unsafe CSVCursor(bytes, count: count)
    let lines = unsafe Self.lines(&cursor, from: bytes, skipping: options.skippedLines)
    guard unsafe !lines.isEmpty else { throw .file(.empty) }
    let text = unsafe lines.filter { unsafe !$0.isComment }
    let found: (delimiter: UInt8, fieldCount: Int)
    if let delimiter = options.delimiter {
      found = (delimiter, unsafe CSVDelimiter.fieldCount(of: text.map(\.line), delimiter).fieldCount)
    } else {
      found = unsafe CSVDelimiter.inferred(from: text.map(\.line))
    }
    let rows = try unsafe Self.rows(lines, found.delimiter)
    self.init(rows, delimiter: found.delimiter, fieldCount: found.fieldCount)
  }

  /// A line with its number and its offset.
  @unsafe private struct NumberedLine {
    let line: CSVLine
    let number: Int
    let start: Int

    var isBlank: Bool {
      var next = unsafe line.start
      while unsafe next < line.end {
        if unsafe next[0] > 0x20 { return false }
        unsafe next += 1
      }
      return true
    }

    var isComment: Bool { unsafe line.start < line.end && line.start[0] == UInt8(ascii: "#") }
  }

  private static func lines(
    _ cursor: inout CSVCursor, from bytes: UnsafePointer<UInt8>, skipping skipped: Int
  ) -> [NumberedLine] {
    var lines: [NumberedLine] = unsafe []
    while unsafe lines.count < lineCount {
      let (number, start) = unsafe (cursor.line, cursor.next - bytes)
      guard let line = unsafe cursor.nextLine() else { break }
      let numbered = unsafe NumberedLine(line: line, number: number, start: start)
      if number > skipped, unsafe !numbered.isBlank { unsafe lines.append(numbered) }
    }
    return unsafe lines
  }

  private static func rows(
    _ lines: [NumberedLine], _ delimiter: UInt8
  ) throws(CSVRefusal) -> [Row] {
    var rows: [Row] = []
    for index in unsafe lines.indices {
      let line = unsafe lines[index]
      var cells = try unsafe line.line.texts(line.number, delimiter)
      if unsafe line.isComment { cells[0] = String(cells[0].drop { $0 == "#" || $0 == " " }) }
      rows.append(
        unsafe Row(line: line.number, start: line.start, cells: cells))
    }
    return rows
  }
}

// MARK: - Header and values

extension CSVSample {
  private init(_ rows: [Row], delimiter: UInt8, fieldCount: Int) {
    self.delimiter = delimiter
    let whole = rows.filter { $0.cells.count == fieldCount }
    let endsInDelimiter = fieldCount > 1 && whole.allSatisfy { $0.cells.last == "" }
    let fieldCount = endsInDelimiter ? fieldCount - 1 : fieldCount
    self.fieldCount = fieldCount
    let first = rows.firstIndex { $0.holdsValues(fieldCount) } ?? rows.count
    var header = first
    while header > 0, rows[header - 1].cells.count(isNear: fieldCount), header > first - 3 {
      header -= 1
    }
    // Two lines of one field before values of one field are a banner and a name.
    if fieldCount == 1, header < first { header = first - 1 }
    headers = Array(rows[header ..< first])
    bannerCount = header
    self.rows = rows[first...].filter { $0.cells.count(isNear: fieldCount) }
  }
}

extension CSVSample.Row {
  /// Whether the line is a row of values: it has a date, or all its fields are numbers or missing.
  func holdsValues(_ fieldCount: Int) -> Bool {
    guard cells.count(isNear: fieldCount) else { return false }
    if cells.contains(where: { Timestamp($0) != nil || $0.isWrittenDate }) { return true }
    let numbers = cells.count { NumberNotation.isNumber($0) }
    if numbers > 1, cells.contains(where: \.isCompactDate) { return true }
    return numbers > 0 && cells.allSatisfy { NumberNotation.isNumber($0) || CSVCell.isMissing($0) }
  }
}

extension [String] {
  /// Whether the number of fields is the given one, or one more with an empty last field.
  fileprivate func count(isNear expected: Int) -> Bool {
    count == expected || (count == expected + 1 && last == "")
  }
}

extension String {
  /// Whether the text is a date of eight digits, year first.
  var isCompactDate: Bool {
    utf8.count == 8 && DateText(utf8.span)?.date(.yearMonthDay) != nil
  }

  /// Whether the text is a date that is not only digits.
  var isWrittenDate: Bool {
    guard utf8.count >= 6, utf8.contains(where: { $0 &- UInt8(ascii: "0") >= 10 }) else {
      return false
    }
    guard let date = DateText(utf8.span) else { return false }
    return DateNotation.PartOrder.allCases.contains { date.date($0) != nil }
  }
}

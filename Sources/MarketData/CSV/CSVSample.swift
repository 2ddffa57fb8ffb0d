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
  /// The fields of the last line of the file; empty if it is not a row of values.
  private(set) var lastCells: [String] = []
  /// A line of known names, with fewer fields than the rows, directly before them.
  private(set) var shortHeader: Row?
  /// The number of lines before the header, or before the values, that are not blank.
  let bannerCount: Int

  /// The number of lines that are inspected, and of those of a file with many columns.
  private static let (lineCount, fewestLines, mostCells) = (64, 32, 1 << 13)

  /// The cells of each column that are not missing.
  private let values: [[String]]

  /// The cells of a column that are not missing.
  func column(_ index: Int) -> [String] { values[index] }
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
    let stated = unsafe Self.statedDelimiter(&cursor)
    let lines = unsafe Self.lines(&cursor, from: bytes, skipping: options.skippedLines)
    guard unsafe !lines.isEmpty else { throw .file(.empty) }
    let text = unsafe lines.filter { unsafe !$0.isComment }
    let found: (delimiter: UInt8, fieldCount: Int)
    if let delimiter = options.delimiter ?? stated {
      found = (
        delimiter, unsafe CSVDelimiter.fieldCount(of: text.map(\.line), delimiter).fieldCount
      )
    } else {
      found = unsafe CSVDelimiter.inferred(from: text.map(\.line))
    }
    let most = max(Self.fewestLines, Self.mostCells / found.fieldCount)
    let rows = try unsafe Self.rows(Array(lines.prefix(most)), found.delimiter)
    self.init(rows, delimiter: found.delimiter, fieldCount: found.fieldCount)
    lastCells = unsafe lastRow(bytes, cursor.limit)
  }

  /// The fields of the last line that has the usual number of them, among the last forty.
  private func lastRow(
    _ bytes: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>
  ) -> [String] {
    var end = unsafe limit
    for _ in 0 ..< 40 {
      let line = unsafe CSVLine(lastBefore: end, from: bytes)
      if let cells = try? unsafe line.texts(0, delimiter), cells.count(isNear: fieldCount) {
        return cells
      }
      guard unsafe line.start > bytes else { break }
      unsafe end = unsafe line.start - 1
    }
    return []
  }

  /// The delimiter of a first line such as `sep=;`, which is passed over.
  private static func statedDelimiter(_ cursor: inout CSVCursor) -> UInt8? {
    var next = unsafe cursor
    guard let line = unsafe next.nextLine() else { return nil }
    let last =
      unsafe line.end > line.start && line.end[-1] == UInt8(ascii: "\r") ? line.end - 1 : line.end
    let text = unsafe UnsafeBufferPointer(start: line.start, count: last - line.start)
    guard text.count == 5, unsafe text.prefix(4).elementsEqual("sep=".utf8) else {
      return nil
    }
    unsafe cursor = unsafe next
    return unsafe text[4]
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

    var isComment: Bool { unsafe line.isComment }
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
    let usual = RowPattern(rows.filter { $0.cells.count(isNear: fieldCount) }, fieldCount)
    let first = Self.firstValues(rows, fieldCount, usual)
    var header = first
    while header > 0, header > first - 3, rows[header - 1].cells.count(isNear: fieldCount),
      header == rows.count || rows[header - 1].line == rows[header].line - 1
        || rows[header - 1].namesPrices
    {
      header -= 1
    }
    // Two lines of one field before values of one field are a banner and a name.
    if fieldCount == 1, header < first { header = first - 1 }
    headers = Array(rows[header ..< first])
    bannerCount = header
    if header == first, header > 0, rows[header - 1].knownNames > 1 {
      shortHeader = rows[header - 1]
    }
    let values = rows[first...].filter { $0.cells.count(isNear: fieldCount) }
    self.rows = values
    self.values = (0 ..< fieldCount).map { column in
      values.map { $0.cells[column] }.filter { !CSVCell.isMissing($0) }
    }
  }

  /// The index of the first row of values: the first line that is not like a header, where the
  /// first line of all may hold numbers and still name columns.
  private static func firstValues(_ rows: [Row], _ fieldCount: Int, _ usual: RowPattern) -> Int {
    var isFirst = true
    for (index, row) in rows.enumerated() where row.cells.count(isNear: fieldCount) {
      if !usual.isHeader(row.cells, isFirst: isFirst) {
        return header(after: index, rows, usual).map { $0 + 1 } ?? index
      }
      isFirst = false
    }
    return rows.count
  }

  /// A header after lines that only look like values, such as `Start Date,1/2/2018`: all of them
  /// have texts for numbers, and it has more known names than any line before it.
  private static func header(after first: Int, _ rows: [Row], _ usual: RowPattern) -> Int? {
    var known = rows[..<first].map(\.knownNames).max() ?? 0
    for index in first ..< min(rows.count, first + 20) {
      let row = rows[index]
      if usual.isHeader(row.cells, isFirst: false), row.knownNames > known {
        return rows[index + 1 ..< rows.count].contains { !usual.isHeader($0.cells, isFirst: false) }
          ? index : nil
      }
      guard !usual.hasNumbers(row.cells) else { return nil }
      known = max(known, row.knownNames)
    }
    return nil
  }
}

/// What the columns of most rows hold.
private struct RowPattern {
  private enum Kind { case date, number, text, missing }

  private let kinds: [Kind]

  init(_ rows: [CSVSample.Row], _ fieldCount: Int) {
    // The first half may be a banner.
    let sample = rows.suffix(max(1, (rows.count + 1) / 2)).map { $0.cells.map(Self.kind) }
    kinds = (0 ..< fieldCount).map { column in
      let found = sample.compactMap { column < $0.count ? $0[column] : nil }
      let ranked: [Kind] = [.date, .number, .text]
      let best = ranked.max { a, b in
        (found.count { $0 == a }, b == .text ? 1 : 0) < (
          found.count { $0 == b }, a == .text ? 1 : 0
        )
      }
      return found.allSatisfy { $0 == .missing } ? .missing : best ?? .text
    }
  }

  private static func kind(_ cell: String) -> Kind {
    if CSVCell.isMissing(cell) { return .missing }
    if cell.isWrittenDate { return .date }
    return NumberNotation.isNumber(cell) ? .number : .text
  }

  /// Whether a column of numbers holds one in a line.
  func hasNumbers(_ cells: [String]) -> Bool {
    zip(kinds, cells).contains { $0 == .number && Self.kind($1) == .number }
  }

  /// Whether a line stands before the values: it has a text without digits in a column of dates,
  /// or texts in columns of numbers.
  ///
  /// Only the first line may hold numbers beside them.
  func isHeader(_ cells: [String], isFirst: Bool) -> Bool {
    let found = zip(kinds, cells).map { (usual: $0, cell: $1, found: Self.kind($1)) }
    if let date = found.first(where: { $0.usual == .date }) {
      if date.found == .date { return false }
      let hasNumber = found.contains { $0.usual == .number && $0.found == .number }
      return !date.cell.utf8.contains { $0 &- UInt8(ascii: "0") < 10 } || isFirst && !hasNumber
    }
    let numbers = found.filter { $0.usual == .number }
    let texts = numbers.count { $0.found == .text || $0.found == .date }
    if numbers.isEmpty { return isFirst && found.allSatisfy { $0.found == .text } }
    return texts > 0 && (isFirst || !numbers.contains { $0.found == .number })
  }
}

extension [String] {
  /// Whether the number of fields is the given one, or one more with an empty last field.
  fileprivate func count(isNear expected: Int) -> Bool {
    count == expected || (count == expected + 1 && last == "")
  }
}

extension CSVSample.Row {
  /// Whether a cell names a column of dates or of a bar.
  fileprivate var namesPrices: Bool {
    cells.contains { cell in
      let role = ColumnRole(cell)
      return !cell.isEmpty && (role == .date || role.isPartOfBar)
    }
  }

  /// The number of cells that are known names of columns.
  fileprivate var knownNames: Int {
    cells.count { !$0.isEmpty && ColumnRole($0) != .unknown }
  }
}

extension String {
  /// Whether the text is a date that is not only digits.
  var isWrittenDate: Bool {
    if isPlainDecimal { return false }
    guard utf8.count >= 6, utf8.contains(where: { $0 &- UInt8(ascii: "0") >= 10 }) else {
      return false
    }
    guard let date = DateText(utf8.span) else { return false }
    return DateNotation.PartOrder.allCases.contains { date.date($0) != nil }
  }
}

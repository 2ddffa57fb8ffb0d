internal import Glibc
internal import Text

/// The rows of one instrument in a long file.
struct CSVLongRows: Sendable {
  let instrument: InstrumentID
  var utc: [Int64] = []
  var local: [Int64] = []
  var lines: [Int] = []
  /// Slot by slot, a value a row; missing or unfit ones are NaN.
  var values: [[Double]]
  /// Names of the columns beside the close that hold an unfit value.
  var unfitColumns: Set<String> = []
  /// The first fault, after which no row was read.
  var error: MarketDataError?
}

/// Reads a file with a row a date and instrument.
struct CSVLongReader: Sendable {
  let document: CSVDocument
  private let layout: CSVLayout
  private let dateField: Int
  private let instrumentField: Int

  /// A reader, or nil where the layout is not long.
  init?(_ document: CSVDocument) {
    layout = document.layout
    guard let dateField = layout.dateField, let instrumentField = layout.instrumentField,
      layout.shape == .long
    else { return nil }
    self.document = document
    self.dateField = dateField
    self.instrumentField = instrumentField
  }

  /// What the rows of a file are.
  struct Contents: Sendable {
    /// The instruments in the order of their first rows.
    var instruments: [CSVLongRows] = []
    var rowCount = 0
    var unfitRowCount = 0
  }

  /// Reads all rows.
  ///
  /// Throws `row` or `file` where a row cannot be given to an instrument.
  func read() throws(MarketDataError) -> Contents {
    try unsafe document.file.withBytes { (bytes) throws(MarketDataError) in
      try unsafe DecimalScanner.lend { (scanner) throws(MarketDataError) in
        try unsafe read(bytes, scanner)
      }
    }
  }

  private func read(
    _ bytes: UnsafePointer<UInt8>, _ scanner: DecimalScanner
  ) throws(MarketDataError) -> Contents {
    var contents = Contents()
    var directory = InstrumentDirectory()
    var fields: [CSVField] = unsafe []
    var next = unsafe bytes + layout.bodyOffset
    let limit = unsafe bytes + document.contentEnd
    while unsafe next < limit {
      let number = layout.firstLine + contents.rowCount
      let line = unsafe CSVLine(from: next, before: limit)
      unsafe next = line.end + 1
      contents.rowCount += 1
      unsafe fields.removeAll(keepingCapacity: true)
      guard unsafe line.appendFields(to: &fields) else {
        throw refusal(number, .csv(.unclosedQuote))
      }
      guard unsafe fields.count == layout.columns.count else {
        throw refusal(
          number, .csv(.fieldCount(found: unsafe fields.count, expected: layout.columns.count)))
      }
      let place = try unsafe place(of: fields[instrumentField], number, &directory, &contents)
      if unsafe !append(fields, number, to: &contents.instruments[place], scanner) {
        contents.unfitRowCount += 1
      }
    }
    return contents
  }

  /// The index of the instrument that a field names; a new one is added to the contents.
  private func place(
    of field: CSVField, _ line: Int, _ directory: inout InstrumentDirectory,
    _ contents: inout Contents
  ) throws(MarketDataError) -> Int {
    if let place = unsafe directory.expectedPlace(of: field) { return place }
    guard let name = unsafe field.text else {
      throw .file(document.file.path, .notText(line: line))
    }
    guard !name.isEmpty else { throw refusal(line, .noInstrument, instrumentField) }
    let place = directory.place(of: name)
    if place == contents.instruments.count {
      contents.instruments.append(
        CSVLongRows(
          instrument: InstrumentID(rawValue: name), values: layout.slots.map { _ in [] }))
    }
    return place
  }

  /// Appends a row to its instrument; false when a field of it is unfit.
  private func append(
    _ fields: [CSVField], _ line: Int, to rows: inout CSVLongRows, _ scanner: DecimalScanner
  ) -> Bool {
    guard rows.error == nil else { return true }
    guard let stamp = unsafe fields[dateField].stamp else {
      let text = unsafe fields[dateField].displayText.shortened
      rows.error = refusal(line, .unreadableDate(found: text), dateField)
      return false
    }
    var isFit = true
    for slot in layout.slots.indices {
      let field = unsafe fields[layout.slots[slot].field]
      let end = unsafe field.start + field.count
      var position = unsafe field.start
      var value = unsafe scanner.scan(&position, before: end)
      if unsafe !(value > layout.slots[slot].floor && position == end) {
        value = unsafe unusualValue(of: field, line, layout.slots[slot], &rows, &isFit)
      }
      rows.values[slot].append(value)
    }
    rows.utc.append(stamp.utc)
    rows.local.append(stamp.local)
    rows.lines.append(line)
    return isFit
  }

  /// The value of a field that is not a plain number above the column's floor; NaN when missing or unfit.
  private func unusualValue(
    of field: CSVField, _ line: Int, _ column: CSVLayout.Slot, _ rows: inout CSVLongRows,
    _ isFit: inout Bool
  ) -> Double {
    if unsafe field.count == 0 { return .nan }
    do throws(RejectedRow.Reason) {
      return try unsafe column.value(of: field.displayText)
    } catch {
      isFit = false
      rows.unfitColumns.insert(column.name)
      if column.role == .close { rows.error = refusal(line, error, column.field) }
      return .nan
    }
  }

  private func refusal(
    _ line: Int, _ reason: RejectedRow.Reason, _ field: Int? = nil
  ) -> MarketDataError {
    .row(
      RejectedRow(
        file: document.file.path, line: line, column: field.map { layout.columns[$0] },
        reason: reason))
  }
}

/// The instruments met so far, in the order of their first rows.
private struct InstrumentDirectory {
  private var places: [String: Int] = [:]
  private var names: [[UInt8]] = []
  /// The instrument that last followed each one; itself at first.
  private var followers: [Int] = []
  private var last = 0

  /// The place of a name where it is that of the row before, or of the row that followed it the last time.
  ///
  /// Files are sorted by instrument or by date, so that nearly every row is found here without a hash.
  mutating func expectedPlace(of field: CSVField) -> Int? {
    guard last < names.count else { return nil }
    let next = followers[last]
    if unsafe field.holds(names[next]) {
      last = next
      return next
    }
    return unsafe field.holds(names[last]) ? last : nil
  }

  /// The place of a name, a new one behind all others.
  mutating func place(of name: String) -> Int {
    let place = places[name] ?? names.count
    if place == names.count {
      places[name] = place
      names.append(Array(name.utf8))
      followers.append(place)
    }
    followers[last] = place
    last = place
    return place
  }
}

extension CSVField {
  /// Whether the contents are these bytes.
  func holds(_ bytes: [UInt8]) -> Bool {
    unsafe bytes.count == count && memcmp(bytes, start, count) == 0
  }
}

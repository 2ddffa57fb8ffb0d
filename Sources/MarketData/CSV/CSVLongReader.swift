internal import Glibc
internal import Text

/// The rows of one instrument in a long file.
struct CSVLongRows: Sendable {
  let instrument: InstrumentID
  var utc: [Int64] = []
  var local: [Int64] = []
  var lines: [Int] = []
  /// The values, slot by slot, one per row; NaN if missing or invalid.
  var values: [[Double]]
  /// The names of the columns other than the close that contain an invalid value.
  var unfitColumns: Set<String> = []
  /// The currency of the rows so far; empty if no column states it.
  var currency: [UInt8] = []
  /// The row in which the currency changes, and how.
  var currencyChange: RejectedRow?
  /// The first fault, after which no row was read.
  var error: MarketDataError?
}

/// Reads a file with one row per date and instrument.
struct CSVLongReader: Sendable {
  let document: CSVDocument
  private let layout: CSVLayout
  private let dates: CSVLayout.Dates
  private let instrumentField: Int

  /// The currency of the rows that are read; nil for all.
  private let wanted: [UInt8]?

  /// A reader, or nil if the layout is not long.
  init?(_ document: CSVDocument, _ options: CSVFormatOptions) {
    wanted = options.currency.map { Array($0.utf8) }
    layout = document.layout
    guard let dates = layout.dates, let instrumentField = layout.instrumentField,
      layout.shape == .long
    else { return nil }
    self.document = document
    self.dates = dates
    self.instrumentField = instrumentField
  }

  /// The contents of a file.
  struct Contents: Sendable {
    /// The instruments in order of first appearance.
    var instruments: [CSVLongRows] = []
    var rowCount = 0
    var unfitRowCount = 0
    /// The lines that hold no values.
    var skippedCount = 0
  }

  /// Reads all rows.
  ///
  /// - Throws: `row` or `file` if a row cannot be assigned to an instrument.
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
      let number = layout.firstLine + contents.rowCount + contents.skippedCount
      let line = unsafe CSVLine(from: next, before: limit)
      unsafe next = line.end + 1
      unsafe fields.removeAll(keepingCapacity: true)
      guard unsafe line.appendFields(to: &fields, layout.delimiter) else {
        throw refusal(number, .csv(.unclosedQuote))
      }
      if unsafe !isRow(fields), unsafe line.isNoise(layout) {
        contents.skippedCount += 1
        continue
      }
      if let wanted, let field = layout.currencyField, unsafe field < fields.count,
        unsafe !fields[field].holds(wanted)
      {
        contents.skippedCount += 1
        continue
      }
      contents.rowCount += 1
      guard unsafe isWhole(fields) else {
        throw refusal(
          number, .csv(.fieldCount(found: unsafe fields.count, expected: layout.columns.count)))
      }
      let index = try unsafe index(of: fields[instrumentField], number, &directory, &contents)
      if unsafe !append(fields, number, to: &contents.instruments[index], scanner) {
        contents.unfitRowCount += 1
      }
    }
    return contents
  }

  /// Whether the fields are those of the columns, or one more that is empty.
  private func isWhole(_ fields: [CSVField]) -> Bool {
    let extra = unsafe fields.count - layout.columns.count
    return unsafe extra == 0 || (extra == 1 && fields[fields.count - 1].count == 0)
  }

  /// Whether a line has the right number of fields and a date.
  private func isRow(_ fields: [CSVField]) -> Bool {
    unsafe isWhole(fields) && dates.notation.stamp(of: fields[dates.field].bytes.span) != nil
  }

  /// The index of the instrument named by a field; a new one is added to the contents.
  private func index(
    of field: CSVField, _ line: Int, _ directory: inout InstrumentDirectory,
    _ contents: inout Contents
  ) throws(MarketDataError) -> Int {
    if let index = unsafe directory.expectedIndex(of: field) { return index }
    guard let name = unsafe field.text else {
      throw .file(document.file.path, .notText(line: line))
    }
    guard !name.isEmpty else { throw refusal(line, .noInstrument, instrumentField) }
    let index = directory.index(of: name)
    if index == contents.instruments.count {
      contents.instruments.append(
        CSVLongRows(
          instrument: InstrumentID(rawValue: name), values: layout.slots.map { _ in [] }))
    }
    return index
  }

  /// Appends a row to its instrument; false if one of its fields is invalid.
  private func append(
    _ fields: [CSVField], _ line: Int, to rows: inout CSVLongRows, _ scanner: DecimalScanner
  ) -> Bool {
    guard rows.error == nil else { return true }
    guard let stamp = unsafe stamp(fields) else {
      let text = unsafe fields[dates.field].displayText.shortened
      rows.error = refusal(line, .unreadableDate(found: text), dates.field)
      return false
    }
    var isFit = true
    for slot in layout.slots.indices {
      let field = unsafe fields[layout.slots[slot].field]
      let end = unsafe field.start + field.count
      var position = unsafe field.start
      var value = unsafe scanner.scan(
        &position, before: end, decimalMark: layout.numbers.decimalByte)
      if unsafe !(value > layout.slots[slot].floor && position == end) {
        value = unsafe unusualValue(of: field, line, slot, &rows, &isFit)
      }
      rows.values[slot].append(value)
    }
    unsafe note(fields, line, in: &rows)
    rows.utc.append(stamp.utc)
    rows.local.append(stamp.local)
    rows.lines.append(line)
    return isFit
  }

  /// Notes the currency of a row.
  private func note(_ fields: [CSVField], _ line: Int, in rows: inout CSVLongRows) {
    guard let field = layout.currencyField, unsafe fields[field].count > 0,
      unsafe !fields[field].holds(rows.currency)
    else { return }
    let text = unsafe fields[field].displayText
    if !rows.currency.isEmpty, rows.currencyChange == nil {
      let before = String(decoding: rows.currency, as: UTF8.self)
      rows.currencyChange = RejectedRow(
        file: document.file.path, line: line, column: layout.columns[field],
        reason: .mixedCurrency(before: before, after: text))
    }
    rows.currency = Array(text.utf8)
  }

  /// The time of a row, its time of day added where that stands in a column of its own.
  private func stamp(_ fields: [CSVField]) -> ISO8601.Stamp? {
    guard let date = unsafe dates.notation.stamp(of: fields[dates.field].bytes.span) else {
      return nil
    }
    guard let clockField = dates.clockField else { return date }
    guard let clock = unsafe ClockText(fields[clockField].bytes.span) else { return nil }
    return ISO8601.Stamp(
      utc: date.utc + clock.milliseconds, local: date.local + clock.milliseconds)
  }

  /// The value of a field that is not a plain number above the column's floor; NaN if missing or
  /// invalid.
  private func unusualValue(
    of field: CSVField, _ line: Int, _ slot: Int, _ rows: inout CSVLongRows,
    _ isFit: inout Bool
  ) -> Double {
    if unsafe field.count == 0 { return .nan }
    do throws(RejectedRow.Reason) {
      return try unsafe layout.value(of: field.displayText, slot)
    } catch {
      isFit = false
      let column = layout.slots[slot]
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

/// The instruments seen so far, in order of first appearance.
private struct InstrumentDirectory {
  private var indices: [String: Int] = [:]
  private var names: [[UInt8]] = []
  /// The instrument that last followed each one, initially itself.
  private var followers: [Int] = []
  private var last = 0

  /// The index of a name that equals that of the previous row, or of the row that followed it last
  /// time.
  ///
  /// Files are sorted by instrument or by date, so this finds nearly every row without hashing.
  mutating func expectedIndex(of field: CSVField) -> Int? {
    guard last < names.count else { return nil }
    let next = followers[last]
    if unsafe field.holds(names[next]) {
      last = next
      return next
    }
    return unsafe field.holds(names[last]) ? last : nil
  }

  /// The index of a name; a new name is appended.
  mutating func index(of name: String) -> Int {
    let index = indices[name] ?? names.count
    if index == names.count {
      indices[name] = index
      names.append(Array(name.utf8))
      followers.append(index)
    }
    followers[last] = index
    last = index
    return index
  }
}

extension CSVField {
  /// Whether the contents equal the given bytes.
  func holds(_ bytes: [UInt8]) -> Bool {
    unsafe bytes.count == count && memcmp(bytes, start, count) == 0
  }
}

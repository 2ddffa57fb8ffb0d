internal import Text

/// The values of a run of whole lines, column by column.
///
/// A missing or invalid value is NaN; the first invalid value of each column is listed. Lines that
/// hold no values are skipped.
struct CSVChunk: Sendable {
  /// The first invalid field of a column.
  struct Unfit: Sendable {
    let row: Int
    let slot: Int
    let reason: RejectedRow.Reason
  }

  /// A fault that makes the whole file unusable.
  struct Stop: Sendable {
    let line: Int
    let column: String?
    let reason: RejectedRow.Reason
  }

  /// The fault of a row after which no row of its instrument is used, in a long file.
  struct Fault: Sendable {
    let row: Int
    let instrument: Int
    let column: String
    let reason: RejectedRow.Reason
  }

  /// The number of lines.
  var lineCount = 0
  /// The number of rows of values.
  var rowCount = 0
  /// The values, slot by slot, `lineCount` places each, of which the first `rowCount` are used.
  var values: [Double] = []
  /// Timestamps in UTC, in milliseconds since 1970-01-01; empty without dates.
  var utc: [Int64] = []
  /// The timestamps in the local time of the file; nil if they are those in UTC.
  var local: [Int64]?
  /// The names in a long file, in order of first appearance, and the index of that of each row.
  var names: [String] = []
  var instruments: [UInt32] = []
  /// The rows of each name, once they are grouped, and the line of each row, from 0.
  var groups: [Range<Int>] = []
  var lines: [UInt32] = []
  /// The first fault of each name.
  var faults: [Fault] = []
  /// The lines, from 0, that were skipped, in ascending order.
  var skipped: [Int] = []
  var unfit: [Unfit] = []
  var unfitRowCount = 0
  var stop: Stop?
  /// The currencies of each name, or of all rows in a file that is not long.
  var currencies: [Currencies] = []

  /// The currencies that rows state.
  struct Currencies: Sendable {
    var first: String?
    /// The first row, and its text, in which the currency is not that of the row before.
    var change: (row: Int, text: String)?
    var last: [UInt8] = []
  }

  mutating func append(_ stamp: ISO8601.Stamp) {
    if local == nil && stamp.local != stamp.utc { local = utc }
    utc.append(stamp.utc)
    local?.append(stamp.local)
  }

  /// The line, from 0, of a row.
  func line(of row: Int) -> Int {
    var line = row
    for skip in skipped where skip <= line { line += 1 }
    return line
  }
}

extension CSVChunk {
  /// Moves the rows of each name together, in their order.
  mutating func groupByName(slots: Int) {
    var next = [Int](repeating: 0, count: names.count + 1)
    for name in instruments { next[Int(name) + 1] += 1 }
    for name in names.indices { next[name + 1] += next[name] }
    groups = names.indices.map { next[$0] ..< next[$0 + 1] }
    var rows = [Int](repeating: 0, count: rowCount)
    for row in 0 ..< rowCount {
      let name = Int(instruments[row])
      rows[next[name]] = row
      next[name] += 1
    }
    instruments = []
    lines = lineOfRows(rows)
    utc = rows.map { utc[$0] }
    local = local.map { local in rows.map { local[$0] } }
    guard stop == nil else { return }
    values = [Double](capacity: slots * lineCount) { output in
      for slot in 0 ..< slots {
        let start = slot * lineCount
        for row in rows { output.append(values[start + row]) }
        for _ in rows.count ..< lineCount { output.append(.nan) }
      }
    }
  }

  private func lineOfRows(_ rows: [Int]) -> [UInt32] {
    guard !skipped.isEmpty else { return rows.map { UInt32($0) } }
    let isSkipped = Set(skipped)
    let kept = (0 ..< lineCount).filter { !isSkipped.contains($0) }
    return rows.map { UInt32(kept[$0]) }
  }
}

/// Reads runs of lines into columns of numbers.
struct CSVChunkReader: Sendable {
  let layout: CSVLayout
  let delimiter: UInt8
  let decimalMark: UInt8
  /// The meaning of each field of a row.
  let actions: [Action]
  /// The currency of the rows that are read; nil for all.
  let wanted: [UInt8]?

  enum Action: Sendable {
    case skip, date, clock, currency, instrument
    case number(slot: Int, floor: Double)
  }

  init(_ layout: CSVLayout, _ options: CSVFormatOptions) {
    self.layout = layout
    wanted = options.currency.map { Array($0.utf8) }
    delimiter = layout.delimiter
    // Where commas are both, no number without quotation marks has a decimal mark.
    let mark = layout.numbers.decimalByte
    decimalMark = mark == delimiter ? 0 : mark
    var actions = layout.columns.map { _ in Action.skip }
    if let date = layout.dateField { actions[date] = .date }
    if let clock = layout.dates?.clockField { actions[clock] = .clock }
    if let currency = layout.currencyField { actions[currency] = .currency }
    if layout.shape == .long, let field = layout.instrumentField { actions[field] = .instrument }
    for (slot, column) in layout.slots.enumerated() {
      actions[column.field] = .number(slot: slot, floor: column.floor)
    }
    self.actions = actions
  }

  /// Reads the lines in a range of bytes that starts and ends at line boundaries.
  func chunk(of file: FileBytes, _ range: Range<Int>) -> CSVChunk {
    unsafe file.withBytes { bytes in
      let lines = unsafe Self.lineCount(bytes, range)
      var reading = unsafe CSVReading(
        chunk: CSVChunk(lineCount: lines), next: bytes + range.lowerBound,
        limit: bytes + range.upperBound, hasUnfit: layout.slots.map { _ in false })
      let slots = layout.slots.count
      if layout.dates != nil { unsafe reading.chunk.utc.reserveCapacity(lines) }
      if layout.shape == .long { unsafe reading.chunk.instruments.reserveCapacity(lines) }
      let values = unsafe [Double](unsafeUninitializedCapacity: lines * slots) { buffer, count in
        unsafe DecimalScanner.lend { scanner in
          unsafe read(&reading, into: buffer, scanner)
        }
        count = unsafe reading.chunk.stop == nil ? lines * slots : 0
      }
      var chunk = unsafe reading.chunk
      chunk.values = values
      chunk.names = unsafe reading.directory.names.map { String(decoding: $0, as: UTF8.self) }
      if layout.shape == .long { chunk.groupByName(slots: slots) }
      return chunk
    }
  }

  static func lineCount(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>) -> Int {
    var count = 0
    var next = unsafe bytes + range.lowerBound
    let limit = unsafe bytes + range.upperBound
    while unsafe next < limit {
      unsafe next = CSVLine.newline(from: next, before: limit) + 1
      count += 1
    }
    return count
  }

  /// Reads rows into blocks that fit the cache, then transposes each block into columns.
  private func read(
    _ reading: inout CSVReading, into columns: UnsafeMutableBufferPointer<Double>,
    _ scanner: DecimalScanner
  ) {
    let slots = layout.slots.count
    let lines = unsafe reading.chunk.lineCount
    let blockRows = max(8, min(64, (1 << 14) / max(1, slots) / 8 * 8))
    let block = UnsafeMutableBufferPointer<Double>.allocate(capacity: max(1, blockRows * slots))
    defer { unsafe block.deallocate() }
    while unsafe reading.next < reading.limit {
      let first = unsafe reading.chunk.rowCount
      var count = 0
      while count < blockRows, unsafe reading.next < reading.limit {
        let target = unsafe UnsafeMutableBufferPointer(
          rebasing: block[count * slots ..< (count + 1) * slots])
        switch unsafe readRow(&reading, into: target, scanner) {
        case .stopped: return
        case .skipped: continue
        case .row: count += 1
        }
        unsafe reading.chunk.rowCount += 1
      }
      for slot in 0 ..< slots {
        let start = slot * lines + first
        for row in 0 ..< count { unsafe columns[start + row] = block[row * slots + slot] }
      }
    }
    let rows = unsafe reading.chunk.rowCount
    guard rows < lines else { return }
    for slot in 0 ..< slots {
      for row in rows ..< lines { unsafe columns[slot * lines + row] = .nan }
    }
  }
}

/// The state of reading lines.
@unsafe struct CSVReading {
  var chunk: CSVChunk
  var next: UnsafePointer<UInt8>
  let limit: UnsafePointer<UInt8>
  /// The columns that already have an invalid value in the list.
  var hasUnfit: [Bool]
  /// The line, from 0, that is being read.
  var line = 0
  /// The last date, as written, and its time.
  var lastDate: (field: CSVField, stamp: ISO8601.Stamp)?
  /// The names seen so far, of a long file.
  var directory = NameDirectory()
  var row = unsafe Row()

  /// What the row that is being read holds beside numbers.
  @unsafe struct Row {
    /// The index of its name, in a long file.
    var instrument = 0
    /// The time of day, in milliseconds.
    var clock: Int64 = 0
    var currency: CSVField?
    /// Whether a field that ought to be a number is none.
    var isUnfit = false
    /// What fails its instrument, in a long file.
    var fault: (column: String, reason: RejectedRow.Reason)?
  }
}

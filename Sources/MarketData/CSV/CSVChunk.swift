internal import Text

/// The values of a run of whole lines, column by column.
///
/// A missing or invalid value is NaN; the first invalid value of each column is listed.
struct CSVChunk: Sendable {
  /// The first invalid field of a column.
  struct Unfit: Sendable {
    let row: Int
    let slot: Int
    let reason: RejectedRow.Reason
  }

  /// A fault that makes the whole file unusable.
  struct Stop: Sendable {
    let row: Int
    let column: String?
    let reason: RejectedRow.Reason
  }

  var rowCount = 0
  /// The values, slot by slot, `rowCount` each.
  var values: [Double] = []
  /// Timestamps in UTC and in the local time of the file, in milliseconds since 1970-01-01; empty
  /// without dates.
  var utc: [Int64] = []
  var local: [Int64] = []
  var unfit: [Unfit] = []
  var unfitRowCount = 0
  var stop: Stop?
}

/// Reads runs of lines into columns of numbers.
struct CSVChunkReader: Sendable {
  let layout: CSVLayout
  /// The meaning of each field of a row.
  private let actions: [Action]

  private enum Action: Sendable {
    case skip, date
    case number(slot: Int, floor: Double)
  }

  init(_ layout: CSVLayout) {
    self.layout = layout
    var actions = layout.columns.map { _ in Action.skip }
    if let date = layout.dateField { actions[date] = .date }
    for (slot, column) in layout.slots.enumerated() {
      actions[column.field] = .number(slot: slot, floor: column.floor)
    }
    self.actions = actions
  }

  /// Reads the lines in a range of bytes that starts and ends at line boundaries.
  func chunk(of file: MappedFile, _ range: Range<Int>) -> CSVChunk {
    unsafe file.withBytes { bytes in
      let rows = unsafe Self.lineCount(bytes, range)
      var reading = unsafe CSVReading(
        chunk: CSVChunk(rowCount: rows), next: bytes + range.lowerBound,
        limit: bytes + range.upperBound, hasUnfit: layout.slots.map { _ in false })
      let slots = layout.slots.count
      let values = unsafe [Double](unsafeUninitializedCapacity: rows * slots) { buffer, count in
        unsafe DecimalScanner.lend { scanner in
          unsafe read(&reading, into: buffer, scanner)
        }
        count = unsafe reading.chunk.stop == nil ? rows * slots : 0
      }
      var chunk = unsafe reading.chunk
      chunk.values = values
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
    let rows = unsafe reading.chunk.rowCount
    let blockRows = max(8, min(64, (1 << 14) / max(1, slots) / 8 * 8))
    let block = UnsafeMutableBufferPointer<Double>.allocate(capacity: max(1, blockRows * slots))
    defer { unsafe block.deallocate() }
    var first = 0
    while first < rows {
      let count = min(blockRows, rows - first)
      for row in 0 ..< count {
        let target = unsafe UnsafeMutableBufferPointer(
          rebasing: block[row * slots ..< (row + 1) * slots])
        guard unsafe readRow(first + row, &reading, into: target, scanner) else { return }
      }
      for slot in 0 ..< slots {
        let start = slot * rows + first
        for row in 0 ..< count { unsafe columns[start + row] = block[row * slots + slot] }
      }
      first += count
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
}

// MARK: - Rows

extension CSVChunkReader {
  /// Reads one row and moves past it; false if it stops the file.
  private func readRow(
    _ row: Int, _ reading: inout CSVReading, into target: UnsafeMutableBufferPointer<Double>,
    _ scanner: DecimalScanner
  ) -> Bool {
    let start = unsafe reading.next
    var position = unsafe start
    var isUnfit = false
    for (index, action) in actions.enumerated() {
      if index > 0 {
        guard unsafe position[0] == UInt8(ascii: ",") else {
          return unsafe stopForFieldCount(row, start, &reading)
        }
        unsafe position += 1
      }
      if case .number(let slot, let floor) = action {
        var after = unsafe position
        let value = unsafe scanner.scan(&after, before: reading.limit)
        if unsafe value > floor && Self.endsField(after) {
          unsafe target[slot] = value
          unsafe position = after
          continue
        }
      }
      guard let field = unsafe CSVField(from: position, before: lineEnd(position, reading.limit))
      else { return unsafe stop(row, nil, .csv(.unclosedQuote), &reading) }
      unsafe position = field.next
      switch action {
      case .skip: break
      case .date:
        guard let stamp = unsafe field.stamp else {
          return unsafe stop(row, at: start, forDate: field, layout.columns[index], &reading)
        }
        unsafe reading.chunk.utc.append(stamp.utc)
        unsafe reading.chunk.local.append(stamp.local)
      case .number(let slot, _):
        unsafe target[slot] = value(of: field, row, slot, &reading, &isUnfit)
      }
    }
    guard unsafe position == reading.limit || Self.endsLine(position) else {
      return unsafe stopForFieldCount(row, start, &reading)
    }
    if isUnfit { unsafe reading.chunk.unfitRowCount += 1 }
    unsafe reading.next = CSVLine.newline(from: position, before: reading.limit) + 1
    return true
  }

  /// The end of a line without its carriage return.
  private func lineEnd(
    _ position: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8> {
    let newline = unsafe CSVLine.newline(from: position, before: limit)
    return unsafe newline > position && newline[-1] == UInt8(ascii: "\r") ? newline - 1 : newline
  }

  @inline(__always)
  private static func endsField(_ position: UnsafePointer<UInt8>) -> Bool {
    unsafe position[0] == UInt8(ascii: ",") || endsLine(position)
  }

  @inline(__always)
  private static func endsLine(_ position: UnsafePointer<UInt8>) -> Bool {
    unsafe position[0] == UInt8(ascii: "\n")
      || (position[0] == UInt8(ascii: "\r") && position[1] == UInt8(ascii: "\n"))
  }

  /// The value of a field that is not a plain number above the column's floor; NaN if missing or
  /// invalid.
  private func value(
    of field: CSVField, _ row: Int, _ slot: Int, _ reading: inout CSVReading, _ isUnfit: inout Bool
  ) -> Double {
    if unsafe field.count == 0 { return .nan }
    do throws(RejectedRow.Reason) {
      return try unsafe layout.slots[slot].value(of: field.displayText)
    } catch {
      isUnfit = true
      if unsafe !reading.hasUnfit[slot] {
        unsafe reading.hasUnfit[slot] = true
        unsafe reading.chunk.unfit.append(CSVChunk.Unfit(row: row, slot: slot, reason: error))
      }
      return .nan
    }
  }

  private func stop(
    _ row: Int, _ column: String?, _ reason: RejectedRow.Reason, _ reading: inout CSVReading
  ) -> Bool {
    unsafe reading.chunk.stop = CSVChunk.Stop(row: row, column: column, reason: reason)
    unsafe reading.chunk.unfitRowCount += 1
    return false
  }

  private func stop(
    _ row: Int, at start: UnsafePointer<UInt8>, forDate field: CSVField, _ column: String,
    _ reading: inout CSVReading
  ) -> Bool {
    let fields = unsafe CSVLine(from: start, before: reading.limit).fields()
    guard unsafe fields?.count == layout.columns.count else {
      return unsafe stopForFieldCount(row, start, &reading)
    }
    let found = unsafe field.displayText.shortened
    return unsafe stop(row, column, .unreadableDate(found: found), &reading)
  }

  private func stopForFieldCount(
    _ row: Int, _ start: UnsafePointer<UInt8>, _ reading: inout CSVReading
  ) -> Bool {
    let fields = unsafe CSVLine(from: start, before: reading.limit).fields()
    let count = unsafe fields?.count
    guard let count else { return unsafe stop(row, nil, .csv(.unclosedQuote), &reading) }
    return unsafe stop(
      row, nil, .csv(.fieldCount(found: count, expected: layout.columns.count)), &reading)
  }
}

extension CSVLayout.Slot {
  /// The value of a text in this column; NaN if it stands for a missing value.
  func value(of text: String) throws(RejectedRow.Reason) -> Double {
    switch CSVCell(text) {
    case .number(let number) where number > floor: return number
    case .number:
      throw floor < 0 && role == .close
        ? .totalLoss(found: text.shortened) : .notPositive(found: text.shortened)
    case .missing: return .nan
    case .unfit(let fault): throw .csv(fault)
    }
  }
}

extension CSVField {
  /// The timestamp in the contents; nil for other contents.
  var stamp: ISO8601.Stamp? { unsafe ISO8601.stamp(in: bytes.span) }
}

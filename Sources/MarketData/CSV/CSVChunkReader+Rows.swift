internal import Glibc
internal import Text

extension CSVChunkReader {
  /// What became of a line.
  enum RowOutcome { case row, skipped, stopped }

  /// Reads one line and moves past it.
  func readRow(
    _ reading: inout CSVReading, into target: UnsafeMutableBufferPointer<Double>,
    _ scanner: DecimalScanner
  ) -> RowOutcome {
    let start = unsafe reading.next
    var position = unsafe start
    var lineEnd: UnsafePointer<UInt8>?
    unsafe reading.row = unsafe CSVReading.Row()
    if unsafe isComment(start, reading.limit), unsafe skips(&reading) { return .skipped }
    for (index, action) in actions.enumerated() {
      if index > 0 {
        guard unsafe position[0] == delimiter else { return unsafe refuseFieldCount(&reading) }
        unsafe position += 1
      }
      if case .number(let slot, let floor) = action {
        var after = unsafe position
        let value = unsafe scanner.scan(&after, before: reading.limit, decimalMark: decimalMark)
        if unsafe value > floor && endsField(after) {
          unsafe target[slot] = value
          unsafe position = after
          continue
        }
      }
      let end = unsafe lineEnd ?? self.lineEnd(position, reading.limit)
      unsafe lineEnd = unsafe end
      guard let field = unsafe CSVField(from: position, before: end, delimiter) else {
        return unsafe stop(nil, .csv(.unclosedQuote), &reading)
      }
      unsafe position = field.next
      if case .number(let slot, _) = action {
        unsafe target[slot] = value(of: field, slot, &reading)
      } else if let outcome = unsafe take(field, index, action, &reading) {
        return outcome
      }
    }
    guard unsafe endsLine(position, reading.limit) else {
      return unsafe refuseFieldCount(&reading)
    }
    if unsafe reading.row.hasUnreadableDate, unsafe skips(&reading) { return .skipped }
    unsafe reading.finishRow(isLong: layout.shape == .long)
    unsafe reading.finishLine(position)
    return .row
  }

  /// Takes a field that is not a number; an outcome ends the row.
  private func take(
    _ field: CSVField, _ index: Int, _ action: Action, _ reading: inout CSVReading
  ) -> RowOutcome? {
    switch action {
    case .skip, .number: break
    case .date:
      let stamp = unsafe stamp(of: field, &reading)
      if stamp == nil, unsafe !defersDate(field, index, &reading) {
        return unsafe refuseDate(field, index, &reading)
      }
      unsafe reading.chunk.append(stamp ?? ISO8601.Stamp(utc: 0, local: 0))
    case .clock:
      if let time = unsafe ClockText(field.bytes.span) {
        unsafe reading.row.clock = time.milliseconds
      } else if unsafe !defersDate(field, index, &reading) {
        return unsafe refuseDate(field, index, &reading)
      }
    case .currency:
      if let wanted, unsafe !field.holds(wanted) { return unsafe leaveOut(&reading) }
      unsafe reading.row.currency = unsafe field
    case .instrument:
      guard let name = unsafe reading.directory.index(of: field) else {
        return unsafe skips(&reading)
          ? .skipped : stop(layout.columns[index], .noInstrument, &reading)
      }
      unsafe reading.row.instrument = name
    }
    return nil
  }

  /// The time of a date, which is often that of the row before.
  @inline(__always)
  private func stamp(of field: CSVField, _ reading: inout CSVReading) -> ISO8601.Stamp? {
    if let last = unsafe reading.lastDate, unsafe last.field.count == field.count,
      unsafe memcmp(last.field.start, field.start, field.count) == 0
    {
      return unsafe last.stamp
    }
    guard let stamp = unsafe layout.dates?.notation.stamp(of: field.bytes.span) else { return nil }
    unsafe reading.lastDate = unsafe (field, stamp)
    return stamp
  }

  private func isComment(
    _ start: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>
  ) -> Bool {
    unsafe start[0] == UInt8(ascii: "#") && CSVLine(from: start, before: limit).isComment
  }

  /// The end of a line without its carriage return.
  private func lineEnd(
    _ position: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8> {
    let newline = unsafe CSVLine.newline(from: position, before: limit)
    return unsafe newline > position && newline[-1] == UInt8(ascii: "\r") ? newline - 1 : newline
  }

  @inline(__always)
  private func endsField(_ position: UnsafePointer<UInt8>) -> Bool {
    unsafe position[0] == delimiter || Self.isLineEnd(position)
  }

  /// Whether a line ends, or ends after one more delimiter.
  @inline(__always)
  private func endsLine(
    _ position: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>
  ) -> Bool {
    if unsafe position == limit || Self.isLineEnd(position) { return true }
    guard unsafe position[0] == delimiter else { return false }
    return unsafe position + 1 == limit || Self.isLineEnd(position + 1)
  }

  @inline(__always)
  private static func isLineEnd(_ position: UnsafePointer<UInt8>) -> Bool {
    unsafe position[0] == UInt8(ascii: "\n")
      || (position[0] == UInt8(ascii: "\r") && position[1] == UInt8(ascii: "\n"))
  }

  /// The value of a field that is not a plain number above the column's floor; NaN if missing or
  /// invalid.
  private func value(
    of field: CSVField, _ slot: Int, _ reading: inout CSVReading
  ) -> Double {
    if unsafe field.count == 0 { return .nan }
    do throws(RejectedRow.Reason) {
      return try unsafe layout.value(of: field.displayText, slot)
    } catch {
      unsafe reading.row.isUnfit = true
      if layout.shape == .long {
        if unsafe reading.row.fault == nil, layout.slots[slot].role == .close {
          unsafe reading.row.fault = (layout.columns[layout.slots[slot].field], error)
        }
      } else if unsafe !reading.hasUnfit[slot] {
        unsafe reading.hasUnfit[slot] = true
        let row = unsafe reading.chunk.rowCount
        unsafe reading.chunk.unfit.append(CSVChunk.Unfit(row: row, slot: slot, reason: error))
      }
      return .nan
    }
  }
}

extension CSVReading {
  /// Moves past the line that a position is on.
  mutating func finishLine(_ position: UnsafePointer<UInt8>) {
    unsafe next = CSVLine.newline(from: position, before: limit) + 1
    unsafe line += 1
  }

  /// Forgets what was read of a line that is skipped.
  mutating func forgetRow() {
    while unsafe chunk.utc.count > chunk.rowCount {
      unsafe chunk.utc.removeLast()
      unsafe chunk.local?.removeLast()
    }
    while let last = unsafe chunk.unfit.last, unsafe last.row == chunk.rowCount {
      unsafe hasUnfit[last.slot] = false
      unsafe chunk.unfit.removeLast()
    }
  }

  /// Adds a time of day to the last date.
  mutating func add(_ clock: Int64) {
    let last = unsafe chunk.utc.count - 1
    unsafe chunk.utc[last] += clock
    unsafe chunk.local?[last] += clock
  }

  /// Adds what a row holds beside numbers.
  mutating func finishRow(isLong: Bool) {
    if unsafe row.isUnfit || row.fault != nil { unsafe chunk.unfitRowCount += 1 }
    if unsafe row.clock != 0 { unsafe add(row.clock) }
    if unsafe row.currency != nil { unsafe noteCurrency() }
    guard isLong else { return }
    unsafe chunk.instruments.append(UInt32(row.instrument))
    guard let fault = unsafe row.fault, unsafe !directory.hasFault[row.instrument] else { return }
    unsafe directory.hasFault[row.instrument] = true
    unsafe chunk.faults.append(
      CSVChunk.Fault(
        row: chunk.rowCount, instrument: row.instrument, column: fault.column,
        reason: fault.reason))
  }

  private mutating func noteCurrency() {
    let name = unsafe row.instrument
    while unsafe chunk.currencies.count <= name {
      unsafe chunk.currencies.append(CSVChunk.Currencies())
    }
    guard let field = unsafe row.currency, unsafe field.count > 0,
      unsafe !field.holds(chunk.currencies[name].last)
    else { return }
    let text = unsafe field.displayText
    if unsafe chunk.currencies[name].first == nil {
      unsafe chunk.currencies[name].first = text
    } else if unsafe chunk.currencies[name].change == nil {
      unsafe chunk.currencies[name].change = (chunk.rowCount, text)
    }
    unsafe chunk.currencies[name].last = Array(text.utf8)
  }
}

extension CSVReading.Row {
  /// Whether the date, or the time of day, cannot be read.
  var hasUnreadableDate: Bool {
    if case .unreadableDate? = unsafe fault?.reason { true } else { false }
  }
}

extension CSVLayout {
  /// The value of a text in a slot's column; NaN if it stands for a missing value.
  func value(of text: String, _ slot: Int) throws(RejectedRow.Reason) -> Double {
    let value: Double
    do throws(CSVFault) { value = try numbers.value(of: text) } catch { throw .csv(error) }
    if value.isNaN || value > slots[slot].floor { return value }
    if slots[slot].isFloorSoft { return slots[slot].role == .close ? .leftOut : .nan }
    throw slots[slot].floor < 0 && slots[slot].role == .close
      ? .totalLoss(found: text.shortened) : .notPositive(found: text.shortened)
  }
}

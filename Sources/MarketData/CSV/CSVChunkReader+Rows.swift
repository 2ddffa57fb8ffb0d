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
    var isUnfit = false
    var clock: Int64 = 0
    if unsafe start[0] == UInt8(ascii: "#"), unsafe skips(start, &reading) { return .skipped }
    for (index, action) in actions.enumerated() {
      if index > 0 {
        guard unsafe position[0] == delimiter else {
          return unsafe refuseFieldCount(start, &reading)
        }
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
      guard
        let field = unsafe CSVField(
          from: position, before: lineEnd(position, reading.limit), delimiter)
      else { return unsafe stop(nil, .csv(.unclosedQuote), &reading) }
      unsafe position = field.next
      switch action {
      case .skip: break
      case .date:
        guard let stamp = unsafe layout.dates?.notation.stamp(of: field.bytes.span) else {
          return unsafe refuseDate(field, index, start, &reading)
        }
        unsafe reading.chunk.utc.append(stamp.utc)
        unsafe reading.chunk.local.append(stamp.local)
      case .clock:
        guard let time = unsafe ClockText(field.bytes.span) else {
          return unsafe refuseDate(field, index, start, &reading)
        }
        clock = time.milliseconds
      case .currency:
        if let wanted, unsafe !field.holds(wanted) { return unsafe leaveOut(&reading, position) }
        unsafe note(field, &reading)
      case .number(let slot, _):
        unsafe target[slot] = value(of: field, slot, &reading, &isUnfit)
      }
    }
    guard unsafe endsLine(position, reading.limit) else {
      return unsafe refuseFieldCount(start, &reading)
    }
    if isUnfit { unsafe reading.chunk.unfitRowCount += 1 }
    if clock != 0 { unsafe reading.add(clock) }
    unsafe reading.finishLine(position)
    return .row
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
    of field: CSVField, _ slot: Int, _ reading: inout CSVReading, _ isUnfit: inout Bool
  ) -> Double {
    if unsafe field.count == 0 { return .nan }
    do throws(RejectedRow.Reason) {
      return try unsafe layout.value(of: field.displayText, slot)
    } catch {
      isUnfit = true
      if unsafe !reading.hasUnfit[slot] {
        unsafe reading.hasUnfit[slot] = true
        let row = unsafe reading.chunk.rowCount
        unsafe reading.chunk.unfit.append(CSVChunk.Unfit(row: row, slot: slot, reason: error))
      }
      return .nan
    }
  }

  /// Notes the currency of a row.
  private func note(_ field: CSVField, _ reading: inout CSVReading) {
    if unsafe field.count == 0 || field.holds(reading.chunk.lastCurrency) { return }
    let text = unsafe field.displayText
    if unsafe reading.chunk.firstCurrency == nil {
      unsafe reading.chunk.firstCurrency = text
    } else if unsafe reading.chunk.currencyChange == nil {
      unsafe reading.chunk.currencyChange = (reading.chunk.rowCount, text)
    }
    unsafe reading.chunk.lastCurrency = Array(text.utf8)
  }
}

// MARK: - Refusals

extension CSVChunkReader {
  private func stop(
    _ column: String?, _ reason: RejectedRow.Reason, _ reading: inout CSVReading
  ) -> RowOutcome {
    unsafe reading.chunk.stop = CSVChunk.Stop(line: reading.line, column: column, reason: reason)
    unsafe reading.chunk.unfitRowCount += 1
    return .stopped
  }

  /// Skips the line if it holds no values.
  private func skips(_ start: UnsafePointer<UInt8>, _ reading: inout CSVReading) -> Bool {
    let line = unsafe CSVLine(from: start, before: reading.limit)
    guard unsafe line.isNoise(layout) else { return false }
    unsafe reading.chunk.skipped.append(reading.line)
    unsafe reading.forgetRow()
    unsafe reading.finishLine(line.end)
    return true
  }

  /// Passes over a row of another currency than the one wanted.
  private func leaveOut(
    _ reading: inout CSVReading, _ position: UnsafePointer<UInt8>
  ) -> RowOutcome {
    unsafe reading.chunk.skipped.append(reading.line)
    unsafe reading.forgetRow()
    unsafe reading.finishLine(position)
    return .skipped
  }

  private func refuseDate(
    _ field: CSVField, _ index: Int, _ start: UnsafePointer<UInt8>, _ reading: inout CSVReading
  ) -> RowOutcome {
    if unsafe skips(start, &reading) { return .skipped }
    let fields = unsafe CSVLine(from: start, before: reading.limit).fields(delimiter)
    guard unsafe fields?.count == layout.columns.count else {
      return unsafe refuseFieldCount(start, &reading)
    }
    let found = unsafe field.displayText.shortened
    return unsafe stop(layout.columns[index], .unreadableDate(found: found), &reading)
  }

  private func refuseFieldCount(
    _ start: UnsafePointer<UInt8>, _ reading: inout CSVReading
  ) -> RowOutcome {
    if unsafe skips(start, &reading) { return .skipped }
    let fields = unsafe CSVLine(from: start, before: reading.limit).fields(delimiter)
    let count = unsafe fields?.count
    guard let count else { return unsafe stop(nil, .csv(.unclosedQuote), &reading) }
    return unsafe stop(
      nil, .csv(.fieldCount(found: count, expected: layout.columns.count)), &reading)
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
      unsafe chunk.local.removeLast()
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
    unsafe chunk.local[last] += clock
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

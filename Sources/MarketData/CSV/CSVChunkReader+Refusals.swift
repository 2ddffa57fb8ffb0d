internal import Text

extension CSVChunkReader {
  func stop(
    _ column: String?, _ reason: RejectedRow.Reason, _ reading: inout CSVReading
  ) -> RowOutcome {
    unsafe reading.chunk.stop = CSVChunk.Stop(line: reading.line, column: column, reason: reason)
    unsafe reading.chunk.unfitRowCount += 1
    return .stopped
  }

  /// Skips the line if it holds no values.
  func skips(_ reading: inout CSVReading) -> Bool {
    let line = unsafe CSVLine(from: reading.next, before: reading.limit)
    guard unsafe line.isNoise(layout) else { return false }
    unsafe reading.chunk.skipped.append(reading.line)
    unsafe reading.forgetRow()
    unsafe reading.finishLine(line.end)
    return true
  }

  /// Passes over a row of another currency than the one wanted.
  func leaveOut(_ reading: inout CSVReading) -> RowOutcome {
    unsafe reading.chunk.skipped.append(reading.line)
    unsafe reading.forgetRow()
    unsafe reading.finishLine(reading.next)
    return .skipped
  }

  func refuseDate(
    _ field: CSVField, _ index: Int, _ reading: inout CSVReading
  ) -> RowOutcome {
    if unsafe skips(&reading) { return .skipped }
    let fields = unsafe CSVLine(from: reading.next, before: reading.limit).fields(delimiter)
    guard unsafe fields?.count == layout.columns.count else {
      return unsafe refuseFieldCount(&reading)
    }
    let found = unsafe field.displayText.shortened
    return unsafe stop(layout.columns[index], .unreadableDate(found: found), &reading)
  }

  /// Notes an unreadable date, which fails its instrument alone, in a long file.
  func defersDate(
    _ field: CSVField, _ index: Int, _ reading: inout CSVReading
  ) -> Bool {
    guard layout.shape == .long else { return false }
    if unsafe !reading.row.hasUnreadableDate {
      let found = unsafe field.displayText.shortened
      unsafe reading.row.fault = (layout.columns[index], .unreadableDate(found: found))
    }
    return true
  }

  func refuseFieldCount(_ reading: inout CSVReading) -> RowOutcome {
    if unsafe skips(&reading) { return .skipped }
    let fields = unsafe CSVLine(from: reading.next, before: reading.limit).fields(delimiter)
    let count = unsafe fields?.count
    guard let count else { return unsafe stop(nil, .csv(.unclosedQuote), &reading) }
    return unsafe stop(
      nil, .csv(.fieldCount(found: count, expected: layout.columns.count)), &reading)
  }
}

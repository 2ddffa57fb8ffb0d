internal import Text

/// The columns of a file, assembled from its chunks.
struct CSVTable: Sendable {
  let layout: CSVLayout
  private(set) var chunks: [CSVChunk]

  /// The number of lines before each chunk.
  private let firstLines: [Int]

  init(layout: CSVLayout, chunks: consuming [CSVChunk]) {
    self.layout = layout
    // Nothing after a fault counts, so that no figure depends on where chunks end.
    if let stop = chunks.firstIndex(where: { $0.stop != nil }) {
      chunks.removeSubrange((stop + 1)...)
    }
    self.chunks = chunks
    var lines = layout.firstLine
    firstLines = self.chunks.map { chunk in
      defer { lines += chunk.lineCount }
      return lines
    }
  }

  var rowCount: Int { chunks.reduce(0) { $0 + $1.rowCount } }
  var unfitRowCount: Int { chunks.reduce(0) { $0 + $1.unfitRowCount } }
  var utc: [Int64] { chunks.flatMap(\.utc) }
  /// The timestamps in the local time of the file; nil if they are those in UTC.
  var local: [Int64]? {
    chunks.contains { $0.local != nil } ? chunks.flatMap { $0.local ?? $0.utc } : nil
  }

  mutating func takeChunks() -> [CSVChunk] {
    defer { chunks = [] }
    return chunks
  }

  /// Frees the timestamps.
  mutating func dropTimes() {
    for index in chunks.indices { (chunks[index].utc, chunks[index].local) = ([], nil) }
  }

  /// The values of a column; NaN if missing.
  func column(_ slot: Int) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(rowCount)
    for chunk in chunks {
      let start = slot * chunk.lineCount
      values += chunk.values[start ..< start + chunk.rowCount]
    }
    return values
  }

  /// The value of a column in a row; NaN if missing.
  func value(_ slot: Int, _ row: Int) -> Double {
    var row = row
    for chunk in chunks {
      if row < chunk.rowCount { return chunk.values[slot * chunk.lineCount + row] }
      row -= chunk.rowCount
    }
    preconditionFailure("Row \(row) beyond the table")
  }

  /// The first row that makes the file unusable.
  func stop(path: String) -> RejectedRow? {
    for (chunk, first) in zip(chunks, firstLines) {
      if let stop = chunk.stop {
        return RejectedRow(
          file: path, line: first + stop.line, column: stop.column, reason: stop.reason)
      }
    }
    return nil
  }

  /// The line of each row.
  var lines: LineNumbers {
    if chunks.allSatisfy(\.skipped.isEmpty) { return .from(layout.firstLine) }
    return .listed(
      zip(chunks, firstLines).flatMap { chunk, first in
        let skipped = Set(chunk.skipped)
        return (0 ..< chunk.lineCount).filter { !skipped.contains($0) }.map { UInt32(first + $0) }
      })
  }

  /// The number of lines among the values that hold none.
  var skippedCount: Int { chunks.reduce(0) { $0 + $1.skipped.count } }

  /// The first row whose currency is not that of the rows before, with both currencies.
  var currencyChange: (row: Int, before: String, after: String)? {
    var last: [UInt8] = []
    var rows = 0
    for chunk in chunks {
      if let found = chunk.currencies.first, found.first != nil {
        if let change = found.change(after: last) {
          return (rows + (change.row ?? 0), change.before, change.after)
        }
        last = found.last
      }
      rows += chunk.rowCount
    }
    return nil
  }

  /// The first invalid field of a column.
  func unfit(_ slot: Int, path: String) -> RejectedRow? {
    for (chunk, first) in zip(chunks, firstLines) {
      if let unfit = chunk.unfit.first(where: { $0.slot == slot }) {
        return RejectedRow(
          file: path, line: first + chunk.line(of: unfit.row), column: layout.slots[slot].name,
          reason: unfit.reason)
      }
    }
    return nil
  }
}

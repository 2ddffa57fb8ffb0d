internal import Text

/// The columns of a file, assembled from its chunks.
struct CSVTable: Sendable {
  let layout: CSVLayout
  let chunks: [CSVChunk]

  /// The number of lines before each chunk.
  private let firstLines: [Int]

  init(layout: CSVLayout, chunks: [CSVChunk]) {
    self.layout = layout
    self.chunks = chunks
    var lines = layout.firstLine
    firstLines = chunks.map { chunk in
      defer { lines += chunk.lineCount }
      return lines
    }
  }

  var rowCount: Int { chunks.reduce(0) { $0 + $1.rowCount } }
  var unfitRowCount: Int { chunks.reduce(0) { $0 + $1.unfitRowCount } }
  var utc: [Int64] { chunks.flatMap(\.utc) }
  var local: [Int64] { chunks.flatMap(\.local) }

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
        return (0 ..< chunk.lineCount).filter { !skipped.contains($0) }.map { first + $0 }
      })
  }

  /// The number of lines among the values that hold none.
  var skippedCount: Int { chunks.reduce(0) { $0 + $1.skipped.count } }

  /// The first row whose currency is not that of the rows before, with both currencies.
  var currencyChange: (row: Int, before: String, after: String)? {
    var before: String?
    var rows = 0
    for chunk in chunks {
      if let first = chunk.firstCurrency {
        if let before, before != first { return (rows, before, first) }
        if let change = chunk.currencyChange { return (rows + change.row, first, change.text) }
        before = first
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

extension CSVDocument {
  /// The ranges of whole lines, about 1 MiB each, that make up the body; independent of the number
  /// of tasks.
  func chunkRanges() -> [Range<Int>] {
    unsafe file.withBytes { bytes in
      var ranges: [Range<Int>] = []
      var start = layout.bodyOffset
      while start < contentEnd {
        let target = min(start + 1 << 20, contentEnd)
        let newline = unsafe CSVLine.newline(from: bytes + target, before: bytes + contentEnd)
        let end = min(unsafe newline - bytes + 1, contentEnd)
        ranges.append(start ..< end)
        start = end
      }
      return ranges
    }
  }
}

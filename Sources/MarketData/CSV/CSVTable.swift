internal import Text

/// The columns of a file, assembled from its chunks.
struct CSVTable: Sendable {
  let layout: CSVLayout
  let chunks: [CSVChunk]

  /// The number of rows before each chunk.
  private let firstRows: [Int]

  init(layout: CSVLayout, chunks: [CSVChunk]) {
    self.layout = layout
    self.chunks = chunks
    var rows = 0
    firstRows = chunks.map { chunk in
      defer { rows += chunk.rowCount }
      return rows
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
      values += chunk.values[slot * chunk.rowCount ..< (slot + 1) * chunk.rowCount]
    }
    return values
  }

  /// The first row that makes the file unusable.
  func stop(path: String) -> RejectedRow? {
    for (chunk, first) in zip(chunks, firstRows) {
      if let stop = chunk.stop {
        return RejectedRow(
          file: path, line: layout.firstLine + first + stop.row, column: stop.column,
          reason: stop.reason)
      }
    }
    return nil
  }

  /// The first invalid field of a column.
  func unfit(_ slot: Int, path: String) -> RejectedRow? {
    for (chunk, first) in zip(chunks, firstRows) {
      if let unfit = chunk.unfit.first(where: { $0.slot == slot }) {
        return RejectedRow(
          file: path, line: layout.firstLine + first + unfit.row, column: layout.slots[slot].name,
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

internal import Text

/// The rows of one instrument in a long file.
struct CSVLongRows: Sendable {
  let instrument: InstrumentID
  var utc: [Int64] = []
  var local: [Int64]?
  var lines: [UInt32] = []
  /// The values, slot by slot, one per row; NaN if missing or invalid.
  var values: [[Double]]
  /// The row in which the currency changes, and how.
  var currencyChange: RejectedRow?
  /// The first fault, for which no row is kept.
  var error: MarketDataError?
}

/// The rows of a file with one row per date and instrument, assembled from its chunks.
struct CSVLongTable: Sendable {
  /// The instruments in order of first appearance.
  private(set) var instruments: [CSVLongRows] = []

  /// Distributes the rows of the chunks, each of which is freed on the way.
  init(_ table: inout CSVTable, path: String) {
    let layout = table.layout
    var chunks = table.takeChunks()
    var directory = NameDirectory()
    var counts: [Int] = []
    let indices = chunks.map { chunk in
      zip(chunk.names, chunk.groups).map { name, rows in
        guard !rows.isEmpty else { return 0 }
        let index = directory.index(of: name)
        if index == counts.count { counts.append(0) }
        counts[index] += rows.count
        return index
      }
    }
    instruments = directory.names.map { name in
      CSVLongRows(
        instrument: InstrumentID(rawValue: String(decoding: name, as: UTF8.self)),
        values: layout.slots.map { _ in [] })
    }
    noteFaults(layout, chunks, indices, path)
    let hasLocalTimes = chunks.contains { $0.local != nil }
    for index in instruments.indices where instruments[index].error == nil {
      instruments[index].reserve(counts[index], hasLocalTimes: hasLocalTimes)
    }
    var firstLine = layout.firstLine
    for index in chunks.indices {
      distribute(chunks[index], indices[index], firstLine)
      firstLine += chunks[index].lineCount
      chunks[index] = CSVChunk()
      // Else the memory of the chunks is kept beside that of the rows.
      if index % 256 == 255 { FreeMemory.returnToSystem() }
    }
  }

  /// Notes the first fault of each instrument, and the first change of its currency.
  private mutating func noteFaults(
    _ layout: CSVLayout, _ chunks: [CSVChunk], _ indices: [[Int]], _ path: String
  ) {
    var currencies = instruments.map { _ in [UInt8]() }
    let column = layout.currencyField.map { layout.columns[$0] }
    var firstLine = layout.firstLine
    for (chunk, indices) in zip(chunks, indices) {
      for fault in chunk.faults where instruments[indices[fault.instrument]].error == nil {
        instruments[indices[fault.instrument]].error = .row(
          RejectedRow(
            file: path, line: firstLine + chunk.line(of: fault.row), column: fault.column,
            reason: fault.reason))
      }
      for (name, found) in chunk.currencies.enumerated() where found.first != nil {
        let index = indices[name]
        if let change = found.change(after: currencies[index]),
          instruments[index].currencyChange == nil
        {
          let line = change.row.map(chunk.line) ?? Int(chunk.lines[chunk.groups[name].lowerBound])
          instruments[index].currencyChange = RejectedRow(
            file: path, line: firstLine + line, column: column,
            reason: .mixedCurrency(before: change.before, after: change.after))
        }
        currencies[index] = found.last
      }
      firstLine += chunk.lineCount
    }
  }

  private mutating func distribute(_ chunk: CSVChunk, _ indices: [Int], _ firstLine: Int) {
    for (index, rows) in zip(indices, chunk.groups)
    where !rows.isEmpty && instruments[index].error == nil {
      instruments[index].append(rows, of: chunk, UInt32(firstLine))
    }
  }
}

extension CSVLongRows {
  /// Hands over the rows.
  mutating func take() -> Self {
    let rows = self
    self = Self(instrument: instrument, values: [])
    return rows
  }

  mutating func reserve(_ count: Int, hasLocalTimes: Bool) {
    utc.reserveCapacity(count)
    lines.reserveCapacity(count)
    if hasLocalTimes {
      local = []
      local?.reserveCapacity(count)
    }
    for slot in values.indices { values[slot].reserveCapacity(count) }
  }

  mutating func append(_ rows: Range<Int>, of chunk: CSVChunk, _ firstLine: UInt32) {
    utc += chunk.utc[rows]
    local? += (chunk.local ?? chunk.utc)[rows]
    for line in chunk.lines[rows] { lines.append(firstLine + line) }
    for slot in values.indices {
      let start = slot * chunk.lineCount
      values[slot] += chunk.values[start + rows.lowerBound ..< start + rows.upperBound]
    }
  }
}

extension CSVChunk.Currencies {
  /// The first row in which the currency is not that of the row before, nil for the first that
  /// states one, given the currency before the chunk.
  func change(after last: [UInt8]) -> (row: Int?, before: String, after: String)? {
    guard let first else { return nil }
    if !last.isEmpty, !first.utf8.elementsEqual(last) {
      return (nil, String(decoding: last, as: UTF8.self), first)
    }
    return change.map { ($0.row, first, $0.text) }
  }
}

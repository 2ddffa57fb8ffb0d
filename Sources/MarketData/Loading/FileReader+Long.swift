internal import Synchronization
internal import Text

/// Files with one row per instrument and date.
extension FileReader {
  func readLong(
    _ table: consuming CSVTable, _ counted: InputFile, jobs: Int
  ) async -> FileReading {
    let layout = table.layout
    let rows = Mutex(CSVLongTable(&table, path: path).instruments)
    let indices = Array(rows.withLock(\.indices))
    // Rows are freed as soon as their history is made.
    let results = await concurrentMap(indices, jobs: jobs) { index in
      let one = rows.withLock { $0[index].take() }
      return (
        one.instrument, Result { () throws(MarketDataError) in try self.series(of: one, layout) }
      )
    }
    var reading = FileReading(input: counted)
    var unused = Set<String>(layout.unusedColumns)
    for (instrument, result) in results {
      switch result {
      case .success(let series):
        reading.series.append(series)
        unused.formUnion(series.incompleteColumns)
      case .failure(let error):
        reading.failures.append(
          InstrumentFailure(instrument: instrument, file: path, error: error))
      }
    }
    reading.input.unusedColumns = layout.columns.filter(unused.contains)
    return reading
  }

  private func series(
    of rows: CSVLongRows, _ layout: CSVLayout
  ) throws(MarketDataError) -> ReadSeries {
    if let error = rows.error { throw error }
    let lines = LineNumbers.listed(rows.lines)
    let order = try builder.order(
      of: rows.instrument, utc: rows.utc, local: rows.local, lines: lines, column: layout.dateName
    ) { a, b in
      rows.values.allSatisfy { $0[a] == $0[b] || $0[a].isNaN && $0[b].isNaN }
    }
    var series = try builder.series(
      RawBars(
        instrument: rows.instrument, times: order.times, lines: order.ordered(lines),
        column: layout.slots[0].name, close: order.ordered(rows.values[0]),
        fields: zip(layout.slots, rows.values).dropFirst().map { slot, values in
          RawBars.Field(role: slot.role, name: slot.name, values: order.ordered(values))
        }))
    series.findings += order.findings
    if let change = rows.currencyChange {
      series.findings.append(try mixedCurrency(of: rows.instrument, change))
    }
    return series
  }
}

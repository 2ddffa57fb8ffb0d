internal import SystemPackage
internal import Text

/// The result of reading one file.
struct FileReading: Sendable {
  var series: [ReadSeries] = []
  var failures: [InstrumentFailure] = []
  var input: InputFile
}

/// A closure that inspects the bytes of each file while they are in memory.
public typealias FileInspector = @Sendable (_ path: String, _ bytes: Span<UInt8>) -> Void

/// Reads one file.
struct FileReader: Sendable {
  let path: String
  let options: LoadOptions

  private var builder: SeriesBuilder { SeriesBuilder(path: path, options: options) }

  /// Reads the file with the given number of tasks; errors are returned among the failures.
  func read(jobs: Int, inspect: FileInspector?) async -> FileReading {
    do throws(FileFault) {
      let file = try FileBytes(path: path)
      return await read(file, jobs: jobs, inspect: inspect)
    } catch {
      return failed(.file(path, error), input(byteCount: 0))
    }
  }

  private func read(_ file: FileBytes, jobs: Int, inspect: FileInspector?) async -> FileReading {
    guard let inspect else { return await read(file, jobs: jobs) }
    if jobs == 1 {
      file.withSpan { inspect(path, $0) }
      return await read(file, jobs: 1)
    }
    async let inspected: Void = file.withSpan { inspect(path, $0) }
    let result = await read(file, jobs: jobs)
    await inspected
    return result
  }

  private func read(_ file: FileBytes, jobs: Int) async -> FileReading {
    let document: CSVDocument
    do throws(MarketDataError) {
      document = try CSVDocument(file, options: options)
    } catch {
      return failed(error, input(byteCount: file.count))
    }
    var reading =
      if let reader = CSVLongReader(document, options.format) {
        readLong(reader)
      } else {
        await readColumns(document, jobs: jobs)
      }
    reading.input.byteCount = file.count
    reading.input.format = document.layout.format(encoding: document.encoding)
    return reading
  }

  private func failed(_ error: MarketDataError, _ input: InputFile) -> FileReading {
    let failure = InstrumentFailure(instrument: nil, file: path, error: error)
    return FileReading(failures: [failure], input: input)
  }

  private func input(
    _ shape: FileShape? = nil, rows: Int = 0, rejected: Int = 0, byteCount: Int,
    unused: [String] = [], skipped: Int = 0
  ) -> InputFile {
    InputFile(
      path: path, shape: shape, rows: rows, rejected: rejected, byteCount: byteCount,
      unusedColumns: unused, skippedLines: skipped)
  }
}

// MARK: - One column per instrument, or one instrument

extension FileReader {
  private func readColumns(_ document: CSVDocument, jobs: Int) async -> FileReading {
    let layout = document.layout
    let reader = CSVChunkReader(layout, options.format)
    let table = CSVTable(
      layout: layout,
      chunks: await concurrentMap(document.chunkRanges(), jobs: jobs) { range in
        reader.chunk(of: document.file, range)
      })
    let counted = input(
      layout.shape, rows: table.rowCount, rejected: table.unfitRowCount,
      byteCount: document.file.count, unused: layout.unusedColumns,
      skipped: layout.bannerCount + table.skippedCount)
    do throws(MarketDataError) {
      if let row = table.stop(path: path) { throw .row(row) }
      let currency = try mixedCurrency(table)
      let order = try order(of: table)
      var reading = await series(of: table, order, counted, jobs: jobs)
      for index in reading.series.indices {
        reading.series[index].findings += (order?.findings ?? []) + (currency.map { [$0] } ?? [])
      }
      return reading
    } catch {
      return failed(error, counted)
    }
  }

  /// A change of the currency, which fails the file unless it is to be a warning.
  private func mixedCurrency(_ table: CSVTable) throws(MarketDataError) -> DataFinding? {
    guard let change = table.currencyChange else { return nil }
    return try mixedCurrency(
      of: onlyInstrument(table.layout),
      RejectedRow(
        file: path, line: table.lines[change.row],
        column: table.layout.currencyField.map { table.layout.columns[$0] },
        reason: .mixedCurrency(before: change.before, after: change.after)))
  }

  private func mixedCurrency(
    of instrument: InstrumentID?, _ row: RejectedRow
  ) throws(MarketDataError) -> DataFinding {
    if options.treatment(of: .mixedCurrency, for: instrument) == .reject { throw .row(row) }
    return DataFinding(
      kind: .mixedCurrency, message: "\(row.reason.problem) on line \(row.line)",
      remedy: "split the file where the currency changes")
  }

  /// The rows in order of time; nil for an undated file.
  private func order(of table: CSVTable) throws(MarketDataError) -> RowOrder? {
    guard table.layout.dates != nil else {
      return options.format.order == .descending ? RowOrder(reversing: table.rowCount) : nil
    }
    let columns = table.layout.slots.indices
    return try builder.order(
      of: onlyInstrument(table.layout), utc: table.utc, local: table.local, lines: table.lines,
      column: table.layout.dateName
    ) { a, b in
      columns.allSatisfy { slot in
        let (first, second) = (table.value(slot, a), table.value(slot, b))
        return first == second || first.isNaN && second.isNaN
      }
    }
  }

  private func series(
    of table: CSVTable, _ order: RowOrder?, _ counted: InputFile, jobs: Int
  ) async -> FileReading {
    let lines = order?.ordered(table.lines) ?? table.lines
    let names = instrumentNames(table.layout)
    let blocks = stride(from: 0, to: names.count, by: 64).map { $0 ..< min($0 + 64, names.count) }
    let results = await concurrentMap(blocks, jobs: jobs) { block in
      block.map { slot in
        Result { () throws(MarketDataError) in
          try bars(of: table, slot, InstrumentID(rawValue: names[slot]), order, lines)
        }
      }
    }.flatMap(\.self)
    var reading = FileReading(input: counted)
    var unused = table.layout.unusedColumns
    for (slot, result) in results.enumerated() {
      switch result {
      case .success(let series):
        reading.series.append(series)
        unused += series.incompleteColumns
      case .failure(let error):
        let instrument = InstrumentID(rawValue: names[slot])
        reading.failures.append(
          InstrumentFailure(instrument: instrument, file: path, error: error))
      }
    }
    reading.input.unusedColumns = unused
    return reading
  }

  private func bars(
    of table: CSVTable, _ slot: Int, _ instrument: InstrumentID, _ order: RowOrder?,
    _ lines: LineNumbers
  ) throws(MarketDataError) -> ReadSeries {
    if let row = table.unfit(slot, path: path) { throw .row(row) }
    let isWhole = table.layout.shape == .oneInstrument
    let others = isWhole ? 1 ..< table.layout.slots.count : 0 ..< 0
    func values(_ slot: Int) -> [Double] {
      order?.ordered(table.column(slot)) ?? table.column(slot)
    }
    return try builder.series(
      RawBars(
        instrument: instrument, times: order?.times, lines: lines,
        column: table.layout.slots[slot].name, close: values(slot),
        fields: others.map { other in
          let column = table.layout.slots[other]
          return RawBars.Field(role: column.role, name: column.name, values: values(other))
        }))
  }

  /// The instrument of a file of one; nil for a file of several.
  private func onlyInstrument(_ layout: CSVLayout) -> InstrumentID? {
    let names = instrumentNames(layout)
    return names.count == 1 ? InstrumentID(rawValue: names[0]) : nil
  }

  /// The instruments of a file: its base name, or the names of its columns.
  private func instrumentNames(_ layout: CSVLayout) -> [String] {
    let stem = FilePath(path).stem ?? path
    if layout.shape == .oneInstrument || layout.columns.first == "#1" && layout.slots.count == 1 {
      return [stem]
    }
    if layout.slots.count == 1, let slot = layout.slots.first {
      let isColumn = slot.name == layout.columns[slot.field] && !slot.name.contains(" ")
      if layout.shape == .undated || !isColumn { return [stem] }
    }
    return layout.slots.map { slot in
      slot.name.isEmpty || slot.name == "#\(slot.field + 1)"
        ? "\(stem)#\(slot.field + 1)" : slot.name
    }
  }
}

// MARK: - One row per instrument and date

extension FileReader {
  private func readLong(_ reader: CSVLongReader) -> FileReading {
    let document = reader.document
    let size = document.file.count
    let contents: CSVLongReader.Contents
    do throws(MarketDataError) {
      contents = try reader.read()
    } catch {
      return failed(error, input(.long, rejected: 1, byteCount: size))
    }
    var reading = FileReading(input: input(byteCount: size))
    var unused = Set<String>(document.layout.unusedColumns)
    for rows in contents.instruments {
      do throws(MarketDataError) {
        let series = try series(of: rows, document.layout)
        reading.series.append(series)
        unused.formUnion(series.incompleteColumns)
      } catch {
        reading.failures.append(
          InstrumentFailure(instrument: rows.instrument, file: path, error: error))
      }
    }
    reading.input = input(
      .long, rows: contents.rowCount, rejected: contents.unfitRowCount, byteCount: size,
      unused: document.layout.columns.filter(unused.contains),
      skipped: document.layout.bannerCount + contents.skippedCount)
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

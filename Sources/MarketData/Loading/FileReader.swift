internal import SystemPackage
internal import Text

/// The result of reading one file.
struct FileReading: Sendable {
  var series: [ReadSeries] = []
  var failures: [InstrumentFailure] = []
  var input: InputFile
}

/// A closure that inspects the bytes of each file.
///
/// The pieces of a file arrive in order, each with the number of bytes before it; a piece at 0
/// begins the file anew.
public typealias FileInspector =
  @Sendable (
    _ path: String, _ offset: Int, _ bytes: Span<UInt8>
  ) -> Void

/// Reads one file.
struct FileReader: Sendable {
  let path: String
  let options: LoadOptions
  var sizes = LineBlocks.Sizes.usual

  var builder: SeriesBuilder { SeriesBuilder(path: path, options: options) }

  /// Reads the file with the given number of tasks; errors are returned among the failures.
  ///
  /// A large plain file is read in blocks, so that memory holds its values and never its text; a
  /// small or encoded one is read whole.
  func read(jobs: Int, inspect: FileInspector?) async -> FileReading {
    do throws(FileFault) {
      if let blocks = try LineBlocks(path: path, sizes: sizes),
        let reading = try await read(blocks, jobs: jobs, inspect: inspect)
      {
        return reading
      }
      let file = try FileBytes(path: path)
      return await read(file, jobs: jobs, inspect: inspect)
    } catch {
      return failed(.file(path, error), input(byteCount: 0))
    }
  }

  private func read(_ file: FileBytes, jobs: Int, inspect: FileInspector?) async -> FileReading {
    guard let inspect else { return await read(file, jobs: jobs) }
    if jobs == 1 {
      file.withSpan { inspect(path, 0, $0) }
      return await read(file, jobs: 1)
    }
    async let inspected: Void = file.withSpan { inspect(path, 0, $0) }
    let result = await read(file, jobs: jobs)
    await inspected
    return result
  }

  private func read(_ file: FileBytes, jobs: Int) async -> FileReading {
    do throws(MarketDataError) {
      let document = try CSVDocument(file, options: options)
      return try await read(document, file.count, jobs: jobs, inspect: nil)
        ?? failed(.file(path, .notText(line: 1)), input(byteCount: file.count))
    } catch {
      return failed(error, input(byteCount: file.count))
    }
  }

  /// Reads a large file in blocks; nil if it has to be read whole.
  private func read(
    _ blocks: LineBlocks, jobs: Int, inspect: FileInspector?
  ) async throws(FileFault) -> FileReading? {
    let inspectPiece = inspect.map { [path] inspect -> LineBlocks.Inspector in
      { offset, bytes in inspect(path, offset, bytes) }
    }
    do throws(MarketDataError) {
      guard let document = try CSVDocument(blocks, options: options) else { return nil }
      return try await read(document, blocks.count, jobs: jobs, inspect: inspectPiece)
    } catch {
      while let inspectPiece, try blocks.next(inspectPiece) != nil {}
      return failed(error, input(byteCount: blocks.count))
    }
  }

  /// Reads the values; nil if a block of the text is not UTF-8.
  private func read(
    _ document: CSVDocument, _ byteCount: Int, jobs: Int, inspect: LineBlocks.Inspector?
  ) async throws(MarketDataError) -> FileReading? {
    let layout = document.layout
    let reader = CSVChunkReader(layout, options.format)
    // The table must be the only owner of the chunks, so that it can free them one by one.
    var chunks: [CSVChunk]?
    do throws(FileFault) {
      chunks = try await document.chunks(reader, jobs: jobs, inspect: inspect)
    } catch {
      throw .file(path, error)
    }
    guard let owned = chunks.take() else { return nil }
    var reading = await read(
      CSVTable(layout: layout, chunks: consume owned), byteCount, jobs: jobs)
    reading.input.byteCount = byteCount
    reading.input.format = layout.format(encoding: document.encoding)
    return reading
  }

  private func read(
    _ table: consuming CSVTable, _ byteCount: Int, jobs: Int
  ) async -> FileReading {
    let layout = table.layout
    let counted = input(
      layout.shape, rows: table.rowCount, rejected: table.unfitRowCount, byteCount: byteCount,
      unused: layout.unusedColumns, skipped: layout.bannerCount + table.skippedCount)
    if let row = table.stop(path: path) { return failed(.row(row), counted) }
    if layout.shape == .long { return await readLong(table, counted, jobs: jobs) }
    return await readColumns(table, counted, jobs: jobs)
  }

  func failed(_ error: MarketDataError, _ input: InputFile) -> FileReading {
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
  private func readColumns(
    _ table: consuming CSVTable, _ counted: InputFile, jobs: Int
  ) async -> FileReading {
    do throws(MarketDataError) {
      let currency = try mixedCurrency(table)
      let order = try order(of: table)
      table.dropTimes()
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

  func mixedCurrency(
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
    var builder = builder
    builder.axis = (order?.times).map { ScreenedAxis(.times($0), holidays: options.holidays) }
    let shared = builder
    let blocks = stride(from: 0, to: names.count, by: 64).map { $0 ..< min($0 + 64, names.count) }
    let results = await concurrentMap(blocks, jobs: jobs) { block in
      block.map { slot in
        Result { () throws(MarketDataError) in
          try shared.series(
            bars(of: table, slot, InstrumentID(rawValue: names[slot]), order, lines))
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
  ) throws(MarketDataError) -> RawBars {
    if let row = table.unfit(slot, path: path) { throw .row(row) }
    let isWhole = table.layout.shape == .oneInstrument
    let others = isWhole ? 1 ..< table.layout.slots.count : 0 ..< 0
    func values(_ slot: Int) -> [Double] {
      order?.ordered(table.column(slot)) ?? table.column(slot)
    }
    return RawBars(
      instrument: instrument, times: order?.times, lines: lines,
      column: table.layout.slots[slot].name, close: values(slot),
      fields: others.map { other in
        let column = table.layout.slots[other]
        return RawBars.Field(role: column.role, name: column.name, values: values(other))
      })
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

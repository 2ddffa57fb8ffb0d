internal import Text

/// The text of a CSV file and its layout.
struct CSVDocument: Sendable {
  /// Where the text is.
  enum Text: Sendable {
    case memory(FileBytes)
    case blocks(LineBlocks)
  }

  let text: Text
  /// The encoding that the text was converted from.
  let encoding: String
  private(set) var layout: CSVLayout
  /// The number of bytes up to the end of the last row of values.
  let contentEnd: Int

  /// Decodes a file in memory and determines its layout.
  ///
  /// - Throws: `file`, or `row` for a fault in the first lines.
  init(_ file: FileBytes, options: LoadOptions) throws(MarketDataError) {
    let text: FileBytes
    do throws(FileFault) {
      (text, encoding) = try file.decoded(encoding: options.format.encoding) { text in
        text.split(whereSeparator: { ",;\t|\n\r\"".contains($0) })
          .count { ![.unknown, .rowNumber].contains(ColumnRole(String($0))) }
      }
    } catch {
      throw .file(file.path, error)
    }
    text.endLinesWithFeeds()
    self.text = .memory(text)
    let finder: CSVLayoutFinder
    (finder, layout, contentEnd) = try Self.layout(of: text, options)
    try settleDates(finder)
  }

  /// Determines the layout of a large file by its first and last lines; nil if it has to be read
  /// whole: it is not UTF-8, or its lines end with carriage returns.
  ///
  /// - Throws: `file`, or `row` for a fault in the first lines.
  init?(_ blocks: LineBlocks, options: LoadOptions) throws(MarketDataError) {
    let outline: (bytes: FileBytes, headCount: Int)?
    do throws(FileFault) { outline = try blocks.outline() } catch {
      throw .file(blocks.path, error)
    }
    guard options.format.encoding == nil, let (bytes, headCount) = outline, bytes.isPlainText,
      !bytes.endsLinesWithReturns
    else { return nil }
    text = .blocks(blocks)
    encoding = "UTF-8"
    let end: Int
    let finder: CSVLayoutFinder
    (finder, layout, end) = try Self.layout(of: bytes, options)
    contentEnd = blocks.count - (bytes.count - end)
    guard layout.bodyOffset < headCount, end > headCount else { return nil }
    try settleDates(finder)
  }

  private static func layout(
    of file: FileBytes, _ options: LoadOptions
  ) throws(MarketDataError) -> (CSVLayoutFinder, CSVLayout, end: Int) {
    try unsafe file.withBytes { (bytes) throws(MarketDataError) in
      let sample: CSVSample
      let cursor: CSVCursor
      do throws(CSVRefusal) {
        sample = try unsafe CSVSample(bytes, count: file.count, options: options.format)
        unsafe cursor = try unsafe CSVCursor(bytes, count: file.count)
      } catch {
        throw MarketDataError(error, file.path)
      }
      let finder = CSVLayoutFinder(path: file.path, options: options, sample: sample)
      let layout = try finder.layout()
      return (finder, layout, unsafe CSVFooter.start(bytes, cursor.limit - bytes, layout))
    }
  }

  /// Decides by the whole column how dates are written, where the first lines do not.
  ///
  /// - Throws: `ambiguousDates` if it does not either.
  private mutating func settleDates(_ finder: CSVLayoutFinder) throws(MarketDataError) {
    guard let dates = layout.dates, dates.candidates.count > 1 else { return }
    var found = DateColumn(field: dates.field, delimiter: layout.delimiter)
    switch text {
    case .memory(let file): found.add(file, layout.bodyOffset ..< contentEnd)
    case .blocks(let blocks):
      do throws(FileFault) {
        let again = try blocks.reopened()
        while !found.isSettled, let block = try again?.next(nil) {
          found.add(block.bytes, body(of: block))
        }
      } catch {
        throw .file(blocks.path, error)
      }
    }
    let notation = try finder.notation(found, layout)
    layout.dates?.notation = notation
  }
}

// MARK: - Runs of lines

extension CSVDocument {
  /// The part of a block that is in the body.
  private func body(of block: LineBlocks.Block) -> Range<Int> {
    let start = min(max(0, layout.bodyOffset - block.start), block.bytes.count)
    return start ..< max(start, min(block.bytes.count, contentEnd - block.start))
  }

  /// The chunks of the body, in order, read by a number of tasks; nil if a block is not UTF-8.
  func chunks(
    _ reader: CSVChunkReader, jobs: Int, inspect: LineBlocks.Inspector?
  ) async throws(FileFault) -> [CSVChunk]? {
    switch text {
    case .memory(let file):
      return await concurrentMap(ranges(of: file), jobs: jobs) { reader.chunk(of: file, $0) }
    case .blocks(let blocks):
      var chunks: [(index: Int, chunk: CSVChunk)] = []
      let parts = await concurrentMap(Array(0 ..< jobs), jobs: jobs) { _ in
        Result { () throws(FileFault) in try self.chunks(of: blocks, reader, inspect) }
      }
      for part in parts {
        guard let part = try part.get() else { return nil }
        chunks += part
      }
      return chunks.sorted { $0.index < $1.index }.map(\.chunk)
    }
  }

  /// The chunks of the blocks that one task takes.
  private func chunks(
    of blocks: LineBlocks, _ reader: CSVChunkReader, _ inspect: LineBlocks.Inspector?
  ) throws(FileFault) -> [(index: Int, chunk: CSVChunk)]? {
    var found: [(index: Int, chunk: CSVChunk)] = []
    while let block = try blocks.next(inspect) {
      guard block.bytes.isUTF8 else { return nil }
      found.append((block.index, reader.chunk(of: block.bytes, body(of: block))))
    }
    return found
  }

  /// The ranges of whole lines, about 1 MiB each, that make up the body; independent of the number
  /// of tasks.
  private func ranges(of file: FileBytes) -> [Range<Int>] {
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

/// What a column of dates shows about how they are written.
struct DateColumn {
  let field: Int
  let delimiter: UInt8
  private(set) var dates: [DateText] = []
  private var last: [UInt8] = []
  private var fitting = DateNotation.PartOrder.allCases

  /// Whether at most one order of year, month and day is left.
  var isSettled: Bool { fitting.count < 2 }

  init(field: Int, delimiter: UInt8) {
    (self.field, self.delimiter) = (field, delimiter)
  }

  /// Adds the dates of a run of lines, up to the one that settles it; of equal neighbors one.
  mutating func add(_ file: FileBytes, _ range: Range<Int>) {
    unsafe file.withBytes { bytes in
      var fields: [CSVField] = unsafe []
      var next = unsafe bytes + range.lowerBound
      let limit = unsafe bytes + range.upperBound
      while !isSettled, unsafe next < limit {
        let line = unsafe CSVLine(from: next, before: limit)
        unsafe next = line.end + 1
        unsafe fields.removeAll(keepingCapacity: true)
        guard unsafe line.appendFields(to: &fields, delimiter), unsafe field < fields.count,
          unsafe !fields[field].holds(last), let date = unsafe DateText(fields[field].bytes.span)
        else { continue }
        last = unsafe Array(fields[field].bytes)
        fitting.removeAll { date.date($0) == nil }
        dates.append(date)
      }
    }
  }
}

extension CSVLayoutFinder {
  /// The notation that the whole column of dates decides.
  ///
  /// - Throws: `ambiguousDates` if it does not.
  fileprivate func notation(
    _ found: DateColumn, _ layout: CSVLayout
  ) throws(MarketDataError) -> DateNotation {
    let example = sample.column(found.field).first ?? ""
    let reason: RejectedRow.Reason
    switch DateNotation.inferred(from: found.dates) {
    case .notation(let notation): return notation
    case .ambiguous(let orders): reason = .ambiguousDates(found: example, orders)
    case .none: reason = .unreadableDate(found: example)
    }
    throw refusal(reason, columns[found.field], line: layout.firstLine)
  }
}

/// Lines after the values, such as a source or a legal notice.
enum CSVFooter {
  /// The most lines that a footer has.
  private static let most = 40

  /// The end of the last row of values before the end of the file.
  static func start(_ bytes: UnsafePointer<UInt8>, _ end: Int, _ layout: CSVLayout) -> Int {
    var (last, kept) = (end, end)
    for _ in 0 ..< most {
      guard last > layout.bodyOffset else { return kept }
      let line = unsafe CSVLine(lastBefore: bytes + last, from: bytes + layout.bodyOffset)
      guard unsafe line.isNoise(layout) else { return kept }
      kept = max(layout.bodyOffset, unsafe line.start - bytes - 1)
      last = kept
    }
    return end
  }
}

extension CSVLine {
  /// Whether a line among the values is not a row: blank, a comment, or without any date and
  /// number, such as a repeated header.
  func isNoise(_ layout: CSVLayout) -> Bool {
    guard let fields = unsafe fields(layout.delimiter) else { return false }
    if unsafe isComment { return true }
    let isWhole = unsafe fields.count == layout.columns.count
    for index in unsafe fields.indices {
      let field = unsafe fields[index]
      if unsafe field.count == 0 { continue }
      if index == layout.dateField {
        if unsafe layout.dates?.notation.stamp(of: field.bytes.span) != nil { return false }
        if let date = unsafe DateText(field.bytes.span), date.numbers.count > 1 { return false }
      } else if unsafe NumberNotation.isNumber(field.displayText) {
        // A number in a text that a delimiter cut is not a value.
        if isWhole || layout.dateField == nil { return false }
      }
    }
    return true
  }
}

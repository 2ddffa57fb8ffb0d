internal import Text

/// The text of a CSV file and its layout.
struct CSVDocument: Sendable {
  let file: FileBytes
  /// The encoding that the text was converted from.
  let encoding: String
  let layout: CSVLayout
  /// The number of bytes up to the end of the last row of values.
  let contentEnd: Int

  /// Decodes a file and determines its layout.
  ///
  /// - Throws: `file`, or `row` for a fault in the first lines.
  init(_ file: FileBytes, options: LoadOptions) throws(MarketDataError) {
    do throws(FileFault) {
      (self.file, encoding) = try file.decoded(encoding: options.format.encoding) { text in
        text.split(whereSeparator: { ",;\t|\n\r\"".contains($0) })
          .count { ![.unknown, .rowNumber].contains(ColumnRole(String($0))) }
      }
    } catch {
      throw .file(file.path, error)
    }
    self.file.endLinesWithFeeds()
    let text = self.file
    (layout, contentEnd) = try unsafe text.withBytes { (bytes) throws(MarketDataError) in
      try unsafe Self.layout(bytes, text, options)
    }
  }

  private static func layout(
    _ bytes: UnsafePointer<UInt8>, _ file: FileBytes, _ options: LoadOptions
  ) throws(MarketDataError) -> (CSVLayout, Int) {
    let sample: CSVSample
    let cursor: CSVCursor
    do throws(CSVRefusal) {
      sample = try unsafe CSVSample(bytes, count: file.count, options: options.format)
      unsafe cursor = try unsafe CSVCursor(bytes, count: file.count)
    } catch {
      throw MarketDataError(error, file.path)
    }
    let finder = CSVLayoutFinder(path: file.path, options: options, sample: sample)
    var layout = try finder.layout()
    let end = unsafe CSVFooter.start(bytes, cursor.limit - bytes, layout)
    if let dates = layout.dates, dates.candidates.count > 1 {
      let notation = try unsafe finder.settled(dates, layout, bytes, end)
      layout.dates?.notation = notation
    }
    return (layout, end)
  }
}

extension CSVLayoutFinder {
  /// The notation of dates that the whole column decides.
  ///
  /// - Throws: `ambiguousDates` if it does not.
  fileprivate func settled(
    _ dates: CSVLayout.Dates, _ layout: CSVLayout, _ bytes: UnsafePointer<UInt8>, _ end: Int
  ) throws(MarketDataError) -> DateNotation {
    var found: [DateText] = []
    var fields: [CSVField] = unsafe []
    var next = unsafe bytes + layout.bodyOffset
    let limit = unsafe bytes + end
    while unsafe next < limit {
      let line = unsafe CSVLine(from: next, before: limit)
      unsafe next = line.end + 1
      unsafe fields.removeAll(keepingCapacity: true)
      guard unsafe line.appendFields(to: &fields, layout.delimiter),
        unsafe dates.field < fields.count,
        let date = unsafe DateText(fields[dates.field].bytes.span)
      else { continue }
      found.append(date)
    }
    switch DateNotation.inferred(from: found) {
    case .notation(let notation): return notation
    case .ambiguous(let orders):
      throw refusal(
        .ambiguousDates(found: sample.column(dates.field).first ?? "", orders),
        columns[dates.field], line: layout.firstLine)
    case .none:
      throw refusal(
        .unreadableDate(found: sample.column(dates.field).first ?? ""), columns[dates.field],
        line: layout.firstLine)
    }
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
    if unsafe start < end && start[0] == UInt8(ascii: "#") { return true }
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

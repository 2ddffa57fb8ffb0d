internal import Text

/// Determines the layout of a file from its first lines.
///
/// - A column of instrument names makes the file long.
/// - A price column with a usual name, or columns that can only be the bars of one instrument, make
///   it one instrument.
/// - Otherwise each column of prices is an instrument: wide with dates, undated without.
struct CSVLayoutFinder {
  let path: String
  let options: LoadOptions
  let sample: CSVSample
  let columns: [String]
  var roles: [ColumnRole]
  /// Whether the lines before the values name the columns.
  let hasHeader: Bool
  /// Whether each column holds numbers.
  let areNumbers: [Bool]
  /// The ticker and the role of which the name of each column is made; nil for a plain name.
  let tickersAndRoles: [(Substring, ColumnRole)?]

  init(path: String, options: LoadOptions, sample: CSVSample) {
    self.path = path
    self.options = options
    self.sample = sample
    hasHeader = !sample.headers.isEmpty
    columns = Self.columnNames(sample)
    tickersAndRoles = columns.map { Self.tickerAndRole($0) }
    areNumbers = columns.indices.map { Self.areNumbers(sample.column($0)) }
    roles = hasHeader ? columns.map(ColumnRole.init) : columns.map { _ in .unknown }
  }

  var format: CSVFormatOptions { options.format }

  /// The line of the names of the columns, or of the first values.
  private var headerLine: Int { (sample.headers.last ?? sample.rows.first)?.line ?? 1 }

  func refusal(_ reason: RejectedRow.Reason, _ column: String? = nil, line: Int? = nil)
    -> MarketDataError
  {
    .row(RejectedRow(file: path, line: line ?? headerLine, column: column, reason: reason))
  }

  func layout() throws(MarketDataError) -> CSVLayout {
    try refuseShortHeader()
    guard let first = sample.rows.first else {
      throw hasHeader || sample.bannerCount > 0
        ? refusal(.csv(.headerAlone)) : .file(path, .empty)
    }
    var finder = self
    try finder.applyNames()
    let dates = try finder.dates()
    try finder.checkZone(dates)
    finder.settleRoles(dates)
    let instrument = finder.instrumentField(dates)
    var layout = CSVLayout(
      shape: .undated, columns: columns, dates: dates, instrumentField: instrument,
      currencyField: finder.currencyField(), delimiter: sample.delimiter, bodyOffset: first.start,
      firstLine: first.line, bannerCount: sample.bannerCount)
    layout.shape = finder.shape(dates, instrument)
    layout.slots =
      switch layout.shape {
      case .long, .oneInstrument: try finder.barSlots(layout)
      case .wide, .undated: try finder.seriesSlots(layout)
      }
    let taken = [layout.dateField, layout.dates?.clockField, layout.instrumentField]
    if let clash = layout.slots.first(where: { taken.contains($0.field) }) {
      throw refusal(.noPriceColumn(found: columns), columns[clash.field])
    }
    layout.numbers = try finder.numberNotation(layout.slots)
    return layout
  }

  /// Refuses names of columns over rows with more fields, as when numbers hold unquoted commas.
  private func refuseShortHeader() throws(MarketDataError) {
    guard !hasHeader, let header = sample.shortHeader, let row = sample.rows.first else { return }
    throw refusal(
      .csv(.fieldCount(found: row.cells.count, expected: header.cells.count)), line: row.line)
  }

  /// Gives the columns that the options name their roles.
  private mutating func applyNames() throws(MarketDataError) {
    for (name, role) in [
      (format.dateColumn, ColumnRole.date), (format.priceColumn, .close(rank: -1)),
    ] {
      guard let name else { continue }
      guard let index = columnIndex(name) else {
        throw refusal(.noSuchColumn(name: name, found: columns))
      }
      roles[index] = role
    }
  }

  /// The column of a name, or of a number such as `#2`.
  func columnIndex(_ name: String) -> Int? {
    columns.firstIndex(of: name)
      ?? columns.firstIndex { FoldedText.key($0) == FoldedText.key(name) }
      ?? (name.hasPrefix("#") ? Int(name.dropFirst()).map { $0 - 1 } : nil)
      .flatMap { columns.indices.contains($0) ? $0 : nil }
  }
}

// MARK: - Names

extension CSVLayoutFinder {
  /// The names of the columns: of several lines, the one with most known names, or the last; a line
  /// of tickers under a line of roles gives the prices the names of their tickers.
  private static func columnNames(_ sample: CSVSample) -> [String] {
    let headers = sample.headers.map { padded($0.cells, sample.fieldCount) }
    guard let last = headers.last else { return (1 ... sample.fieldCount).map { "#\($0)" } }
    let known = headers.map { cells in cells.count { ColumnRole($0) != .unknown && $0 != "" } }
    let best = known.indices.last { known[$0] == known.max() } ?? 0
    let tickers = headers.first { ColumnRole($0[0]) == .instrument && $0.count > 1 }
    guard headers.count > 1, let tickers, headers[best] != tickers else {
      return known[best] > 0 ? headers[best] : last
    }
    let names = Set(tickers.dropFirst())
    return headers[best].indices.map { index in
      if index == 0 { return last[0].isEmpty ? headers[best][0] : last[0] }
      let role = headers[best][index]
      if names.count == 1 { return role }
      return "\(tickers[index]):\(role)"
    }
  }

  private static func padded(_ cells: [String], _ count: Int) -> [String] {
    Array((cells + Array(repeating: "", count: max(0, count - cells.count))).prefix(count))
  }
}

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

  init(path: String, options: LoadOptions, sample: CSVSample) {
    self.path = path
    self.options = options
    self.sample = sample
    hasHeader = !sample.headers.isEmpty
    columns = Self.columnNames(sample)
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
    guard let first = sample.rows.first else {
      throw hasHeader || sample.bannerCount > 0
        ? refusal(.csv(.headerAlone)) : .file(path, .empty)
    }
    var finder = self
    try finder.applyNames()
    let dates = try finder.dates()
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
    layout.numbers = try finder.numberNotation(layout.slots)
    return layout
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
      return ColumnRole(role).closeRank != nil ? tickers[index] : "\(tickers[index]).\(role)"
    }
  }

  private static func padded(_ cells: [String], _ count: Int) -> [String] {
    Array((cells + Array(repeating: "", count: max(0, count - cells.count))).prefix(count))
  }
}

// MARK: - Roles

extension CSVLayoutFinder {
  /// Whether most values of a column are numbers, or all are missing.
  func holdsNumbers(_ index: Int) -> Bool {
    let texts = sample.column(index)
    return 2 * texts.count { NumberNotation.isNumber($0) } >= texts.count
  }

  /// Takes back roles that the values contradict or that tickers among tickers only seem to have.
  private mutating func settleRoles(_ dates: CSVLayout.Dates?) {
    for index in roles.indices where index != dates?.field && index != dates?.clockField {
      if roles[index] == .date || roles[index] == .clock {
        roles[index] = holdsNumbers(index) && columns[index].isTickerLike ? .unknown : .notAPrice
      }
    }
    let others = roles.indices.filter { $0 != dates?.field && $0 != dates?.clockField }
    let tickers = others.filter {
      roles[$0] == .unknown && columns[$0].isTickerLike && holdsNumbers($0)
    }
    let known = others.filter { roles[$0] != .unknown && roles[$0] != .rowNumber }
    let isOneBar = known.contains { roles[$0].closeRank != nil } && known.count > 1
    guard dates != nil, !tickers.isEmpty, !isOneBar, format.priceColumn == nil else { return }
    for index in others where columns[index].isTickerLike && holdsNumbers(index) {
      if !(roles[index] == .rowNumber && countsRows(index)) { roles[index] = .unknown }
    }
  }

  /// The column with an instrument column's name, unless it holds prices of an instrument of that
  /// name, such as COIN.
  private func instrumentField(_ dates: CSVLayout.Dates?) -> Int? {
    guard roles.count > 1 else { return nil }
    let named = roles.indices.first { index in
      roles[index] == .instrument && (closeField() != nil || !holdsNumbers(index))
    }
    if let named { return named }
    guard dates != nil, closeField() == nil || !hasHeader else { return nil }
    // Without a name: the only column of texts, where its dates repeat.
    let texts = roles.indices.filter { index in
      index != dates?.field && index != dates?.clockField && roles[index] == .unknown
        && !holdsNumbers(index)
    }
    guard texts.count == 1, !hasHeader || repeats(dates) else { return nil }
    return texts[0]
  }

  /// Whether two rows of the sample have one date.
  private func repeats(_ dates: CSVLayout.Dates?) -> Bool {
    guard let dates else { return false }
    let texts = sample.rows.map { row in
      [dates.field, dates.clockField].compactMap(\.self).map {
        $0 < row.cells.count ? row.cells[$0] : ""
      }
    }
    return Set(texts).count < texts.count
  }

  private func currencyField() -> Int? {
    roles.firstIndex(of: .currency).flatMap { holdsNumbers($0) ? nil : $0 }
  }

  private func shape(_ dates: CSVLayout.Dates?, _ instrument: Int?) -> FileShape {
    if instrument != nil { return .long }
    let rest = roles.indices.filter { $0 != dates?.field && $0 != dates?.clockField }
    if dates == nil {
      return rest.count > 1 && closeField() != nil && rest.allSatisfy { roles[$0].isPartOfBar }
        ? .oneInstrument : .undated
    }
    if closeField() != nil || midFields != nil { return .oneInstrument }
    if closePrefixes.isEmpty, barsByEvidence(dates) != nil { return .oneInstrument }
    return rest.contains { roles[$0] == .unknown } ? .wide : .oneInstrument
  }

  /// The column used as the close: by the options, then by the rank of its name.
  func closeField() -> Int? {
    let adjusted = roles.firstIndex(of: .adjustedClose)
    if options.contents.convention != nil, let returns = roles.firstIndex(of: .returns) {
      return returns
    }
    if options.priceField == .adjustedClose, format.priceColumn == nil, let adjusted {
      return adjusted
    }
    let plain = roles.indices.compactMap { index in
      roles[index].closeRank.map { (rank: $0, index: index) }
    }
    return plain.min { ($0.rank, $0.index) < ($1.rank, $1.index) }?.index ?? adjusted
  }

  /// The columns of bid and ask, whose middle is the price where there is no close.
  var midFields: (bid: Int, ask: Int)? {
    guard let bid = roles.firstIndex(of: .bid), let ask = roles.firstIndex(of: .ask) else {
      return nil
    }
    return (bid, ask)
  }

  /// Whether a column beside others holds row numbers 0, 1, 2… or 1, 2, 3….
  func countsRows(_ index: Int) -> Bool {
    let texts = sample.rows.map { index < $0.cells.count ? $0.cells[index] : "" }
    guard columns.count > 1, let first = texts.first.flatMap({ Int($0) }) else { return false }
    return texts.enumerated().allSatisfy { $1 == String(first + $0) }
      || texts.enumerated().allSatisfy { $1 == String(first - $0) }
  }
}

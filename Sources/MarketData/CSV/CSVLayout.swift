internal import Text

/// The layout of a file, inferred from its first lines: its shape and the meaning of its columns.
struct CSVLayout: Sendable {
  /// One column of numbers.
  struct Slot: Sendable {
    /// The role of the numbers.
    enum Role: Sendable { case close, open, high, low, volume }

    let role: Role
    let field: Int
    let name: String
    /// The exclusive lower bound of the numbers.
    let floor: Double
  }

  let shape: FileShape
  /// The column names in the file, or `#1`, `#2`… if it has none.
  let columns: [String]
  let dateField: Int?
  let instrumentField: Int?
  let slots: [Slot]
  /// The number of bytes before the first row of values.
  let bodyOffset: Int
  /// The line of the first row of values, counted from 1.
  let firstLine: Int

  /// The names of the columns that are not read.
  var unusedColumns: [String] {
    let used = Set([dateField, instrumentField].compactMap(\.self) + slots.map(\.field))
    return columns.indices.filter { !used.contains($0) }.map { columns[$0] }
  }

  func adding(_ slots: [Slot]) -> Self {
    Self(
      shape: shape, columns: columns, dateField: dateField, instrumentField: instrumentField,
      slots: slots, bodyOffset: bodyOffset, firstLine: firstLine)
  }
}

/// Determines the layout of a file.
struct CSVLayoutFinder {
  let path: String
  let options: LoadOptions

  /// The layout for the fields of the first line and of the first lines after it.
  ///
  /// - A column of instrument names makes the file long.
  /// - A price column with a usual name, or only columns of a single instrument, makes it one
  ///   instrument.
  /// - Otherwise each column is an instrument: wide with dates, undated without.
  func layout(
    header: [String], rows: [[String]], headerStart: Int, headerEnd: Int, headerLine: Int
  ) throws(MarketDataError) -> CSVLayout {
    if header.count == 1, let separator = Self.separators.first(where: { header[0].contains($0.0) })
    {
      throw refusal(.wrongSeparator(found: separator.1), headerLine)
    }
    let hasHeader = try hasHeader(header, line: headerLine)
    let columns = hasHeader ? header : (1 ... header.count).map { "#\($0)" }
    let sample = hasHeader ? rows : [header] + rows
    if hasHeader && rows.isEmpty { throw refusal(.csv(.headerAlone), headerLine) }
    let meanings = hasHeader ? header.map(ColumnName.init) : header.map { _ in .unknown }
    let date = dateField(meanings, sample)
    let instrument = instrumentField(meanings, sample)
    let base = CSVLayout(
      shape: shape(meanings, date: date, instrument: instrument), columns: columns,
      dateField: date, instrumentField: instrument, slots: [],
      bodyOffset: hasHeader ? headerEnd : headerStart,
      firstLine: hasHeader ? headerLine + 1 : headerLine)
    switch base.shape {
    case .long where date == nil: throw refusal(.noDateColumn(found: columns), headerLine)
    case .long, .oneInstrument:
      return base.adding(try namedSlots(base, meanings, line: headerLine))
    case .wide, .undated:
      return base.adding(try seriesSlots(base, meanings, sample, line: headerLine))
    }
  }

  private static let separators: [(Character, String)] = [
    (";", "semicolons"), ("\t", "tabs"), ("|", "bars"),
  ]

  private func refusal(_ reason: RejectedRow.Reason, _ line: Int, _ column: String? = nil)
    -> MarketDataError
  { .row(RejectedRow(file: path, line: line, column: column, reason: reason)) }

  /// Whether the first line is a header: not all of its fields are numbers, and none is a date.
  private func hasHeader(_ fields: [String], line: Int) throws(MarketDataError) -> Bool {
    if fields.contains(where: { Timestamp($0) != nil }) { throw refusal(.noHeader, line) }
    let numbers = fields.count { Double(decimal: $0) != nil }
    return numbers == 0 || !fields.allSatisfy { isNumeric($0) }
  }

  private func isNumeric(_ text: String) -> Bool {
    Double(decimal: text) != nil || CSVCell.isMissing(text)
  }

  /// The first column with a date's name and readable dates, else with readable dates, else with a
  /// date's name.
  private func dateField(_ meanings: [ColumnName], _ sample: [[String]]) -> Int? {
    let named = meanings.indices.filter { meanings[$0] == .date }
    let readable = meanings.indices.filter { index in
      sample.contains { index < $0.count && Timestamp($0[index]) != nil }
    }
    return named.first(where: readable.contains) ?? readable.first ?? named.first
  }

  /// The column with an instrument column's name, unless it holds prices of an instrument of that
  /// name, such as COIN.
  private func instrumentField(_ meanings: [ColumnName], _ sample: [[String]]) -> Int? {
    guard meanings.count > 1 else { return nil }
    return meanings.indices.first { index in
      meanings[index] == .instrument
        && (closeField(meanings) != nil || !holdsNumbers(index, sample))
    }
  }

  private func shape(_ meanings: [ColumnName], date: Int?, instrument: Int?) -> FileShape {
    if instrument != nil && (date != nil || closeField(meanings) != nil) { return .long }
    let rest = meanings.indices.filter { $0 != date }.map { meanings[$0] }
    if date == nil {
      return rest.count > 1 && closeField(meanings) != nil && rest.allSatisfy(\.isPartOfBar)
        ? .oneInstrument : .undated
    }
    if closeField(meanings) != nil { return .oneInstrument }
    return rest.contains { !$0.isPartOfBar && $0 != .rowNumber } ? .wide : .oneInstrument
  }

  /// The column used as the close: by the options, then by the rank of its name.
  private func closeField(_ meanings: [ColumnName]) -> Int? {
    let adjusted = meanings.firstIndex(of: .adjustedClose)
    if options.contents.convention != nil, let returns = meanings.firstIndex(of: .returns) {
      return returns
    }
    if options.priceField == .adjustedClose, let adjusted { return adjusted }
    let plain = meanings.indices.compactMap { index in
      meanings[index].closeRank.map { (rank: $0, index: index) }
    }
    return plain.min { ($0.rank, $0.index) < ($1.rank, $1.index) }?.index ?? adjusted
  }
}

// MARK: - Slots

extension CSVLayoutFinder {
  /// The columns of one instrument's bars.
  private func namedSlots(
    _ layout: CSVLayout, _ meanings: [ColumnName], line: Int
  ) throws(MarketDataError) -> [CSVLayout.Slot] {
    guard let close = closeField(meanings) else {
      throw refusal(.noPriceColumn(found: layout.columns), line)
    }
    let wantsAdjusted = options.priceField == .adjustedClose && options.contents == .prices
    if wantsAdjusted && meanings[close] != .adjustedClose {
      throw refusal(.noAdjustedClose(found: layout.columns), line)
    }
    var slots = [slot(.close, close, layout)]
    guard options.contents == .prices else { return slots }
    if !wantsAdjusted {
      for (role, name) in Self.rangeRoles {
        if let field = meanings.firstIndex(of: name) { slots.append(slot(role, field, layout)) }
      }
    }
    if let volume = meanings.firstIndex(of: .volume) {
      slots.append(slot(.volume, volume, layout))
    }
    return slots
  }

  private static let rangeRoles: [(CSVLayout.Slot.Role, ColumnName)] = [
    (.open, .open), (.high, .high), (.low, .low),
  ]

  /// One column per instrument: all but dates and row numbers; in an undated file only numeric
  /// columns.
  private func seriesSlots(
    _ layout: CSVLayout, _ meanings: [ColumnName], _ sample: [[String]], line: Int
  ) throws(MarketDataError) -> [CSVLayout.Slot] {
    let prefixes = Set(layout.columns.compactMap { closePrefix($0) })
    let candidates = layout.columns.indices.filter { index in
      index != layout.dateField && !isBesideClose(layout.columns[index], prefixes)
        && !(meanings[index] == .rowNumber && countsRows(index, sample, layout.columns))
        && (layout.shape == .wide || layout.columns.count == 1 || holdsNumbers(index, sample))
    }
    guard !candidates.isEmpty else { throw refusal(.noPriceColumn(found: layout.columns), line) }
    var names: Set<String> = []
    for index in candidates where !names.insert(layout.columns[index]).inserted {
      throw refusal(.csv(.duplicateColumn(name: layout.columns[index])), line)
    }
    return candidates.map { slot(.close, $0, layout) }
  }

  /// The prefix `BTC` of a column named `BTC:close` or `BTC.Close`; nil for a plain name.
  private func closePrefix(_ name: String) -> Substring? {
    guard let (prefix, meaning) = prefixed(name), case .close = meaning else { return nil }
    return prefix
  }

  /// Whether a column is the open, high, low, volume or adjusted close that belongs to a close with
  /// the same prefix.
  private func isBesideClose(_ name: String, _ prefixes: Set<Substring>) -> Bool {
    guard let (prefix, meaning) = prefixed(name), prefixes.contains(prefix) else { return false }
    return meaning.isPartOfBar && meaning.closeRank == nil
  }

  private func prefixed(_ name: String) -> (Substring, ColumnName)? {
    let isMark = { (byte: UInt8) in byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") }
    guard let mark = name.utf8.lastIndex(where: isMark), mark > name.startIndex else { return nil }
    return (name[..<mark], ColumnName(String(name[name.utf8.index(after: mark)...])))
  }

  /// Whether the first value of a column is a number.
  private func holdsNumbers(_ index: Int, _ sample: [[String]]) -> Bool {
    let texts = sample.compactMap { index < $0.count ? $0[index] : nil }
    return texts.first { !CSVCell.isMissing($0) }.map { Double(decimal: $0) != nil } ?? false
  }

  /// Whether a column next to others holds row numbers 0, 1, 2… or 1, 2, 3….
  private func countsRows(_ index: Int, _ sample: [[String]], _ columns: [String]) -> Bool {
    let texts = sample.map { index < $0.count ? $0[index] : "" }
    return columns.count > 1
      && [0, 1].contains { start in
        texts.enumerated().allSatisfy { $1 == String($0 + start) }
      }
  }

  private func slot(
    _ role: CSVLayout.Slot.Role, _ field: Int, _ layout: CSVLayout
  ) -> CSVLayout.Slot {
    let floor: Double =
      switch (options.contents, role) {
      case (.prices, .volume): -.leastNonzeroMagnitude
      case (.prices, _): 0
      case (.returnsDecimal(.simple), _): -1
      case (.returnsPercent(.simple), _): -100
      default: -.infinity
      }
    return CSVLayout.Slot(role: role, field: field, name: layout.columns[field], floor: floor)
  }
}

// MARK: - Column roles

extension ColumnName {
  var closeRank: Int? { if case .close(let rank) = self { rank } else { nil } }

  /// Whether the column belongs to a single instrument's bars.
  var isPartOfBar: Bool {
    [.open, .high, .low, .volume, .adjustedClose].contains(self) || closeRank != nil
  }
}

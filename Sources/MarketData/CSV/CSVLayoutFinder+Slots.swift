internal import Text

extension CSVLayoutFinder {
  /// The columns of one instrument's bars.
  func barSlots(_ layout: CSVLayout) throws(MarketDataError) -> [CSVLayout.Slot] {
    let wantsAdjusted =
      options.priceField == .adjustedClose && options.contents == .prices
      && format.priceColumn == nil
    guard let close = closeField() else {
      if wantsAdjusted { throw refusal(.noAdjustedClose(found: columns)) }
      if let mid = midFields {
        return [slot(.close, mid.bid), slot(.ask, mid.ask)]
      }
      if let bars = barsByEvidence(layout.dates) {
        return [
          slot(.close, bars.close), slot(.open, bars.open), slot(.high, bars.high),
          slot(.low, bars.low),
        ]
      }
      if layout.shape == .long, let only = onlyNumbers(layout) { return [slot(.close, only)] }
      throw refusal(roles.contains(.returns) ? .holdsReturns : .noPriceColumn(found: columns))
    }
    if wantsAdjusted && roles[close] != .adjustedClose {
      throw refusal(.noAdjustedClose(found: columns))
    }
    if options.contents == .prices && roles[close] == .returns { throw refusal(.holdsReturns) }
    var slots = [slot(.close, close)]
    guard options.contents == .prices else { return slots }
    if roles[close] != .adjustedClose {
      for (role, name) in Self.besideClose {
        if let field = roles.firstIndex(of: name) { slots.append(slot(role, field)) }
      }
    }
    if let volume = roles.firstIndex(of: .volume) { slots.append(slot(.volume, volume)) }
    return slots
  }

  private static let besideClose: [(CSVLayout.Slot.Role, ColumnRole)] = [
    (.open, .open), (.high, .high), (.low, .low), (.adjustedClose, .adjustedClose),
  ]

  /// The only column of numbers without a known role.
  private func onlyNumbers(_ layout: CSVLayout) -> Int? {
    let rest = columns.indices.filter { index in
      roles[index] == .unknown && index != layout.dates?.field
        && index != layout.dates?.clockField && index != layout.instrumentField
        && holdsNumbers(index)
    }
    return rest.count == 1 ? rest[0] : nil
  }

  /// One column per instrument: those of numbers that are not known to be anything else.
  func seriesSlots(_ layout: CSVLayout) throws(MarketDataError) -> [CSVLayout.Slot] {
    let closes = closePrefixes
    let prefixes = closes.union(columns.map { $0[...] })
    let isLone = columns.count == 1
    let candidates = columns.indices.filter { index in
      if index == layout.dates?.field || index == layout.dates?.clockField { return false }
      if isBesideClose(columns[index], prefixes) { return false }
      if !closes.isEmpty, closePrefix(columns[index]) == nil, !columns[index].isTickerLike {
        return false
      }
      switch roles[index] {
      case .unknown, .close, .adjustedClose, .returns: break
      case .open, .high, .low, .bid, .ask: if layout.shape == .wide { return false }
      case .rowNumber: if countsRows(index) || (columns[index].isEmpty && sample.column(index).isEmpty) { return false }
      default: if !isLone && layout.shape == .wide { return false }
      }
      return isLone || holdsNumbers(index)
    }
    let kept = candidates.count > 1 && layout.shape == .wide
      ? candidates.filter { !isCounter($0) } : candidates
    guard !kept.isEmpty else { throw refusal(.noPriceColumn(found: columns)) }
    if !hasHeader, layout.shape == .wide, kept.count > 1 {
      throw refusal(.noPriceColumn(found: columns))
    }
    if options.contents == .prices, kept.allSatisfy({ roles[$0] == .returns }) {
      throw refusal(.holdsReturns, columns[kept[0]])
    }
    var names: Set<String> = []
    for index in kept where !names.insert(columns[index]).inserted {
      throw refusal(.csv(.duplicateColumn(name: columns[index])))
    }
    return kept.map { index in
      slot(.close, index, name: closePrefix(columns[index]).map { String($0) })
    }
  }

  /// Whether a column of at least 30 rows is whole numbers, each larger than the one before: a
  /// counter or a time, never a price.
  private func isCounter(_ index: Int) -> Bool {
    let numbers = sample.column(index).compactMap { Int($0) }
    return numbers.count >= 30 && numbers.count == sample.rows.count
      && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// The prefixes of all columns named as `BTC:close` is.
  var closePrefixes: Set<Substring> { Set(columns.compactMap { closePrefix($0) }) }

  /// The prefix `BTC` of a column named `BTC:close` or `BTC.Close`; nil for a plain name.
  private func closePrefix(_ name: String) -> Substring? {
    guard let (prefix, role) = prefixed(name), case .close = role else { return nil }
    return prefix
  }

  /// Whether a column is the open, high, low, volume or adjusted close that belongs to a close with
  /// the same prefix.
  private func isBesideClose(_ name: String, _ prefixes: Set<Substring>) -> Bool {
    guard let (prefix, role) = prefixed(name), prefixes.contains(prefix) else { return false }
    return role.isPartOfBar && role.closeRank == nil
  }

  private func prefixed(_ name: String) -> (Substring, ColumnRole)? {
    let isMark = { (byte: UInt8) in byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") }
    guard let mark = name.utf8.lastIndex(where: isMark), mark > name.startIndex else { return nil }
    return (name[..<mark], ColumnRole(String(name[name.utf8.index(after: mark)...])))
  }

  func slot(
    _ role: CSVLayout.Slot.Role, _ field: Int, name: String? = nil
  ) -> CSVLayout.Slot {
    let floor: Double =
      switch (options.contents, role) {
      case (.prices, .volume): -.leastNonzeroMagnitude
      case (.prices, _): 0
      case (.returnsDecimal(.simple), _): -1
      case (.returnsPercent(.simple), _): -100
      default: -.infinity
      }
    return CSVLayout.Slot(
      role: role, field: field, name: name ?? columns[field], floor: floor,
      isFloorSoft: options.contents == .prices
        && options.treatment(of: .nonPositivePrice) != .reject)
  }

  /// The notation of the numbers of the columns that are read.
  ///
  /// - Throws: `csv` if nothing shows the decimal mark, or both marks are used.
  func numberNotation(_ slots: [CSVLayout.Slot]) throws(MarketDataError) -> NumberNotation {
    if let mark = format.decimalMark { return NumberNotation(decimalMark: mark) }
    let prices = slots.filter { $0.role != .volume }
    let texts = (prices + slots.filter { $0.role == .volume }).flatMap { sample.column($0.field) }
    switch NumberNotation.inferred(from: texts) {
    case .notation(let notation): return notation
    case .ambiguous(let example):
      let all = columns.indices.filter { $0 != slots.first?.field }.flatMap { sample.column($0) }
      if case .notation(let notation) = NumberNotation.inferred(from: all),
        notation.decimalMark != nil
      { return notation }
      throw refusal(
        .csv(.notANumber(found: example, habit: .ambiguousComma)), slots.first?.name,
        line: sample.rows.first?.line)
    case .mixed(_, let comma):
      if case .notation(let notation) = NumberNotation.inferred(
        from: prices.flatMap { sample.column($0.field) })
      { return notation }
      throw refusal(
        .csv(.notANumber(found: comma, habit: .otherDecimalMark)), slots.first?.name,
        line: sample.rows.first?.line)
    }
  }
}

// MARK: - Bars by evidence

extension CSVLayoutFinder {
  /// The columns of a bar, known by their values.
  struct Bars {
    let open: Int
    let high: Int
    let low: Int
    let close: Int
  }

  /// The open, high, low and close among four neighboring columns without known names.
  ///
  /// High is never below the others and low never above them, both within a fifth of them in the
  /// median row; the open is the one that is nearer to the other's value on the row before it in
  /// time than the other way around. All equal, the usual order of open, high, low and close holds.
  func barsByEvidence(_ dates: CSVLayout.Dates?) -> Bars? {
    guard let dates, sample.rows.count >= 5 else { return nil }
    let fields = columns.indices.filter { index in
      roles[index] == .unknown && index != dates.field && index != dates.clockField
        && holdsNumbers(index)
    }
    guard fields.count >= 4 else { return nil }
    for start in 0 ... fields.count - 4 {
      let four = Array(fields[start ..< start + 4])
      if let bars = bars(four, dates) { return bars }
    }
    return nil
  }

  private func bars(_ fields: [Int], _ dates: CSVLayout.Dates) -> Bars? {
    let notation = (try? numberNotation(fields.map { slot(.close, $0) })) ?? NumberNotation(decimalMark: nil)
    let rows = sample.rows.compactMap { row -> [Double]? in
      let values = fields.compactMap { field in
        field < row.cells.count ? try? notation.value(of: row.cells[field]) : nil
      }
      return values.count == 4 && values.allSatisfy { $0 > 0 } ? values : nil
    }
    guard rows.count >= 5, 10 * rows.count >= 9 * sample.rows.count else { return nil }
    if rows.allSatisfy({ Set($0).count == 1 }) { return usual(fields) }
    let highs = (0 ..< 4).filter { k in rows.allSatisfy { $0[k] == $0.max() } }
    let lows = (0 ..< 4).filter { k in rows.allSatisfy { $0[k] == $0.min() } }
    guard highs.count == 1, lows.count == 1 else { return nil }
    let ranges = rows.map { ($0[highs[0]] - $0[lows[0]]) / $0[lows[0]] }.sorted()
    guard ranges[ranges.count / 2] < 0.2 else { return nil }
    let rest = (0 ..< 4).filter { $0 != highs[0] && $0 != lows[0] }
    let (first, second) = (rest[0], rest[1])
    let isForward = isAscending(dates) ?? true
    let ordered = isForward ? rows : rows.reversed()
    let asOpen = distance(open: first, close: second, ordered)
    let asClose = distance(open: second, close: first, ordered)
    let isFirstOpen = asOpen <= asClose
    return Bars(
      open: fields[isFirstOpen ? first : second], high: fields[highs[0]], low: fields[lows[0]],
      close: fields[isFirstOpen ? second : first])
  }

  private func usual(_ fields: [Int]) -> Bars {
    Bars(open: fields[0], high: fields[1], low: fields[2], close: fields[3])
  }

  /// The sum of |open − previous close|.
  private func distance(open: Int, close: Int, _ rows: [[Double]]) -> Double {
    zip(rows, rows.dropFirst()).reduce(0) { $0 + ($1.1[open] - $1.0[close]).magnitude }
  }

  /// Whether the first and the last date of the sample ascend.
  private func isAscending(_ dates: CSVLayout.Dates) -> Bool? {
    let stamps = sample.column(dates.field).compactMap {
      dates.notation.stamp(of: $0.utf8.span)?.local
    }
    guard let first = stamps.first, let last = stamps.last, first != last else { return nil }
    return first < last
  }
}

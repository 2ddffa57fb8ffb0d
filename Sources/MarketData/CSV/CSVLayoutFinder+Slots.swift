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
      if isBesideClose(index, prefixes) { return false }
      if !closes.isEmpty, closePrefix(index) == nil, !columns[index].isTickerLike {
        return false
      }
      switch roles[index] {
      case .unknown, .close, .adjustedClose, .returns: break
      case .open, .high, .low, .bid, .ask: if layout.shape == .wide { return false }
      case .rowNumber:
        if countsRows(index) || (columns[index].isEmpty && sample.column(index).isEmpty) {
          return false
        }
      default: if !isLone && layout.shape == .wide { return false }
      }
      return isLone || holdsNumbers(index)
    }
    let kept =
      candidates.count > 1 && layout.shape == .wide
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
      slot(.close, index, name: closePrefix(index).map { String($0) })
    }
  }

  /// Whether a column of at least 30 rows is whole numbers, each larger than the one before: a
  /// counter or a time, never a price.
  private func isCounter(_ index: Int) -> Bool {
    let numbers = sample.column(index).compactMap { Int($0) }
    return numbers.count >= 30 && numbers.count == sample.rows.count
      && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// The tickers of all columns named as `BTC:close` is.
  var closePrefixes: Set<Substring> { Set(columns.indices.compactMap { closePrefix($0) }) }

  /// Whether columns are named by ticker and role, and none of the roles alone.
  var isPrefixed: Bool { !closePrefixes.isEmpty && !roles.contains { $0.closeRank != nil } }

  /// The ticker `BTC` of a column named as `BTC:close`, `BTC.Close`, `BTC_close` or `Close_BTC`;
  /// nil for a plain name.
  private func closePrefix(_ index: Int) -> Substring? {
    guard let (ticker, role) = tickersAndRoles[index], case .close = role else { return nil }
    return ticker
  }

  /// Whether a column is the open, high, low, volume or adjusted close of a ticker that has a
  /// close.
  private func isBesideClose(_ index: Int, _ tickers: Set<Substring>) -> Bool {
    guard let (ticker, role) = tickersAndRoles[index], tickers.contains(ticker) else {
      return false
    }
    return role.isPartOfBar && role.closeRank == nil
  }

  /// The ticker and the role of which a name is made; nil for a plain name.
  static func tickerAndRole(_ name: String) -> (Substring, ColumnRole)? {
    guard ColumnRole(name) == .unknown else { return nil }
    let isMark = { (byte: UInt8) in ":._ ".utf8.contains(byte) }
    if let mark = name.utf8.lastIndex(where: isMark), mark > name.startIndex {
      let role = ColumnRole(String(name[name.utf8.index(after: mark)...]))
      if role.isPartOfBar, isTicker(name[..<mark], name[mark]) { return (name[..<mark], role) }
    }
    if let mark = name.utf8.firstIndex(where: isMark) {
      let role = ColumnRole(String(name[..<mark]))
      let ticker = name[name.utf8.index(after: mark)...]
      if role.isPartOfBar, isTicker(ticker, name[mark]) { return (ticker, role) }
    }
    return nil
  }

  /// Whether a part of a name is a ticker: beside a colon or a point anything, else in capitals.
  private static func isTicker(_ part: Substring, _ mark: Character) -> Bool {
    mark == ":" || mark == "." ? !part.isEmpty : String(part).isTickerLike
  }

  func slot(
    _ role: CSVLayout.Slot.Role, _ field: Int, name: String? = nil
  ) -> CSVLayout.Slot {
    let floor: Double =
      switch (options.contents, role) {
      case (.prices, .volume): -.leastNonzeroMagnitude
      case (.prices, _): options.readsAnyPrice ? -.infinity : 0
      case (.returnsDecimal(.simple), _): -1
      case (.returnsPercent(.simple), _): -100
      default: -.infinity
      }
    return CSVLayout.Slot(
      role: role, field: field, name: name ?? columns[field], floor: floor,
      isFloorSoft: options.contents == .prices && options.leavesOutPrices)
  }

  /// The decimal comma that other columns show, such as one of changes in percent.
  private var shownElsewhere: NumberNotation? {
    let others = columns.indices.filter { roles[$0] != .date }.flatMap { sample.column($0) }
    if case .notation(let notation) = NumberNotation.inferred(from: others),
      notation.decimalMark == .comma
    {
      return notation
    }
    return nil
  }

  /// Whether nothing in the prices themselves shows what their commas are.
  private func isAmbiguous(_ prices: [CSVLayout.Slot]) -> Bool {
    if case .ambiguous = NumberNotation.inferred(
      from: prices.flatMap { sample.column($0.field) })
    {
      return true
    }
    return false
  }

  /// The notation of the numbers of the columns that are read.
  ///
  /// - Throws: `csv` if nothing shows the decimal mark, or both marks are used.
  func numberNotation(_ slots: [CSVLayout.Slot]) throws(MarketDataError) -> NumberNotation {
    if let mark = format.decimalMark { return NumberNotation(decimalMark: mark) }
    let prices = slots.filter { $0.role != .volume }
    let texts = (prices + slots.filter { $0.role == .volume }).flatMap { sample.column($0.field) }
    switch NumberNotation.inferred(from: texts) {
    case .notation(let notation):
      return notation.decimalMark == nil ? shownElsewhere ?? notation : notation
    case .ambiguous(let example):
      if isAmbiguous(prices) {
        throw refusal(
          .csv(.notANumber(found: example, habit: .ambiguousComma)), slots.first?.name,
          line: sample.rows.first?.line)
      }
      return NumberNotation(decimalMark: .point)
    case .mixed(_, let comma):
      if case .notation(let notation) = NumberNotation.inferred(
        from: prices.flatMap { sample.column($0.field) })
      {
        return notation
      }
      throw refusal(
        .csv(.notANumber(found: comma, habit: .otherDecimalMark)), slots.first?.name,
        line: sample.rows.first?.line)
    }
  }
}

internal import Text

extension CSVLayoutFinder {
  /// Takes back roles of prices from texts, and gives columns of changes, counters and quantities
  /// theirs.
  private mutating func takeBackRolesOfValues(_ dates: CSVLayout.Dates?) {
    let letters: [String] = ["o", "h", "l", "c"]
    let isLettered = Set(letters).isSubset(of: columns.map { FoldedText.key($0) })
    for index in roles.indices where index != dates?.field && index != dates?.clockField {
      let isLetter = letters.contains(FoldedText.key(columns[index]))
      let isText = !holdsNumbers(index) && hasOtherPrices(than: index)
      if roles[index].isPartOfBar, isText || isLetter && !isLettered { roles[index] = .unknown }
      guard roles[index] == .unknown else { continue }
      if countsRows(index), sample.rows.count > 8 { roles[index] = .rowNumber }
      if holdsChanges(index) { roles[index] = .notAPrice }
    }
    let unknown = roles.indices.filter {
      roles[$0] == .unknown && holdsNumbers($0) && $0 != dates?.field && $0 != dates?.clockField
    }
    let quantities = unknown.filter { !columns[$0].isTickerLike && holdsQuantities($0) }
    guard hasHeader, quantities.count < unknown.count else { return }
    for index in quantities { roles[index] = .notAPrice }
  }

  /// Whether another column of numbers is named a price.
  private func hasOtherPrices(than index: Int) -> Bool {
    roles.indices.contains { $0 != index && roles[$0].closeRank != nil && holdsNumbers($0) }
  }

  /// Whether a column holds whole numbers of which the median change exceeds a quarter, as volumes
  /// and counts do and prices do not.
  private func holdsQuantities(_ index: Int) -> Bool {
    let numbers = sample.column(index).compactMap { Double(decimal: $0.utf8.span) }
    guard numbers.count >= 8, numbers.allSatisfy({ $0 >= 0 && $0 == $0.rounded() }) else {
      return false
    }
    let changes = zip(numbers, numbers.dropFirst()).map { a, b in
      a == b ? 0 : (max(a, b) / min(a, b) - 1)
    }.sorted()
    return changes[changes.count / 2] > 0.25
  }

  /// Whether most values of a column are numbers, or all are missing.
  func holdsNumbers(_ index: Int) -> Bool { areNumbers[index] }

  /// Whether most texts are numbers.
  static func areNumbers(_ texts: [String]) -> Bool {
    let numbers = texts.count {
      NumberNotation.isNumber($0) || Double($0).map { !$0.isFinite } ?? false
    }
    return 2 * numbers >= texts.count
  }

  /// Takes back roles that the values contradict or that tickers among tickers only seem to have.
  mutating func settleRoles(_ dates: CSVLayout.Dates?) {
    takeBackRolesOfValues(dates)
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
    guard dates != nil, !tickers.isEmpty || isPrefixed, !isOneBar, format.priceColumn == nil else {
      return
    }
    for index in others where columns[index].isTickerLike && holdsNumbers(index) {
      let isKnown =
        roles[index] == .rowNumber && countsRows(index)
        || roles[index] == .notAPrice && sample.column(index).isEmpty
      if !isKnown { roles[index] = .unknown }
    }
  }

  /// The column with an instrument column's name, unless it holds prices of an instrument of that
  /// name, such as COIN.
  func instrumentField(_ dates: CSVLayout.Dates?) -> Int? {
    guard roles.count > 1 else { return nil }
    let named = roles.indices.first { index in
      roles[index] == .instrument && index != dates?.field && index != dates?.clockField
        && (closeField() != nil || !holdsNumbers(index))
    }
    if let named { return named }
    guard dates != nil else { return nil }
    // Without a name: the only column of texts, where its dates repeat.
    let texts = roles.indices.filter { index in
      index != dates?.field && index != dates?.clockField && roles[index] == .unknown
        && !holdsNumbers(index)
    }
    guard texts.count == 1 else { return nil }
    let index = texts[0]
    let changes =
      index < sample.lastCells.count && sample.lastCells[index] != sample.column(index).first
      && !NumberNotation.isNumber(sample.lastCells[index])
    return !hasHeader || repeats(dates) || changes && isConstant(index) ? index : nil
  }

  /// Whether a column has one value in all rows of the sample.
  func isConstant(_ index: Int) -> Bool { Set(sample.column(index)).count == 1 }

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

  func currencyField() -> Int? {
    roles.firstIndex(of: .currency).flatMap { holdsNumbers($0) ? nil : $0 }
  }

  func shape(_ dates: CSVLayout.Dates?, _ instrument: Int?) -> FileShape {
    if instrument != nil { return dates == nil ? .oneInstrument : .long }
    let rest = roles.indices.filter {
      $0 != dates?.field && $0 != dates?.clockField
        && !(roles[$0] == .rowNumber && (countsRows($0) || sample.column($0).isEmpty))
    }
    let named: Set<ColumnRole> = [.open, .high, .low]
    let bar = rest.count { named.contains(roles[$0]) }
    if dates == nil {
      let isBar = rest.allSatisfy { roles[$0].isPartOfBar || !holdsNumbers($0) } || bar > 1
      return rest.count > 1 && closeField() != nil && isBar ? .oneInstrument : .undated
    }
    if !isPrefixed, closeField() != nil || midFields != nil { return .oneInstrument }
    if closePrefixes.isEmpty, barsByEvidence(dates) != nil { return .oneInstrument }
    // Open, high or low of an unknown close are not instruments; --price-column names the close.
    if closePrefixes.isEmpty, bar > 0 || hasBarsWithoutClose(dates) { return .oneInstrument }
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
    let named = plain.min { ($0.rank, $0.index) < ($1.rank, $1.index) }?.index
    return named ?? (midFields == nil ? adjusted ?? closeByElimination : nil)
  }

  /// The only column of an unknown name that lies between a known high and low in all rows.
  private var closeByElimination: Int? {
    guard let high = roles.firstIndex(of: .high), let low = roles.firstIndex(of: .low),
      roles.contains(.open)
    else { return nil }
    let within = roles.indices.filter { index in
      guard roles[index] == .unknown, holdsNumbers(index),
        let rows = values([low, index, high]), rows.count >= 2
      else { return false }
      return rows.allSatisfy { $0[0] <= $0[1] && $0[1] <= $0[2] }
    }
    return within.count == 1 ? within[0] : nil
  }

  /// The values of some columns in the rows that have all of them.
  func values(_ fields: [Int]) -> [[Double]]? {
    guard let notation = try? numberNotation(fields.map { slot(.close, $0) }) else { return nil }
    return sample.rows.compactMap { row -> [Double]? in
      let values = fields.compactMap { field in
        field < row.cells.count ? try? notation.value(of: row.cells[field]) : nil
      }
      return values.count == fields.count && values.allSatisfy { $0 > 0 } ? values : nil
    }
  }

  /// The columns of bid and ask, whose middle is the price where there is no close.
  var midFields: (bid: Int, ask: Int)? {
    guard let bid = roles.firstIndex(of: .bid), let ask = roles.firstIndex(of: .ask) else {
      return nil
    }
    return (bid, ask)
  }

  /// Whether a column beside others holds changes: most values have a percent sign or a plus.
  private func holdsChanges(_ index: Int) -> Bool {
    guard hasHeader, columns.count > 2, options.contents == .prices else { return false }
    let texts = sample.column(index)
    let signed = texts.count { $0.hasSuffix("%") || $0.hasPrefix("+") || $0.hasSuffix("bp") }
    return 2 * signed > texts.count
  }

  /// Whether a column beside others holds row numbers 0, 1, 2… or 1, 2, 3…, or descending ones.
  func countsRows(_ index: Int) -> Bool {
    let texts = sample.rows.map { index < $0.cells.count ? $0.cells[index] : "" }
    guard columns.count > 1, let first = texts.first.flatMap({ Int($0) }) else { return false }
    return (0 ... 1).contains(first) && texts.enumerated().allSatisfy { $1 == String(first + $0) }
      || texts.count > 2 && texts.enumerated().allSatisfy { $1 == String(first - $0) }
  }
}

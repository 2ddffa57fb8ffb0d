internal import Text

extension CSVLayoutFinder {
  /// A column whose values are dates.
  private struct Candidate {
    let field: Int
    let inferred: DateNotation.Inferred
    /// Lower is better.
    let rank: Int
  }

  /// The column of dates: of those that hold dates the one with a date's name.
  ///
  /// - Throws: `unreadableDate` if a column is named a date and holds none, `severalDates` if two
  ///   columns hold different dates and neither has the better name.
  func dates() throws(MarketDataError) -> CSVLayout.Dates? {
    let candidates = columns.indices.compactMap { candidate($0) }
    guard let best = candidates.min(by: { ($0.rank, $0.field) < ($1.rank, $1.field) }) else {
      try refuseColumnsWithoutDates()
      return nil
    }
    let equals = candidates.filter { $0.rank == best.rank && $0.field != best.field }
    if let other = equals.first(where: { !isEnd($0, ofBarsFrom: best) }) {
      throw refusal(.severalDates(columns[best.field], columns[other.field]))
    }
    return dates(of: best)
  }

  /// Refuses a zone for times that have an offset of their own, and for files without times.
  func checkZone(_ dates: CSVLayout.Dates?) throws(MarketDataError) {
    guard format.timeZone != nil else { return }
    let texts = dates.map { sample.column($0.field) } ?? []
    let hasOffset = texts.contains { DateText($0.utf8.span)?.offset != nil }
    let hasTime = dates.map { $0.clockField != nil || self.hasTime($0.field) } ?? false
    if hasOffset || !hasTime { throw refusal(.unusedZone, dates.map { columns[$0.field] }) }
  }

  private func dates(of candidate: Candidate) -> CSVLayout.Dates {
    let clock = hasTime(candidate.field) ? nil : clockField(besides: candidate.field)
    switch candidate.inferred {
    case .notation(let notation):
      return CSVLayout.Dates(field: candidate.field, clockField: clock, notation: notation)
    case .ambiguous(let orders):
      return CSVLayout.Dates(
        field: candidate.field, clockField: clock, notation: .parts(orders[0]), candidates: orders)
    case .none: preconditionFailure("A candidate without a notation")
    }
  }

  private func candidate(_ field: Int) -> Candidate? {
    let isChosen = format.dateColumn.map { columnIndex($0) == field } ?? false
    if format.dateColumn != nil && !isChosen { return nil }
    let texts = sample.column(field)
    guard !texts.isEmpty else { return nil }
    if let notation = format.dateNotation {
      let readable = texts.count { notation.stamp(of: $0.utf8.span) != nil }
      guard isChosen || 2 * readable > texts.count else { return nil }
      return Candidate(
        field: field, inferred: .notation(notation), rank: rank(field, isWritten: true))
    }
    let isNamed = roles[field] == .date || isChosen
    let inferred = inferred(texts, isNamed: isNamed)
    guard inferred != .none else { return nil }
    let isWritten = !texts.allSatisfy { NumberNotation.isNumber($0) }
    return Candidate(field: field, inferred: inferred, rank: rank(field, isWritten: isWritten))
  }

  /// The notation of most texts, so that one unreadable date is reported with its line.
  private func inferred(_ texts: [String], isNamed: Bool) -> DateNotation.Inferred {
    if texts.allSatisfy({ NumberNotation.isNumber($0) && !$0.isWrittenDate }) {
      return DateNotation.inferred(fromNumbers: texts, isNamedDate: isNamed)
        .map { .notation($0) } ?? .none
    }
    let readable = texts.filter(\.isWrittenDate)
    return 2 * readable.count >= texts.count ? DateNotation.inferred(from: readable) : .none
  }

  /// Named dates before unnamed ones, written ones before numbers; the best name is `date`.
  private func rank(_ field: Int, isWritten: Bool) -> Int {
    let isNamed = roles[field] == .date
    let isDate = ["date", "datetime", "timestamp"].contains(FoldedText.key(columns[field]))
    let isEnd = ["closetime", "timeclose", "timeperiodend"].contains(
      FoldedText.key(columns[field]))
    return (isDate ? 0 : isNamed ? 1 : 3) + (isEnd ? 1 : 0) + (isWritten ? 0 : 4)
  }

  /// Whether a column holds the ends of bars that begin in another: times not before its own and
  /// less than a step after them.
  private func isEnd(_ end: Candidate, ofBarsFrom start: Candidate) -> Bool {
    guard case .notation(let first) = start.inferred, case .notation(let second) = end.inferred
    else { return false }
    let times = sample.rows.compactMap { row -> (Int64, Int64)? in
      guard max(start.field, end.field) < row.cells.count,
        let a = first.stamp(of: row.cells[start.field].utf8.span),
        let b = second.stamp(of: row.cells[end.field].utf8.span)
      else { return nil }
      return (a.utc, b.utc)
    }
    let steps = zip(times, times.dropFirst()).map { ($1.0 - $0.0).magnitude }.sorted()
    guard let step = steps.isEmpty ? nil : steps[steps.count / 2] else { return false }
    return times.allSatisfy { $1 >= $0 && ($1 - $0).magnitude <= step }
  }

  private func hasTime(_ field: Int) -> Bool {
    let texts = sample.column(field)
    return texts.contains { DateText($0.utf8.span)?.timeOfDay != nil }
      || texts.allSatisfy { NumberNotation.isNumber($0) && $0.utf8.count > 8 }
  }

  /// The column of times of day: its name is one of a time, or all its values have a colon.
  private func clockField(besides date: Int) -> Int? {
    columns.indices.first { field in
      guard field != date else { return false }
      let texts = sample.column(field)
      guard !texts.isEmpty, texts.allSatisfy({ ClockText($0.utf8.span) != nil }) else {
        return false
      }
      return roles[field] == .clock || roles[field] == .date
        || texts.allSatisfy { $0.contains(":") }
        || !hasHeader && field == date + 1 && texts.allSatisfy { $0.utf8.count == 6 }
    }
  }

  /// Refuses a header over values that are neither numbers nor dates, and numbers under the name
  /// of a date.
  private func refuseColumnsWithoutDates() throws(MarketDataError) {
    guard let line = sample.rows.first?.line else { return }
    for field in columns.indices {
      let texts = sample.column(field)
      guard let first = texts.first else { continue }
      let isCount = texts.count >= 8 && !countsRows(field) && countsDays(texts)
      let isTicker = columns[field].isTickerLike && columns.count > 2 && closeField() == nil
      let isNamed = roles[field] == .date && !isTicker
      if isNamed || (isCount && columns.count > 1) || format.dateColumn != nil && isNamed {
        let row = sample.rows.first { !$0.cells[field].isWrittenDate }
        throw refusal(
          .unreadableDate(found: (row?.cells[field] ?? first).shortened), columns[field],
          line: row?.line ?? line)
      }
    }
    let texts = columns.indices.first {
      !holdsNumbers($0) && roles[$0] != .currency
        && !(isConstant($0) && sample.rows.count >= 8 && closeField() != nil)
    }
    guard let field = texts, roles[field] != .instrument || closeField() != nil else {
      if let field = texts, roles[field] == .instrument {
        throw refusal(.noDateColumn(found: columns))
      }
      return
    }
    throw refusal(.noDateColumn(found: columns), columns[field])
  }

  /// Whether texts are whole numbers, each larger than the one before or each smaller, or serial
  /// days of a spreadsheet in any order, no two of them equal.
  private func countsDays(_ texts: [String]) -> Bool {
    let numbers = texts.compactMap { Int($0) }
    guard numbers.count == texts.count, let least = numbers.min(), let most = numbers.max() else {
      return false
    }
    let steps = zip(numbers, numbers.dropFirst())
    let areSerial =
      least >= 20_000 && most <= 80_000 && Set(numbers).count == numbers.count
      && most - least < 100 * numbers.count
    return areSerial || steps.allSatisfy { $0 < $1 } || steps.allSatisfy { $0 > $1 }
  }
}

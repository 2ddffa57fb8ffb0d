extension TradingCalendar {
  /// The bars or trading days that must be missing for a hole.
  ///
  /// Around the clock one missing bar is left to the reader of the file; two are a hole. On
  /// weekdays the longest ordinary closure is four days (the United States after 2001-09-11; three
  /// for Easter or a Japanese New Year). Foreign exchange with Sunday bars closes for two at most.
  /// Weekly bars may skip a holiday week.
  var leastHole: Int {
    switch kind {
    case .continuous, .weekly: 2
    case .weekdays: 5
    case .weekdaysWithSunday, .intradayWithBreaks: 3
    case .monthly: 1
    case .irregular: .max
    }
  }

  /// The hole between two neighboring bars; nil for an ordinary closure.
  fileprivate func hole(before row: Int, in times: [Timestamp]) -> Hole? {
    let (earlier, later) = (times[row - 1], times[row])
    let elapsed = later.milliseconds - earlier.milliseconds
    guard kind == .intradayWithBreaks else {
      let missing = barsMissing(between: earlier, and: later)
      let unit = kind == .weekdays || kind == .weekdaysWithSunday ? "trading day" : "bar"
      return missing >= leastHole ? Hole(row: row, missing: missing, unit: unit) : nil
    }
    let days = tradingDaysMissing(between: earlier, and: later)
    if days >= leastHole { return Hole(row: row, missing: days, unit: "trading day") }
    // A closure of a day or longer is a holiday.
    guard elapsed < 20 * 3_600_000 else { return nil }
    let bars = barsMissingInSession(between: earlier, and: later)
    return bars >= leastHole ? Hole(row: row, missing: bars, unit: "bar") : nil
  }
}

/// Bars or days that are missing before a bar.
private struct Hole {
  let row: Int
  let missing: Int
  let unit: String
}

extension ScreenedHistory {
  /// Bars out of order and bars of the same time.
  var orderFindings: [DataFinding] {
    guard let times else { return [] }
    let descents = (1 ..< times.count).filter { times[$0] < times[$0 - 1] }
    let repeats = (1 ..< times.count).filter { times[$0] == times[$0 - 1] }
    var found: [DataFinding] = []
    if let first = descents.first {
      found.append(
        finding(
          .unsorted, rows: first - 1 ..< first + 1, count: descents.count,
          message: "\(name(of: first)) after \(name(of: first - 1))",
          remedy: "sort the bars by time (--sort)"))
    }
    if let first = repeats.first {
      found.append(
        finding(
          .duplicateDate, rows: first - 1 ..< first + 1, count: repeats.count,
          message: "\(name(of: first)) occurs twice",
          remedy: "keep one of the two (--duplicates first or --duplicates last)"))
    }
    return found
  }

  /// The runs of missing bars that the calendar does not explain.
  var holes: DataFinding? {
    guard let times, let calendar, calendar.kind != .irregular else { return nil }
    var holes: [Hole] = []
    // Almost all steps are too short for a hole, and cheap to skip.
    let ordinary = calendar.kind == .monthly ? 0 : Int64(calendar.leastHole) * calendar.step
    for row in times.indices.dropFirst()
    where times[row].milliseconds - times[row - 1].milliseconds > ordinary {
      if let hole = calendar.hole(before: row, in: times) { holes.append(hole) }
    }
    if calendar.kind == .weekdays || calendar.kind == .intradayWithBreaks {
      holes = withoutHabit(holes)
    }
    guard let first = holes.first, let longest = holes.max(by: { $0.missing < $1.missing })
    else { return nil }
    let (before, after) = (name(of: longest.row - 1), name(of: longest.row))
    let lead = holes.count > 1 ? "\(holes.count) holes, the longest" : "no bars"
    return finding(
      .hole, rows: first.row - 1 ..< first.row + 1, doubtfulReturns: holes.map(\.row),
      count: holes.count,
      message: "\(lead) from \(before) to \(after), "
        + "\(FindingText.count(longest.missing, longest.unit)) missing: rows lost, or a market "
        + "that was closed; the return across is longer than one bar",
      remedy: "complete the file, or exclude the return (--on hole=exclude-return)")
  }

  /// Leaves out closures of a length that recurs as holidays and early closes do: at least three
  /// nearly as long, one every other year, none above ten (the lunar New Year in Taiwan or
  /// Vietnam, in trading days).
  private func withoutHabit(_ holes: [Hole]) -> [Hole] {
    guard let first = times?.first, let last = times?.last else { return holes }
    let years = Double(last.milliseconds - first.milliseconds) / 31_556_952_000
    return holes.filter { hole in
      let similar = holes.count {
        $0.unit == hole.unit && $0.missing >= hole.missing - 1 && $0.missing <= 10
      }
      let isHabit = hole.missing <= 10 && similar >= 3 && Double(similar) >= years / 2
      return !isHabit
    }
  }
}

extension DataScreen {
  /// A last bar that is too old for the as-of date.
  func staleness(of history: PriceHistory) -> DataFinding? {
    stalePrices(in: ScreenedHistory(history, holidays: holidays))
  }

  /// A last bar that is too old for the as-of date.
  func stalePrices(in subject: ScreenedHistory) -> DataFinding? {
    guard let asOf, let calendar = subject.calendar, let last = subject.times?.last,
      let row = subject.close.indices.last
    else { return nil }
    let now = Timestamp(asOf)
    let missing: Int
    let isStale: Bool
    switch calendar.kind {
    case .irregular:
      missing = Int((now.milliseconds - last.milliseconds) / max(1, calendar.step)) - 1
      isStale = missing >= 10
    case .continuous where !calendar.barLength.isDayOrLonger, .intradayWithBreaks:
      missing = calendar.tradingDaysMissing(between: last, and: now)
      isStale = missing >= calendar.leastHole
    default:
      missing = calendar.barsMissing(between: last, and: now)
      isStale = missing > calendar.leastHole
    }
    guard isStale else { return nil }
    let days = Int(asOf.days) - Int(last.date.days)
    return subject.finding(
      .stalePrices, rows: row ..< row + 1,
      message: "the last bar is of \(last), \(FindingText.count(days, "day")) before \(asOf): "
        + "the file was not updated, or the instrument no longer trades",
      remedy: "update the file, set --as-of, or allow the age (--max-age)")
  }

  /// Bars after the as-of date.
  func futureDates(in subject: ScreenedHistory) -> DataFinding? {
    guard let times = subject.times else { return nil }
    let limit = asOf ?? CalendarDate(year: ScreenBounds.lastYear, month: 1, day: 1)
    guard let end = limit.map({ Timestamp($0.adding(days: 1)) }) else { return nil }
    if subject.isInOrder, let last = times.last, last < end { return nil }
    let rows = times.indices.filter { times[$0] >= end }
    guard let first = rows.first, let last = rows.last else { return nil }
    return subject.finding(
      .futureDate, rows: first ..< first + 1, count: rows.count,
      message: "\(FindingText.count(rows.count, "bar")) after "
        + "\(asOf.map(\.description) ?? "the year \(ScreenBounds.lastYear - 1)"), the last of "
        + "\(subject.name(of: last)): a typing error, day and month exchanged, or a forecast",
      remedy: "correct the date, name its form (--date-format), or set --as-of")
  }
}

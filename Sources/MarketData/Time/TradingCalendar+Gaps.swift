extension TradingCalendar {
  /// The bars that the calendar expects strictly between two times.
  ///
  /// A holiday counts as a missing bar unless the calendar lists it. Where the kind is `irregular` no bar is ever expected, and
  /// where it is `intradayWithBreaks` the bars of whole trading days are counted at one per step
  /// around the clock, an upper bound.
  public func barsMissing(between earlier: Timestamp, and later: Timestamp) -> Int {
    switch kind {
    case .continuous, .weekly: return max(0, stepsBetween(earlier, later) - 1)
    case .weekdays, .weekdaysWithSunday: return tradingDaysMissing(between: earlier, and: later)
    case .intradayWithBreaks:
      let perDay = Int(max(1, Timestamp.millisecondsPerDay / step))
      return tradingDaysMissing(between: earlier, and: later) * perDay
    case .monthly:
      let (a, b) = (earlier.date.components, later.date.components)
      return max(0, 12 * (b.year - a.year) + b.month - a.month - 1)
    case .irregular: return 0
    }
  }

  /// The days on which bars are expected strictly between the dates of two times.
  public func tradingDaysMissing(between earlier: Timestamp, and later: Timestamp) -> Int {
    let first = earlier.date.adding(days: 1)
    let days = Int(later.date.days) - Int(first.days)
    guard days > 0 else { return 0 }
    let (weeks, rest) = days.quotientAndRemainder(dividingBy: 7)
    let odd = (0 ..< rest).count { tradingDays.contains(first.adding(days: $0).weekday) }
    let closed = holidays.count {
      (first ..< later.date).contains($0) && tradingDays.contains($0.weekday)
    }
    return weeks * tradingDays.count + odd - closed
  }

  /// Whether a bar is expected at a time, one that is a number of bars away from another bar.
  func expects(_ time: Timestamp) -> Bool {
    switch kind {
    case .continuous, .weekly, .monthly: true
    case .weekdays, .weekdaysWithSunday:
      tradingDays.contains(time.date.weekday) && !holidays.contains(time.date)
    case .intradayWithBreaks:
      isInSession(time.milliseconds) && !holidays.contains(time.date)
    case .irregular: !holidays.contains(time.date)
    }
  }

  /// The number of steps that fit best between two times.
  private func stepsBetween(_ earlier: Timestamp, _ later: Timestamp) -> Int {
    let elapsed = Double(later.milliseconds - earlier.milliseconds)
    return Int((elapsed / Double(step)).rounded())
  }

  /// The bars missing between two neighboring bars of one session; 0 if a break lies between.
  func barsMissingInSession(between earlier: Timestamp, and later: Timestamp) -> Int {
    guard kind == .intradayWithBreaks else { return 0 }
    var count = 0
    var time = earlier.milliseconds + step
    while time < later.milliseconds {
      guard isInSession(time) else { return 0 }
      count += 1
      time += step
    }
    return count
  }
}

extension TradingCalendar: CustomStringConvertible {
  /// One line: the pattern, the bar length and the bars per year.
  public var description: String {
    var parts = [pattern]
    if kind != .weekly && kind != .monthly { parts.append("\(barLength.name) bars") }
    if let barsPerYear {
      parts.append("\(FindingText.figure(barsPerYear)) bars per year")
    }
    return parts.joined(separator: ", ")
  }

  private var pattern: String {
    switch kind {
    case .continuous: "24/7"
    case .weekdays:
      tradingDays.contains(.friday) && tradingDays.count == 5
        ? "weekdays" : "\(tradingDays.count) days per week"
    case .weekdaysWithSunday: "weekdays with a Sunday stub"
    case .intradayWithBreaks: "intraday with breaks"
    case .weekly: "weekly bars"
    case .monthly: "monthly bars"
    case .irregular: "irregular"
    }
  }
}

extension BarLength {
  /// The length in words: "daily", "5-minute".
  var name: String {
    switch self {
    case .daily: return "daily"
    case .milliseconds(let length):
      let units: [(Int64, String)] = [
        (86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1_000, "second"),
      ]
      for (unit, name) in units where length % unit == 0 { return "\(length / unit)-\(name)" }
      return "\(length)-millisecond"
    }
  }
}

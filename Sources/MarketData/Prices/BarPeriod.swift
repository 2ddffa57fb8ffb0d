/// A length of bars to which shorter bars are combined.
///
/// Periods lie on the calendar, in UTC: minutes and hours are counted from midnight, a week lasts
/// from Saturday through Friday, a month is one of the calendar. All instruments have the same.
public enum BarPeriod: Hashable, Sendable {
  /// Minutes, a divisor of the day; 60 are an hour.
  case minutes(Int)
  /// A day.
  case day
  /// Saturday through Friday.
  case week
  /// A calendar month.
  case month
}

extension BarPeriod: LosslessStringConvertible {
  /// The period written as `15m`, `4h`, `1d`, `1w` or `1mo`; nil for any other text, and for
  /// minutes or hours that do not divide a day.
  public init?(_ text: String) {
    switch text {
    case "1d": self = .day
    case "1w": self = .week
    case "1mo": self = .month
    default:
      guard let unit = text.last, unit == "m" || unit == "h", text.first != "+",
        let count = Int(text.dropLast()), (1 ..< 1_440).contains(count)
      else { return nil }
      let minutes = unit == "h" ? 60 * count : count
      guard minutes < 1_440, 1_440 % minutes == 0 else { return nil }
      self = .minutes(minutes)
    }
  }

  /// The period as it is written.
  public var description: String {
    switch self {
    case .minutes(let count): count % 60 == 0 ? "\(count / 60)h" : "\(count)m"
    case .day: "1d"
    case .week: "1w"
    case .month: "1mo"
    }
  }
}

extension BarPeriod {
  /// The time range from `start` up to, but not including, `end`.
  struct Span: Hashable {
    let start: Timestamp
    let end: Timestamp
  }

  /// The period in which a time lies.
  func span(of time: Timestamp) -> Span {
    switch self {
    case .minutes(let count):
      let length = count * 60_000
      let number = Int(time.milliseconds).flooredQuotient(by: length)
      // The start keeps the form of the time: within intraday data a time is always a time.
      let start = time.advanced(byMilliseconds: Int64(number * length) - time.milliseconds)
      return Span(start: start, end: start.advanced(byMilliseconds: Int64(length)))
    case .day: return span(from: time.date, days: 1)
    case .week:
      let sinceSaturday = (time.date.weekday.rawValue + 1) % 7
      return span(from: time.date.adding(days: -sinceSaturday), days: 7)
    case .month:
      let (year, month, day) = time.date.components
      let first = time.date.adding(days: 1 - day)
      let next = CalendarDate(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
      return span(from: first, days: next.map { Int($0.days - first.days) } ?? 31)
    }
  }

  private func span(from date: CalendarDate, days: Int) -> Span {
    Span(start: Timestamp(date), end: Timestamp(date.adding(days: days)))
  }

  /// The time of the bar of a period: the start of minutes, hours and days, the last date of weeks
  /// and months, before which their close is not known.
  func stamp(of span: Span) -> Timestamp {
    switch self {
    case .minutes, .day: span.start
    case .week, .month: span.end.advanced(byMilliseconds: -Timestamp.millisecondsPerDay)
    }
  }

  /// Whether each bar of a calendar lies in one period.
  func isMade(of calendar: TradingCalendar) -> Bool {
    let (step, day) = (calendar.step, Timestamp.millisecondsPerDay)
    let isDaily =
      switch calendar.kind {
      case .weekdays, .weekdaysWithSunday: true
      case .continuous: step > day / 2
      default: false
      }
    switch self {
    case .minutes(let count): return Int64(count) * 60_000 % step == 0
    case .day: return isDaily || day % step == 0
    case .week: return isDaily || day % step == 0 || calendar.kind == .weekly
    case .month: return isDaily || day % step == 0 || calendar.kind == .monthly
    }
  }
}

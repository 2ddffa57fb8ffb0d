/// When an instrument has bars, inferred from the times of its bars.
///
/// ```swift
/// let calendar = TradingCalendar(of: history.axis)
/// calendar?.description        // "weekdays, daily bars, 251.6 bars per year"
/// ```
///
/// All days and hours are in UTC. No exchange's calendar is built in: what the bars do most weeks
/// is what they are expected to do.
public struct TradingCalendar: Hashable, Sendable {
  /// The pattern of the bars.
  public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
    /// Around the clock, every day: daily or intraday bars of a 24/7 market.
    case continuous
    /// Daily bars on some days of the week, usually Monday to Friday.
    case weekdays
    /// Daily bars from Monday to Friday, and a short bar on Sunday when foreign exchange opens.
    case weekdaysWithSunday = "weekdays-with-sunday"
    /// Bars shorter than a day, with breaks overnight or over the weekend.
    case intradayWithBreaks = "intraday-with-breaks"
    /// One bar per week.
    case weekly
    /// One bar per month.
    case monthly
    /// None of these.
    case irregular
  }

  /// The pattern of the bars.
  public let kind: Kind
  /// The median time between bars.
  public let barLength: BarLength
  /// Bars per year of 365.2425 days, from elapsed time; nil if the bars span less than 365 days.
  public let barsPerYear: Double?
  /// The days of the week on which bars are expected; a Sunday stub is not one of them.
  public let tradingDays: Set<Weekday>
  /// Whether each hour of the week, counted from Monday 00:00 UTC, has bars in nearly all weeks.
  ///
  /// Empty unless the kind is `intradayWithBreaks`.
  let sessionHours: [Bool]
  /// Dates without bars; empty where the kind is `continuous`.
  let holidays: Set<CalendarDate>

  /// The calendar of ascending times; nil if the axis is undated or has fewer than two of them.
  ///
  /// - Complexity: O(n); O(n log n) if no single step makes up half of all steps.
  public init?(of axis: TimeAxis, holidays: HolidayList = HolidayList()) {
    guard let times = axis.times, let step = Self.medianStep(of: times), step > 0 else {
      return nil
    }
    let days = DayCounts(of: times)
    let kind = Self.kind(step: step, days: days, times: times)
    self.kind = kind
    barLength = step == Timestamp.millisecondsPerDay ? .daily : .milliseconds(step)
    barsPerYear = axis.barsPerYear
    tradingDays = kind == .continuous ? Set(Weekday.allCases) : days.expected
    sessionHours = kind == .intradayWithBreaks ? Self.sessionHours(of: times) : []
    self.holidays = kind == .continuous ? [] : holidays.dates
  }

  /// The median time between bars in milliseconds, above zero.
  var step: Int64 {
    switch barLength {
    case .daily: Timestamp.millisecondsPerDay
    case .milliseconds(let length): length
    }
  }
}

// MARK: - Inference

extension TradingCalendar {
  private static let hour: Int64 = 3_600_000
  private static let day = Timestamp.millisecondsPerDay

  /// Steps of daily bars: a day, give or take four hours for stamps at a local close that moves
  /// with summer time.
  private static let dailySteps = 20 * hour ... 28 * hour
  private static let weeklySteps = 6 * day ... 8 * day
  private static let monthlySteps = 27 * day ... 32 * day

  private static func kind(step: Int64, days: DayCounts, times: [Timestamp]) -> Kind {
    if dailySteps.contains(step) { return days.dailyKind }
    if weeklySteps.contains(step) { return .weekly }
    if monthlySteps.contains(step) { return .monthly }
    guard step < dailySteps.lowerBound else { return .irregular }
    if days.goesOnOverWeekends(times) { return .continuous }
    let regular = (1 ..< times.count).count {
      times[$0].milliseconds - times[$0 - 1].milliseconds == step
    }
    return 2 * regular >= times.count - 1 ? .intradayWithBreaks : .irregular
  }

  /// The median step, the lower of two middle steps, by a majority vote where one step has it.
  ///
  /// - SeeAlso: Boyer and Moore (1991), MJRTY, in *Automated Reasoning*, 105–117.
  private static func medianStep(of times: [Timestamp]) -> Int64? {
    guard times.count >= 2 else { return nil }
    var candidate: Int64 = 0
    var lead = 0
    for index in 1 ..< times.count {
      let step = times[index].milliseconds - times[index - 1].milliseconds
      if lead == 0 { candidate = step }
      lead += step == candidate ? 1 : -1
    }
    let votes = (1 ..< times.count).count {
      times[$0].milliseconds - times[$0 - 1].milliseconds == candidate
    }
    if 2 * votes > times.count - 1 { return candidate }
    let steps = zip(times.dropFirst(), times).map { $0.milliseconds - $1.milliseconds }.sorted()
    return steps[(steps.count - 1) / 2]
  }

  /// The hours of the week with bars in at least nine weeks of ten.
  ///
  /// Hours that summer time moves in and out of a session fall short of that, so that an early
  /// close before a holiday always reaches an hour in which no bar is expected.
  private static func sessionHours(of times: [Timestamp]) -> [Bool] {
    var weeks = [Int](repeating: 0, count: hoursPerWeek)
    var last = Int.min
    for time in times {
      let hours = hoursSinceMonday(time)
      if hours != last { weeks[hourOfWeek(hours)] += 1 }
      last = hours
    }
    let most = weeks.max() ?? 0
    return weeks.map { 10 * $0 >= 9 * most }
  }

  private static let hoursPerWeek = 168

  /// Hours since Monday 1969-12-29 00:00 UTC.
  private static func hoursSinceMonday(_ time: Timestamp) -> Int {
    Int(time.milliseconds).flooredQuotient(by: Int(hour)) + 72
  }

  private static func hourOfWeek(_ hours: Int) -> Int {
    hours - hoursPerWeek * hours.flooredQuotient(by: hoursPerWeek)
  }

  /// Whether bars are expected in the hour of a time, given in milliseconds since 1970.
  func isInSession(_ time: Int64) -> Bool {
    sessionHours[Self.hourOfWeek(Self.hoursSinceMonday(Timestamp(milliseconds: time)))]
  }
}

/// The number of bars on each day of the week.
private struct DayCounts {
  /// Counts from Monday to Sunday.
  private var counts = [Int](repeating: 0, count: 7)
  private let total: Int

  init(of times: [Timestamp]) {
    let day = Int(Timestamp.millisecondsPerDay)
    total = times.count
    for time in times {
      let sinceMonday = Int(time.milliseconds).flooredQuotient(by: day) + 3
      counts[sinceMonday - 7 * sinceMonday.flooredQuotient(by: 7)] += 1
    }
  }

  private static let mondayToFriday: Set<Weekday> = [
    .monday, .tuesday, .wednesday, .thursday, .friday,
  ]

  /// The days of the week with at least half the bars of the fullest one.
  ///
  /// Two weeks show which days these are; fewer bars only show whether there are weekends.
  private var regular: Set<Weekday> {
    if total >= 14 {
      let most = counts.max() ?? 0
      return Set(Weekday.allCases.filter { 2 * counts[$0.rawValue - 1] >= most })
    }
    let saturdays = counts[Weekday.saturday.rawValue - 1]
    return saturdays > 0 ? Set(Weekday.allCases) : Self.mondayToFriday
  }

  private static func isWithStub(_ regular: Set<Weekday>) -> Bool {
    regular == mondayToFriday.union([.sunday])
  }

  /// The days on which bars are expected, without Sunday stubs.
  var expected: Set<Weekday> {
    let regular = regular
    return Self.isWithStub(regular) ? Self.mondayToFriday : regular
  }

  /// The kind of daily bars.
  var dailyKind: TradingCalendar.Kind {
    let regular = regular
    if regular.count == 7 { return .continuous }
    return Self.isWithStub(regular) ? .weekdaysWithSunday : .weekdays
  }

  /// Whether intraday bars go on over the weekend: at least one bar in ten on a Saturday (one in
  /// seven in complete data), or no gap of three hours in less than a week.
  func goesOnOverWeekends(_ times: [Timestamp]) -> Bool {
    if 10 * counts[Weekday.saturday.rawValue - 1] >= total { return true }
    guard let first = times.first, let last = times.last,
      last.milliseconds - first.milliseconds < 7 * Timestamp.millisecondsPerDay
    else { return false }
    let longest = zip(times.dropFirst(), times).map { $0.milliseconds - $1.milliseconds }.max()
    return (longest ?? 0) < Timestamp.millisecondsPerDay / 8
  }
}

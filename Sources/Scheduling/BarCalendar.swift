public import Margin
public import MarketData
public import RiskMeasures

/// The trading calendar of an instrument, inferred from its bars.
///
/// Only bars up to the date in question are used, so later data never changes an earlier date.
public struct BarCalendar: Sendable {
  private let axis: TimeAxis
  private let holidays: HolidayList
  /// The lookback window, in bars: two weeks of business days, ten days of a market open every day.
  private static let lookback = 10
  /// The number of initial bars that determine the number of bars per day.
  private static let sample = 1_000
  /// The shortest bar that counts as daily: a day less an hour for daylight saving time.
  private static let shortestDay = Timestamp.millisecondsPerDay - 3_600_000

  /// Creates the calendar of the bars on a time axis, without bars on holidays.
  public init(_ axis: TimeAxis, holidays: HolidayList = HolidayList()) {
    self.axis = axis
    self.holidays = holidays
  }

  /// The time of the bar `bars` after the last of the first `count` returns.
  ///
  /// Daily bars continue on the next day if any of the last ten bars is on a Saturday, otherwise on
  /// the next business day, at the same time of day. Other bars continue by their shortest recent
  /// step; a time on a listed holiday moves to the same time of the next business day, unless one
  /// of the last ten bars, or of those of seven days, is on a Saturday.
  ///
  /// Business days are Monday to Friday, as in foreign exchange with its Sunday bars, or Sunday to
  /// Thursday where recent bars include a Sunday and no Friday, without the listed holidays.
  public func time(_ bars: Int, barsAfter count: Int) -> Timestamp? {
    guard let times = axis.times, count >= 1 else { return nil }
    let recent = times[max(0, count - Self.lookback) ..< count]
    guard let last = recent.last, let step = Self.step(of: recent) else { return nil }
    guard (Self.shortestDay ... Timestamp.millisecondsPerDay).contains(step) else {
      return openTime(after: last.advanced(byMilliseconds: Int64(bars) * step), recent, times)
    }
    let days = Set(recent.map(\.date.weekday))
    var time = last
    for _ in 0 ..< bars {
      repeat {
        time = time.advanced(byMilliseconds: Timestamp.millisecondsPerDay)
      } while !isOpen(time.date, where: days)
    }
    return time
  }

  /// The time of day on the first business day from a time on, where that is on a holiday.
  private func openTime(
    after time: Timestamp, _ recent: ArraySlice<Timestamp>, _ times: [Timestamp]
  ) -> Timestamp {
    guard holidays.dates.contains(time.date), let last = recent.last else { return time }
    // Ten bars of an hour do not show a weekend, those of the last seven days do.
    let week = times[..<recent.endIndex].reversed().prefix {
      last.milliseconds - $0.milliseconds < 7 * Timestamp.millisecondsPerDay
    }
    let days = Set((Array(recent) + week).map(\.date.weekday))
    var time = time
    while !isOpen(time.date, where: days) {
      time = time.advanced(byMilliseconds: Timestamp.millisecondsPerDay)
    }
    return time
  }

  /// Whether a date is a business day of an instrument with recent bars on some days of the week.
  private func isOpen(_ date: CalendarDate, where days: Set<Weekday>) -> Bool {
    guard !days.contains(.saturday) else { return true }
    let isSundayToThursday = days.contains(.sunday) && !days.contains(.friday)
    let weekend: Set<Weekday> = isSundayToThursday ? [.friday, .saturday] : [.saturday, .sunday]
    return !weekend.contains(date.weekday) && !holidays.dates.contains(date)
  }

  /// The margin period of risk in whole bars, rounded up.
  ///
  /// A business day is a day on which the instrument trades, so not a holiday: one daily bar, or for shorter bars the
  /// maximum number of bars per day among the first thousand bars or the first three days. A longer
  /// bar holds several business days, five a week: ten of them are two weekly bars or one monthly
  /// bar. Hours and minutes are rounded up to bars; for daily and longer bars, to days.
  public func horizon(of period: MarginPeriodOfRisk) -> Horizon {
    switch period.unit {
    case .bars: return Horizon(bars: period.count)
    case .businessDays:
      guard let days = businessDaysPerBar else {
        return Horizon(bars: period.count * barsPerDay)
      }
      return Horizon(bars: max(1, (period.count + days - 1) / days))
    case .hours: return horizon(ofMinutes: Int64(period.count) * 60)
    case .minutes: return horizon(ofMinutes: Int64(period.count))
    }
  }

  /// Whether a period ends within one bar; the margin then covers a whole bar.
  package func endsWithinABar(_ period: MarginPeriodOfRisk) -> Bool {
    switch period.unit {
    case .bars: false
    case .businessDays: businessDaysPerBar.map { period.count < $0 } ?? false
    case .hours: Int64(period.count) * 3_600_000 < barLength
    case .minutes: Int64(period.count) * 60_000 < barLength
    }
  }

  private func horizon(ofMinutes minutes: Int64) -> Horizon {
    let length = minutes * 60_000
    return Horizon(bars: max(1, Int((length + barLength - 1) / barLength)))
  }

  /// The length of a bar in milliseconds; one day for daily and undated bars.
  private var barLength: Int64 {
    let step = axis.times.flatMap { Self.step(of: $0[...]) } ?? Timestamp.millisecondsPerDay
    let isDaily = (Self.shortestDay ... Timestamp.millisecondsPerDay).contains(step)
    return isDaily ? Timestamp.millisecondsPerDay : step
  }

  /// The business days in a bar longer than a day, five a week; nil for daily and shorter bars.
  private var businessDaysPerBar: Int? {
    guard let step = medianStep, step >= 2 * Timestamp.millisecondsPerDay else { return nil }
    let days = Double(step) / Double(Timestamp.millisecondsPerDay)
    return max(1, Int((days * 5 / 7).rounded()))
  }

  /// The longest time without a bar in which an instrument still trades: thirty days, longer than
  /// any holiday, or three bars.
  private static let longestPause = 30 * Timestamp.millisecondsPerDay

  /// Whether the last bar is too old for a date, so that the instrument no longer trades on it.
  package func hasEnded(by date: Timestamp) -> Bool {
    guard let last = axis.times?.last else { return false }
    let age = date.milliseconds - last.milliseconds
    return age > max(Self.longestPause, 3 * (medianStep ?? 0))
  }

  /// The median time between the first bars; nil with fewer than two bars.
  private var medianStep: Int64? {
    let times = (axis.times ?? []).prefix(Self.sample + 1)
    let steps = zip(times.dropFirst(), times).map { $0.milliseconds - $1.milliseconds }.sorted()
    return steps.isEmpty ? nil : steps[(steps.count - 1) / 2]
  }

  private var barsPerDay: Int {
    var bars: [CalendarDate: Int] = [:]
    for (index, time) in (axis.times ?? []).enumerated() {
      // A day of minute bars has more bars than the sample, so days are counted in full.
      if index >= Self.sample, bars.count >= 3, bars[time.date] == nil { break }
      bars[time.date, default: 0] += 1
    }
    return bars.values.max() ?? 1
  }

  private static func step(of times: ArraySlice<Timestamp>) -> Int64? {
    let following = times.dropFirst().prefix(sample)
    return zip(following, times).lazy.map { $0.milliseconds - $1.milliseconds }.min()
  }
}

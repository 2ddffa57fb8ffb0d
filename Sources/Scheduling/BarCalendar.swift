public import Margin
public import MarketData
public import RiskMeasures

/// The trading calendar of an instrument, inferred from its bars.
///
/// Only bars up to the date in question are used, so later data never changes an earlier date.
public struct BarCalendar: Sendable {
  private let axis: TimeAxis
  /// The lookback window, in bars: two weeks of business days, ten days of a market open every day.
  private static let lookback = 10
  /// The number of initial bars that determine the number of bars per day.
  private static let sample = 1_000
  /// The shortest bar that counts as daily: a day less an hour for daylight saving time.
  private static let shortestDay = Timestamp.millisecondsPerDay - 3_600_000

  /// Creates the calendar of the bars on a time axis.
  public init(_ axis: TimeAxis) { self.axis = axis }

  /// The time of the bar `bars` after the last of the first `count` returns.
  ///
  /// Daily bars continue on the next day if any of the last ten bars is on a weekend, otherwise on
  /// the next weekday, at the same time of day. Other bars continue by their shortest recent step.
  /// Holidays are ignored.
  public func time(_ bars: Int, barsAfter count: Int) -> Timestamp? {
    guard let times = axis.times, count >= 1 else { return nil }
    let recent = times[max(0, count - Self.lookback) ..< count]
    guard let last = recent.last, let step = Self.step(of: recent) else { return nil }
    guard (Self.shortestDay ... Timestamp.millisecondsPerDay).contains(step) else {
      return Timestamp(milliseconds: last.milliseconds + Int64(bars) * step)
    }
    let everyDay = recent.contains { $0.date.weekday.isWeekend }
    var time = last
    for _ in 0 ..< bars {
      repeat {
        time = Timestamp(milliseconds: time.milliseconds + Timestamp.millisecondsPerDay)
      } while !everyDay && time.date.weekday.isWeekend
    }
    return time
  }

  /// The margin period of risk in whole bars, rounded up.
  ///
  /// A business day is a day on which the instrument trades: one daily bar, or for shorter bars the
  /// maximum number of bars per day among the first thousand bars or the first three days. Hours
  /// and minutes are rounded up to bars; for daily and longer bars, to days.
  public func horizon(of period: MarginPeriodOfRisk) -> Horizon {
    switch period.unit {
    case .bars: return Horizon(bars: period.count)
    case .businessDays: return Horizon(bars: period.count * barsPerDay)
    case .hours: return horizon(ofMinutes: Int64(period.count) * 60)
    case .minutes: return horizon(ofMinutes: Int64(period.count))
    }
  }

  /// Whether a period of clock time ends within one bar; the margin then covers a whole bar.
  package func endsWithinABar(_ period: MarginPeriodOfRisk) -> Bool {
    switch period.unit {
    case .bars, .businessDays: false
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

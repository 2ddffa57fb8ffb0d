public import Margin
public import MarketData
public import RiskMeasures

/// What an instrument's bars say of its calendar, read from the bars up to a place alone, so that
/// later data never moves an earlier date.
public struct BarCalendar: Sendable {
  private let axis: TimeAxis
  /// Bars looked back on: two weeks of business days, ten days of a market that never closes.
  private static let lookback = 10

  /// The calendar of the bars on an axis.
  public init(_ axis: TimeAxis) { self.axis = axis }

  /// The time of the bar `bars` after the last of the first `count` returns.
  ///
  /// A daily market with a bar on one of its last ten days on a weekend goes on the next day,
  /// any other on the next Monday to Friday. Shorter and longer bars go on by their shortest
  /// recent step. Holidays are not known.
  public func time(_ bars: Int, barsAfter count: Int) -> Timestamp? {
    guard let times = axis.times, count >= 1 else { return nil }
    let recent = times[max(0, count - Self.lookback) ..< count]
    guard let last = recent.last else { return nil }
    guard let step = step(of: recent) else { return nil }
    guard step == Timestamp.millisecondsPerDay else {
      return Timestamp(milliseconds: last.milliseconds + Int64(bars) * step)
    }
    let everyDay = recent.contains { $0.date.weekday.isWeekend }
    var date = last.date
    for _ in 0 ..< bars {
      repeat { date = date.adding(days: 1) } while !everyDay && date.weekday.isWeekend
    }
    return Timestamp(date)
  }

  /// The margin period of risk in whole bars, never fewer.
  ///
  /// A business day is a day on which the instrument trades: one daily bar. Hours are rounded up
  /// to bars; for bars of a day and longer, to days.
  public func horizon(of period: MarginPeriodOfRisk) -> Horizon {
    switch period.unit {
    case .bars: return Horizon(bars: period.count)
    case .businessDays: return Horizon(bars: max(1, period.count * barsPerDay))
    case .hours:
      let length = Int64(period.count) * 3_600_000
      let bar = axis.times.flatMap { step(of: $0[...]) } ?? Timestamp.millisecondsPerDay
      return Horizon(bars: max(1, Int((length + bar - 1) / bar)))
    }
  }

  private var barsPerDay: Int {
    guard let bar = axis.times.flatMap({ step(of: $0.prefix(Self.lookback)) }) else { return 1 }
    return max(1, Int(Timestamp.millisecondsPerDay / bar))
  }

  private func step(of times: ArraySlice<Timestamp>) -> Int64? {
    zip(times.dropFirst().prefix(1_000), times).map { $0.milliseconds - $1.milliseconds }.min()
  }
}

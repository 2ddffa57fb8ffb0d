/// The time that one bar of a history spans: the median step between its bars.
public enum BarLength: Hashable, Sendable {
  /// One calendar day; weekends and holidays may be absent.
  case daily
  /// Any other length, in milliseconds.
  case milliseconds(Int64)

  /// The median step of ascending times, the lower of two middle steps; nil for fewer than two
  /// times.
  public init?(medianStepOf times: [Timestamp]) {
    guard times.count >= 2 else { return nil }
    let steps = zip(times.dropFirst(), times).map { $0.milliseconds - $1.milliseconds }.sorted()
    let median = steps[(steps.count - 1) / 2]
    self = median == Timestamp.millisecondsPerDay ? .daily : .milliseconds(median)
  }

  /// Whether a bar lasts at least a day, so that its date identifies it.
  public var isDayOrLonger: Bool {
    switch self {
    case .daily: true
    case .milliseconds(let length): length >= Timestamp.millisecondsPerDay
    }
  }
}

/// The days of the week on which an instrument trades, inferred from its bars.
public enum TradingWeek: Hashable, Sendable {
  /// Every day, as for cryptocurrencies.
  case everyDay
  /// Monday to Friday, including markets that open on Sunday evening.
  case businessDays

  /// The trading week of the given bars; nil if there are none.
  ///
  /// `everyDay` if at least one bar in twenty is on a Saturday in UTC (one in seven in complete
  /// data). Sunday bars are ignored because foreign exchange has them.
  public init?(of times: [Timestamp]) {
    guard !times.isEmpty else { return nil }
    let saturdays = times.count { $0.date.weekday == .saturday }
    self = saturdays * 20 >= times.count ? .everyDay : .businessDays
  }
}

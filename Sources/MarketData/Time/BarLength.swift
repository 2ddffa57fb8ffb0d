/// The time that one bar of a history spans: the median step between its bars.
public enum BarLength: Hashable, Sendable {
  /// One calendar day; weekends and holidays may be absent.
  case daily
  /// Any other length, in milliseconds.
  case milliseconds(Int64)

  /// The median step of ascending times, the lower one of two middle steps; nil below two times.
  public init?(medianStepOf times: [Timestamp]) {
    guard times.count >= 2 else { return nil }
    let steps = zip(times.dropFirst(), times).map { $0.milliseconds - $1.milliseconds }.sorted()
    let median = steps[(steps.count - 1) / 2]
    self = median == Timestamp.millisecondsPerDay ? .daily : .milliseconds(median)
  }

  /// Whether a bar lasts at least a day, so that its date alone names it.
  public var isDayOrLonger: Bool {
    switch self {
    case .daily: true
    case .milliseconds(let length): length >= Timestamp.millisecondsPerDay
    }
  }
}

/// The days of the week on which an instrument trades, told from its bars.
public enum TradingWeek: Hashable, Sendable {
  /// Every day: cryptocurrencies.
  case everyDay
  /// Monday to Friday; a market that opens on Sunday evening counts here.
  case businessDays

  /// The week of the given bars.
  ///
  /// `everyDay` when at least one bar in twenty is on a Saturday, UTC (one in seven where nothing is missing);
  /// Sunday bars decide nothing, since foreign exchange has them. Nil without a bar.
  public init?(of times: [Timestamp]) {
    guard !times.isEmpty else { return nil }
    let saturdays = times.count { $0.date.weekday == .saturday }
    self = saturdays * 20 >= times.count ? .everyDay : .businessDays
  }
}

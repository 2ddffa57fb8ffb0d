public import MarketData

/// The stretch of history a stressed reference is measured on.
public enum StressPeriod: Hashable, Sendable {
  /// The worst stretch of `length` returns for the side, in data up to the date.
  case worst(length: Int)
  /// The days of a period, both ends included.
  case dates(ClosedRange<CalendarDate>)
  /// The stressed measure itself, of each side: a shock that never happened.
  case hypothetical(long: Double, short: Double)
}

public import MarketData

/// The period of history on which a stressed measure is calculated.
public enum StressPeriod: Hashable, Sendable {
  /// The worst window of `length` returns for the side, in data up to the date.
  case worst(length: Int)
  /// A range of dates, both ends included.
  case dates(ClosedRange<CalendarDate>)
  /// A hypothetical stressed measure for each side, a fraction of notional.
  case hypothetical(long: Double, short: Double)
}

public import MarketData

/// The number of instruments of a panel exceeded on each date.
public struct CoExceedances: Hashable, Sendable {
  /// One date of the panel.
  public struct Day: Hashable, Sendable {
    /// The date.
    public let date: Timestamp
    /// The number of instruments with a forecast.
    public let forecasts: Int
    /// The number of instruments whose loss exceeded the forecast.
    public let exceedances: Int
  }

  /// The dates with a forecast, ascending.
  public let days: [Day]

  /// Counts the dated outcomes of a panel, one list per instrument; undated outcomes are excluded.
  public init(_ instruments: [[(date: Timestamp?, isExceeded: Bool)]]) {
    var counts: [Timestamp: (forecasts: Int, exceedances: Int)] = [:]
    for outcomes in instruments {
      for case (let date?, let isExceeded) in outcomes {
        counts[date, default: (0, 0)].forecasts += 1
        if isExceeded { counts[date, default: (0, 0)].exceedances += 1 }
      }
    }
    days = counts.sorted { $0.key < $1.key }.map {
      Day(date: $0.key, forecasts: $0.value.forecasts, exceedances: $0.value.exceedances)
    }
  }

  /// The number of exceedances over all dates and instruments.
  public var exceedances: Int { days.reduce(0) { $0 + $1.exceedances } }
  /// The number of forecasts over all dates and instruments.
  public var forecasts: Int { days.reduce(0) { $0 + $1.forecasts } }

  /// The date with the most exceedances, the first of ties; nil without an exceedance.
  public var worst: Day? {
    guard let most = days.map(\.exceedances).max(), most > 0 else { return nil }
    return days.first { $0.exceedances == most }
  }

  /// Returns the number of dates with at least `count` exceedances.
  public func days(withAtLeast count: Int) -> Int { days.count { $0.exceedances >= count } }
}

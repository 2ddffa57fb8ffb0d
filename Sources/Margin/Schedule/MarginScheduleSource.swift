public import Instruments
public import MarketData

/// Where margins of one instrument come from while time passes: one schedule, or a policy that recalibrates.
public protocol MarginScheduleSource: Sendable {
  /// The rates of a side in force at a time; nil before the first.
  func rates(for side: Side, at time: Timestamp) -> MarginRates?
}

/// One rate a side, at all times.
public struct ConstantMargins: MarginScheduleSource, Hashable {
  /// Of a long.
  public let long: MarginRates
  /// Of a short.
  public let short: MarginRates

  /// The rates of the two sides.
  public init(long: MarginRates, short: MarginRates) {
    self.long = long
    self.short = short
  }

  /// The rates of a side.
  public func rates(for side: Side, at time: Timestamp) -> MarginRates? {
    side == .long ? long : short
  }
}

/// Margins each in force from its date on, until the next.
public struct DatedMargins: MarginScheduleSource {
  private let long: [(from: Timestamp, rates: MarginRates)]
  private let short: [(from: Timestamp, rates: MarginRates)]

  /// The margins of a history of schedules of one instrument; an entry without a date in force is left out.
  public init(_ entries: [InstrumentMarginEntry]) {
    func dated(_ side: Side) -> [(from: Timestamp, rates: MarginRates)] {
      entries.compactMap { entry in
        guard let margin = entry.margin(for: side), let from = margin.effectiveFrom,
          let rates = MarginRates(
            initial: margin.margin.initial, maintenance: margin.margin.maintenance)
        else { return nil }
        return (from, rates)
      }.sorted { $0.from < $1.from }
    }
    long = dated(.long)
    short = dated(.short)
  }

  /// The last rates whose date is not after a time.
  public func rates(for side: Side, at time: Timestamp) -> MarginRates? {
    let dated = side == .long ? long : short
    var range = 0 ..< dated.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if dated[middle].from <= time {
        range = middle + 1 ..< range.upperBound
      } else {
        range = range.lowerBound ..< middle
      }
    }
    return range.lowerBound == 0 ? nil : dated[range.lowerBound - 1].rates
  }
}

public import Instruments
public import MarketData

/// The margin rates of one instrument over time: one schedule, or a policy that recalibrates.
public protocol MarginScheduleSource: Sendable {
  /// The rates of a side in force at a time; nil before the first schedule.
  func rates(for side: Side, at time: Timestamp) -> MarginRates?
}

/// Constant margin rates for each side.
public struct ConstantMargins: MarginScheduleSource, Hashable {
  /// The rates of a long position.
  public let long: MarginRates
  /// The rates of a short position.
  public let short: MarginRates

  /// Creates constant rates for the two sides.
  public init(long: MarginRates, short: MarginRates) {
    self.long = long
    self.short = short
  }

  /// The rates of a side, the same at all times.
  public func rates(for side: Side, at time: Timestamp) -> MarginRates? {
    side == .long ? long : short
  }
}

/// Dated margins, each in force from its date until the next.
public struct DatedMargins: MarginScheduleSource {
  private let long: [(from: Timestamp, rates: MarginRates)]
  private let short: [(from: Timestamp, rates: MarginRates)]

  /// Creates the margins from a schedule history; entries without an effective date are left out.
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

  /// The rates of the last effective date at or before a time.
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

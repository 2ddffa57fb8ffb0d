public import Instruments
public import MarketData

/// The change of one published rate.
public struct RateChange: Hashable, Sendable {
  /// The rate of the old schedule.
  public let old: MarginRate
  /// The rate of the new schedule.
  public let new: MarginRate
  /// The relative change, in either direction, above which the change is reported.
  public let threshold: RelativeLimit

  /// The change from `old` to `new`.
  public init(from old: MarginRate, to new: MarginRate, threshold: RelativeLimit) {
    self.old = old
    self.new = new
    self.threshold = threshold
  }

  /// new − old, a fraction of notional: positive is more margin.
  public var absolute: MarginRate { MarginRate(millionths: new.millionths - old.millionths) }

  /// (new − old) / old; zero for no change, nil for a change from zero.
  public var relative: Double? {
    guard absolute != .zero else { return 0 }
    guard old != .zero else { return nil }
    return Double(absolute.millionths) / Double(old.millionths)
  }

  /// Whether the change is strictly greater than the threshold.
  public var isPastThreshold: Bool { threshold.isExceeded(from: old, to: new) }

  /// The absolute value of ``relative``, infinite for a change from zero; the sort key of changes.
  public var size: Double { relative.map(abs) ?? .infinity }
}

/// The change of the margins of one instrument and side between two schedules.
public struct MarginChange: Hashable, Sendable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The side of the position.
  public let side: Side
  /// The rates of the old schedule.
  public let old: MarginRates
  /// The rates of the new schedule.
  public let new: MarginRates
  /// The relative change of a rate above which it is reported.
  public let threshold: RelativeLimit

  /// Creates the change of one instrument and side.
  public init(
    instrument: InstrumentID, side: Side, from old: MarginRates, to new: MarginRates,
    threshold: RelativeLimit
  ) {
    self.instrument = instrument
    self.side = side
    self.old = old
    self.new = new
    self.threshold = threshold
  }

  /// The change of the initial or the maintenance rate.
  public subscript(kind: MarginRateKind) -> RateChange {
    RateChange(from: old[kind], to: new[kind], threshold: threshold)
  }

  /// Whether either rate changed.
  public var hasMoved: Bool { old != new }

  /// Whether either rate changed by more than the threshold.
  public var isPastThreshold: Bool {
    MarginRateKind.allCases.contains { self[$0].isPastThreshold }
  }

  /// The larger relative change of the two rates.
  public var size: Double { max(self[.initial].size, self[.maintenance].size) }

  /// Orders changes by descending size, then by instrument and side.
  public static func isOrdered(_ a: Self, before b: Self) -> Bool {
    if a.size != b.size { return a.size > b.size }
    return (a.instrument, a.side) < (b.instrument, b.side)
  }
}

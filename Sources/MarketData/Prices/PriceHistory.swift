/// One instrument's prices, contiguous in time, on their own axis.
///
/// Prices are in the source's currency and unit, finite, oldest first; they are above zero except where
/// differences alone are taken of them. Volume is in the source's unit.
public struct PriceHistory: Hashable, Sendable {
  /// The instrument of the prices.
  public let instrument: InstrumentID
  /// The time of each bar; for a daily bar midnight of its date.
  public let axis: TimeAxis
  /// The first price of each bar; nil unless the source has one for every bar.
  public let open: [Double]?
  /// The highest price of each bar; nil unless the source has one for every bar.
  public let high: [Double]?
  /// The lowest price of each bar; nil unless the source has one for every bar.
  public let low: [Double]?
  /// The price of each bar from which returns are computed.
  public let close: [Double]
  /// The traded volume of each bar; nil unless the source has one for every bar.
  public let volume: [Double]?
  /// The source of the prices; nil for prices created in memory.
  public let source: PriceSource?
  /// The bars, by index in ascending order, whose return from the bar before is left out.
  public let excludedReturns: [Int]

  /// A history whose axis has one entry per value of each field.
  public init(
    instrument: InstrumentID, axis: TimeAxis, open: [Double]? = nil, high: [Double]? = nil,
    low: [Double]? = nil, close: [Double], volume: [Double]? = nil, source: PriceSource? = nil,
    excludedReturns: [Int] = []
  ) {
    for field in [open, high, low, close, volume] {
      let count = field?.count ?? axis.count
      precondition(count == axis.count, "\(count) values on an axis of \(axis.count) entries")
    }
    self.instrument = instrument
    self.axis = axis
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
    self.source = source
    self.excludedReturns = excludedReturns
  }

  /// The number of bars.
  public var count: Int { close.count }

  /// The median time between bars; nil when undated or shorter than two bars.
  public var barLength: BarLength? { axis.barLength }

  /// The days of the week on which there are bars; nil when undated.
  public var tradingWeek: TradingWeek? { axis.tradingWeek }

  /// The bars between two times, both included; an undated history stays whole.
  public func clipped(from first: Timestamp? = nil, through last: Timestamp? = nil) -> Self {
    let range = axis.indices(from: first, through: last)
    func cut(_ field: [Double]?) -> [Double]? { field.map { Array($0[range]) } }
    return Self(
      instrument: instrument, axis: axis[range], open: cut(open), high: cut(high), low: cut(low),
      close: Array(close[range]), volume: cut(volume), source: source,
      excludedReturns: excludedReturns.filter { range.contains($0) && $0 > range.lowerBound }
        .map { $0 - range.lowerBound })
  }

  /// The prices with all bars before each jump multiplied by its factor.
  func repaired(by factors: [Int: Double]) -> Self {
    guard !factors.isEmpty else { return self }
    var factor = 1.0
    var scales = [Double](repeating: 1, count: count)
    for bar in scales.indices.reversed() {
      scales[bar] = factor
      if let jump = factors[bar] { factor *= jump }
    }
    func scaled(_ field: [Double]?) -> [Double]? {
      field.map { values in zip(values, scales).map { $0 * $1 } }
    }
    return Self(
      instrument: instrument, axis: axis, open: scaled(open), high: scaled(high),
      low: scaled(low), close: zip(close, scales).map { $0 * $1 }, volume: volume,
      source: source, excludedReturns: excludedReturns)
  }

  /// The same prices with further returns left out.
  func excludingReturns(to bars: [Int]) -> Self {
    Self(
      instrument: instrument, axis: axis, open: open, high: high, low: low, close: close,
      volume: volume, source: source,
      excludedReturns: Set(excludedReturns + bars).filter { (1 ..< count).contains($0) }.sorted())
  }
}

/// The file and the column that a history was read from.
public struct PriceSource: Hashable, Sendable {
  /// The path as it was given or found.
  public let file: String
  /// The line, counted from 1, of the history's first bar.
  public let firstLine: Int
  /// The name of the column used as the close, or its number such as `#2` in a file without a
  /// header.
  public let column: String
}

/// Price histories, one per instrument, in the order of their identifiers.
public struct PricePanel: Hashable, Sendable {
  /// The histories, sorted by identifier.
  public let histories: [PriceHistory]

  /// Sorts the histories, which must be of distinct instruments.
  public init(_ histories: [PriceHistory]) {
    self.histories = histories.sorted { $0.instrument < $1.instrument }
    for (a, b) in zip(self.histories, self.histories.dropFirst()) {
      precondition(a.instrument != b.instrument, "Two histories of \(a.instrument)")
    }
  }

  /// The history of an instrument, or nil if there is none.
  public subscript(instrument: InstrumentID) -> PriceHistory? {
    var range = 0 ..< histories.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      let history = histories[middle]
      if history.instrument == instrument { return history }
      range =
        instrument < history.instrument
        ? range.lowerBound ..< middle : middle + 1 ..< range.upperBound
    }
    return nil
  }
}

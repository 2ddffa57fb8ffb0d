public import MarketData
internal import RiskModels

/// One instrument's returns with what the calendar and the schedule need beside them.
///
/// A place in the history is a count of returns observed: after `count` returns the last date is
/// that of return `count − 1`.
public struct InstrumentHistory: Sendable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The end of each return's bar.
  public let axis: TimeAxis
  /// The date of the first price, where the first return begins.
  public let start: Timestamp?
  private let source: Source

  private enum Source: Sendable {
    case prices(PriceHistory)
    /// Returns, and the price at the end of each where it is known.
    case returns(ReturnSeries, prices: [Double]?)
  }

  /// A history of prices.
  public init(_ history: PriceHistory) {
    self.init(history, axis: history.axis[min(1, history.count) ..< history.count])
  }

  private init(_ history: PriceHistory, axis: TimeAxis) {
    instrument = history.instrument
    self.axis = axis
    start = history.axis.times?.first
    source = .prices(history)
  }

  /// A history of returns; `prices` are those at the end of each.
  public init(_ series: ReturnSeries, prices: [Double]? = nil) {
    precondition(
      prices.map { $0.count == series.values.count } ?? true, "A price a return, or none")
    instrument = series.instrument
    axis = series.axis
    start = series.axis.times?.first
    source = .returns(series, prices: prices)
  }

  /// The prices that were read; nil where the input was returns.
  public var prices: PriceHistory? {
    if case .prices(let prices) = source { prices } else { nil }
  }

  /// The number of bar returns.
  public var count: Int { axis.count }

  /// The bar returns in a convention.
  public func returns(_ convention: ReturnConvention) -> [Double] {
    switch source {
    case .prices(let history): history.returnValues(convention)
    case .returns(let series, _): series.converted(to: convention).values
    }
  }

  /// The bars, each from the close before it; those of an input of returns are their closes.
  public var barMoves: [BarMove] {
    switch source {
    case .prices(let history): history.barMoves
    case .returns(let series, _):
      series.converted(to: .simple).values.map { BarMove(close: $0) }
    }
  }

  /// Volume times close of each bar, in the unit of the prices; nil where the source has no volumes.
  public var tradedNotionals: [Double]? {
    guard case .prices(let history) = source, let volume = history.volume else { return nil }
    return zip(volume, history.close).map { $0 * $1 }
  }

  /// What a model observes, bar after bar.
  func observations(for model: some ReturnModel) -> [Double] {
    switch model.observedBar {
    case .close: returns(model.returnConvention)
    case .extremes: BarMove.interleaved(barMoves)
    }
  }

  /// Whether all compounded returns, their squares and their sums are finite: prices within 10⁴⁰.
  var hasFiniteRange: Bool {
    switch source {
    case .prices(let history):
      guard let low = history.close.min(), let high = history.close.max() else { return true }
      return high / low < 1e40
    case .returns(let series, _):
      let logs = series.converted(to: .log).values
      var level = 0.0
      var range = 0.0 ... 0.0
      for r in logs {
        level += r
        guard level.isFinite else { return false }
        range = min(range.lowerBound, level) ... max(range.upperBound, level)
      }
      return range.upperBound - range.lowerBound < 92
    }
  }

  /// The date of the last return, or nil for an undated series.
  public func date(after count: Int) -> Timestamp? {
    guard count > 0 else { return start }
    return axis.times.map { $0[count - 1] }
  }

  /// The price at the end of the last return, or nil for an input of returns.
  public func price(after count: Int) -> Double? {
    switch source {
    case .prices(let history): history.close[count]
    case .returns(_, let prices): count > 0 ? prices?[count - 1] : nil
    }
  }

  /// The history through `date`, or all of it.
  public func clipped(through date: Timestamp?) -> InstrumentHistory {
    guard let date else { return self }
    switch source {
    case .prices(let history): return InstrumentHistory(history.clipped(through: date))
    case .returns(let series, let prices):
      let range = series.axis.indices(from: nil, through: date)
      return InstrumentHistory(
        ReturnSeries(
          instrument: instrument, axis: series.axis[range], convention: series.convention,
          values: Array(series.values[range])),
        prices: prices.map { Array($0[range]) })
    }
  }
}

extension LoadedPrices {
  /// The instruments that loaded, sorted by identifier.
  public var instrumentHistories: [InstrumentHistory] {
    guard returns.isEmpty else { return returns.map { InstrumentHistory($0) } }
    return InstrumentHistory.sharingAxes(panel.histories)
  }
}

extension InstrumentHistory {
  /// Histories whose equal axes are one array, as those of the columns of a wide file are.
  fileprivate static func sharingAxes(_ histories: [PriceHistory]) -> [InstrumentHistory] {
    var previous: (prices: TimeAxis, returns: TimeAxis)?
    return histories.map { history in
      if let previous, previous.prices == history.axis {
        return InstrumentHistory(history, axis: previous.returns)
      }
      let made = InstrumentHistory(history)
      previous = (history.axis, made.axis)
      return made
    }
  }
}

public import MarketData
internal import RiskModels

/// The returns of one instrument with its dates, prices and volumes.
///
/// A position in the history is a count of observed returns: after `count` returns, the last date
/// is that of return `count − 1`.
public struct InstrumentHistory: Sendable {
  /// The instrument.
  public let instrument: InstrumentID
  /// The end of each return's bar.
  public let axis: TimeAxis
  /// The date of the first price, at which the first return begins.
  public let start: Timestamp?
  private let source: Source

  private enum Source: Sendable {
    case prices(PriceHistory)
    /// Returns, the price at the end of each return, and the differences of prices, if known.
    case returns(ReturnSeries, prices: [Double]?, differences: [Double]? = nil)
  }

  /// Creates a history from prices.
  ///
  /// Where returns are left out, the history is one of returns: it has neither ranges nor volumes.
  public init(_ history: PriceHistory) {
    guard history.excludedReturns.isEmpty else {
      self.init(leavingOutReturnsOf: history)
      return
    }
    self.init(history, axis: history.axis[min(1, history.count) ..< history.count])
  }

  private init(leavingOutReturnsOf history: PriceHistory) {
    let left = Set(history.excludedReturns)
    let kept = (1 ..< history.count).filter { !left.contains($0) }
    func values(_ convention: ReturnConvention) -> [Double] {
      let all = history.returnValues(convention)
      return kept.map { all[$0 - 1] }
    }
    self.init(
      ReturnSeries(
        instrument: history.instrument,
        axis: history.axis.times.map { times in .times(kept.map { times[$0] }) }
          ?? .positions(kept.count), convention: .simple, values: values(.simple)),
      prices: kept.map { history.close[$0] }, differences: values(.difference))
  }

  private init(_ history: PriceHistory, axis: TimeAxis) {
    instrument = history.instrument
    self.axis = axis
    start = history.axis.times?.first
    source = .prices(history)
  }

  /// Creates a history from returns; `prices` are the prices at the end of each return.
  public init(_ series: ReturnSeries, prices: [Double]? = nil) {
    self.init(series, prices: prices, differences: nil)
  }

  private init(_ series: ReturnSeries, prices: [Double]?, differences: [Double]?) {
    precondition(
      prices.map { $0.count == series.values.count } ?? true, "A price a return, or none")
    instrument = series.instrument
    axis = series.axis
    start = series.axis.times?.first
    source = .returns(series, prices: prices, differences: differences)
  }

  /// The input prices; nil if the input was returns.
  public var prices: PriceHistory? {
    if case .prices(let prices) = source { prices } else { nil }
  }

  /// The number of one-bar returns.
  public var count: Int { axis.count }

  /// The one-bar returns in a return convention; traps on differences of a history without prices.
  public func returns(_ convention: ReturnConvention) -> [Double] {
    switch source {
    case .prices(let history): return history.returnValues(convention)
    case .returns(let series, _, let differences):
      if convention == .difference, let differences { return differences }
      return series.converted(to: convention).values
    }
  }

  /// The bar moves, each from the previous close; return inputs give moves at the close only.
  public var barMoves: [BarMove] {
    switch source {
    case .prices(let history): history.barMoves
    case .returns(let series, _, _):
      series.converted(to: .simple).values.map { BarMove(close: $0) }
    }
  }

  /// Volume × close of each bar, in the unit of the prices; nil if the source has no volumes.
  public var tradedNotionals: [Double]? {
    guard case .prices(let history) = source, let volume = history.volume else { return nil }
    return zip(volume, history.close).map { $0 * $1 }
  }

  /// The observations of a model, bar by bar.
  func observations(for model: some ReturnModel) -> [Double] {
    switch model.observedBar {
    case .close: returns(model.returnConvention)
    case .extremes: BarMove.interleaved(barMoves)
    }
  }

  /// Rejects a convention in which the history has no returns, and a range of prices over which a
  /// compounded return, its square or its sum is not finite.
  func check(_ convention: ReturnConvention) throws(RiskModelError) {
    guard convention != .difference else {
      if case .returns(let series, _, nil) = source, series.convention != .difference {
        throw .needsPrices
      }
      guard returns(.difference).reduce(0, { $0 + abs($1) }) < 1e40 else { throw .rangeTooWide }
      return
    }
    guard hasFiniteRange else { throw .rangeTooWide }
  }

  /// Whether all prices are within a factor of 10⁴⁰.
  private var hasFiniteRange: Bool {
    switch source {
    case .prices(let history):
      guard let low = history.close.min(), let high = history.close.max() else { return true }
      return high / low < 1e40
    case .returns(let series, _, _):
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

  /// The date of the last return after `count` returns; nil for an undated series.
  public func date(after count: Int) -> Timestamp? {
    guard count > 0 else { return start }
    return axis.times.map { $0[count - 1] }
  }

  /// The price at the end of the last of `count` returns; nil for an input of returns.
  public func price(after count: Int) -> Double? {
    switch source {
    case .prices(let history): history.close[count]
    case .returns(_, let prices, _): count > 0 ? prices?[count - 1] : nil
    }
  }

  /// The history through `date`; the whole history for nil.
  public func clipped(through date: Timestamp?) -> InstrumentHistory {
    guard let date else { return self }
    switch source {
    case .prices(let history): return InstrumentHistory(history.clipped(through: date))
    case .returns(let series, let prices, let differences):
      let range = series.axis.indices(from: nil, through: date)
      return InstrumentHistory(
        ReturnSeries(
          instrument: instrument, axis: series.axis[range], convention: series.convention,
          values: Array(series.values[range])),
        prices: prices.map { Array($0[range]) }, differences: differences.map { Array($0[range]) })
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
  /// Makes histories with equal time axes share one array, as for columns of a wide file.
  fileprivate static func sharingAxes(_ histories: [PriceHistory]) -> [InstrumentHistory] {
    var previous: (prices: TimeAxis, returns: TimeAxis)?
    return histories.map { history in
      if let previous, previous.prices == history.axis, history.excludedReturns.isEmpty {
        return InstrumentHistory(history, axis: previous.returns)
      }
      let made = InstrumentHistory(history)
      previous = (history.axis, made.axis)
      return made
    }
  }
}

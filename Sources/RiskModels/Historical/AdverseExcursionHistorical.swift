internal import Instruments
public import MarketData
public import RiskMeasures
public import Statistics

/// Historical simulation of the worst price within the horizon instead of the final price.
///
/// The sample is the last N − h + 1 overlapping ``MarketData/AdverseExcursion``s: the lowest return
/// for a long, the highest for a short position, so that each side has its own sample. This is the
/// risk of a position that is liquidated when its margin is exhausted. Over the same start dates
/// the risk never decreases with the horizon, and is never below that of the final price.
///
/// It observes closes, lows and highs, and simple returns. If no bar of the window has a low or
/// high it warns `excursions-of-closes`, since intrabar prices are unavailable.
///
/// - SeeAlso: Sweeney (1996), *Maximum Adverse Excursion*, Wiley.
public struct AdverseExcursionHistorical: ReturnModel {
  /// The lookback window N, in bars.
  public let window: Int
  /// The convention that selects the order statistic of the losses.
  public let quantileConvention: QuantileConvention

  /// Creates a simulation over the last `window` bars.
  public init(window: Int, quantileConvention: QuantileConvention = .inverse) {
    precondition(window >= 1, "A window holds at least one bar, not \(window)")
    self.window = window
    self.quantileConvention = quantileConvention
  }

  /// The model name, `historical`.
  public var name: String { "historical" }

  /// Simple, because excursions are compounded.
  public var returnConvention: ReturnConvention { .simple }

  /// The worst price within the horizon.
  public var horizonRule: HorizonRule { .adverseExcursion }

  /// Closes, lows and highs.
  public var observedBar: ObservedBar { .extremes }

  /// False, because past excursions are used unchanged.
  public var isEstimated: Bool { false }

  /// The number of bars required before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    quantileConvention.minimumCount(at: level) + horizon.bars - 1
  }

  /// Throws if the model's sample is too small for a quantile at `level`.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    try quantileConvention.require(window - horizon.bars + 1, at: level)
  }

  /// The number of bars a prediction depends on.
  public func memory(over horizon: Horizon) -> Int? { window }

  /// Makes an estimator without observations; throws if the window is shorter than the horizon.
  public func makeEstimator(
    over horizon: Horizon
  ) throws(RiskModelError) -> AdverseExcursionEstimator {
    guard horizon.bars <= window else { throw .unsupportedHorizon(horizon, rule: horizonRule) }
    return AdverseExcursionEstimator(self, horizon: horizon)
  }
}

/// The running state of ``AdverseExcursionHistorical``.
public struct AdverseExcursionEstimator: ReturnEstimator, Equatable {
  private let model: AdverseExcursionHistorical
  private let bars: Int
  /// The bars of the current excursion.
  private var recent: [BarMove] = []
  private var lowest: SortedWindow
  private var highest: SortedWindow
  /// The number of excursions in the window with a low or high beyond its close.
  private var lastBeyondClose = 0
  /// The number of bars observed.
  public private(set) var observationCount = 0

  init(_ model: AdverseExcursionHistorical, horizon: Horizon) {
    self.model = model
    bars = horizon.bars
    lowest = SortedWindow(capacity: model.window - bars + 1)
    highest = lowest
  }

  /// Observes the return of a bar whose low and high equal its close.
  public mutating func observe(_ value: Double) { observe(BarMove(close: value)) }

  /// Observes bars of three numbers each: close, low and high.
  public mutating func observe(contentsOf values: Span<Double>) {
    precondition(
      values.count.isMultiple(of: BarMove.width),
      "\(values.count) numbers are not a whole number of bars")
    for start in stride(from: 0, to: values.count, by: BarMove.width) {
      observe(BarMove(close: values[start], low: values[start + 1], high: values[start + 2]))
    }
  }

  private mutating func observe(_ bar: BarMove) {
    observationCount += 1
    if bar.low < bar.close || bar.high > bar.close { lastBeyondClose = observationCount }
    if recent.count == bars { recent.removeFirst() }
    recent.append(bar)
    guard recent.count == bars else { return }
    let excursion = AdverseExcursion(over: recent)
    lowest.append(excursion.lowest)
    highest.append(excursion.highest)
  }

  /// The distribution of the worst return within the horizon that starts now, for each side.
  public func prediction() throws(RiskModelError) -> ExcursionReturns {
    guard lowest.count > 0 else {
      throw .insufficientHistory(available: observationCount, required: bars)
    }
    guard lowest.count == 1 || lowest.ascending.first != lowest.ascending.last,
      highest.count == 1 || highest.ascending.first != highest.ascending.last
    else { throw .noVariation(observations: observationCount) }
    func sample(_ window: SortedWindow) -> EmpiricalReturns {
      EmpiricalReturns(
        sorted: window.ascending, quantileConvention: model.quantileConvention)
    }
    return ExcursionReturns(
      long: sample(lowest), short: sample(highest),
      seesWithinBars: lastBeyondClose > observationCount - model.window)
  }
}

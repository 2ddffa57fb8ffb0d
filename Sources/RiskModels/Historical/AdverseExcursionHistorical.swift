internal import Instruments
public import MarketData
public import RiskMeasures
public import Statistics

/// Historical simulation of the worst price within the horizon instead of the one at its end.
///
/// The sample is of the last N − h + 1 overlapping ``MarketData/AdverseExcursion``s: the lowest return
/// for a long, the highest for a short, so that each side has a sample of its own. A position that is
/// liquidated when its margin is gone meets this risk, not that of the end point. Over the same starts it
/// never falls with the horizon, and is never below that of the end point.
///
/// It observes closes, lows and highs; where no bar of the window has either it warns
/// `excursions-of-closes`, since what happened within the bars is not seen. Simple returns.
///
/// - SeeAlso: Sweeney (1996), *Maximum Adverse Excursion*, Wiley.
public struct AdverseExcursionHistorical: ReturnModel {
  /// N, the most bars that a forecast uses.
  public let window: Int
  /// Which order statistic of a sample of losses is its quantile.
  public let quantileConvention: QuantileConvention

  /// A simulation over the last `window` bars.
  public init(window: Int, quantileConvention: QuantileConvention = .inverse) {
    precondition(window >= 1, "A window holds at least one bar, not \(window)")
    self.window = window
    self.quantileConvention = quantileConvention
  }

  /// `historical`.
  public var name: String { "historical" }

  /// Simple: an excursion is compounded.
  public var returnConvention: ReturnConvention { .simple }

  /// The worst price within the horizon.
  public var horizonRule: HorizonRule { .adverseExcursion }

  /// Closes, lows and highs.
  public var observedBar: ObservedBar { .extremes }

  /// False: past excursions are taken as they are.
  public var isEstimated: Bool { false }

  /// Bars before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    quantileConvention.minimumCount(at: level) + horizon.bars - 1
  }

  /// Throws where the model's sample never holds the quantile.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    try quantileConvention.require(window - horizon.bars + 1, at: level)
  }

  /// Bars that a prediction depends on.
  public func memory(over horizon: Horizon) -> Int? { window }

  /// An estimator that has seen nothing; throws where the window is shorter than the horizon.
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
  /// The bars of the excursion that ends now.
  private var recent: [BarMove] = []
  private var lowest: SortedWindow
  private var highest: SortedWindow
  /// The excursions in the window some bar of which went beyond its close.
  private var lastBeyondClose = 0
  /// The number of bars observed.
  public private(set) var observationCount = 0

  init(_ model: AdverseExcursionHistorical, horizon: Horizon) {
    self.model = model
    bars = horizon.bars
    lowest = SortedWindow(capacity: model.window - bars + 1)
    highest = lowest
  }

  /// Takes the return of a bar whose low and high are its close.
  public mutating func observe(_ value: Double) { observe(BarMove(close: value)) }

  /// Takes bars of three numbers: close, low and high.
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

  /// The distribution of the worst return within the horizon that starts now, one a side.
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

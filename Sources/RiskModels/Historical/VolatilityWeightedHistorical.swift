internal import Instruments
public import MarketData
public import RiskMeasures
public import Statistics
public import Volatility

/// Volatility-weighted historical simulation of Hull and White.
///
///     r*ᵢ = rᵢ σₜ₊₁ / σᵢ,   i = t − N + 1, …, t
///
/// Each past return is scaled by the ratio of the current volatility forecast to the forecast at
/// its date. Both come from the same recursion, exponentially weighted or estimated by maximum
/// likelihood. Over h bars by `squareRootOfTime` the sample is also multiplied by √h; by
/// `overlapping`, the compounded return of h bars is divided by the volatility forecast at its
/// start.
///
/// - SeeAlso: Hull and White (1998), *Journal of Risk* 1(1), 5–19.
public struct VolatilityWeightedHistorical: ReturnModel {
  /// The lookback window N, in standardized returns.
  public let window: Int
  /// The variance recursion.
  public let volatility: FilterVolatility
  /// The convention of the observed returns.
  public let returnConvention: ReturnConvention
  /// The convention that selects the order statistic of the losses.
  public let quantileConvention: QuantileConvention
  /// The rule that takes the model from one bar to the horizon.
  public let horizonRule: HorizonRule

  /// Creates a simulation over the last `window` returns, standardized by an EWMA volatility.
  public init(
    window: Int, volatility: EWMA, returnConvention: ReturnConvention = .log,
    quantileConvention: QuantileConvention = .inverse,
    horizonRule: HorizonRule = .squareRootOfTime
  ) {
    self.init(
      window: window, filter: .ewma(volatility), returnConvention: returnConvention,
      quantileConvention: quantileConvention, horizonRule: horizonRule)
  }

  /// Creates a simulation over the last `window` returns, standardized by any volatility.
  public init(
    window: Int, filter volatility: FilterVolatility, returnConvention: ReturnConvention = .log,
    quantileConvention: QuantileConvention = .inverse,
    horizonRule: HorizonRule = .squareRootOfTime
  ) {
    precondition(window >= 1, "A window holds at least one return, not \(window)")
    self.window = window
    self.volatility = volatility
    self.returnConvention = returnConvention
    self.quantileConvention = quantileConvention
    self.horizonRule = horizonRule
  }

  /// The model name, `volatility-weighted-historical`.
  public var name: String { "volatility-weighted-historical" }

  /// The number of bar returns required before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    let sample = quantileConvention.minimumCount(at: level) + horizonRule.barsBeyondOne(horizon)
    return max(sample, volatility.minimumReturns)
  }

  /// Throws if the model's sample is too small for a quantile at `level`.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    try quantileConvention.require(window - horizonRule.barsBeyondOne(horizon), at: level)
  }

  /// The number of bar returns a prediction depends on, or nil for the whole history.
  public func memory(over horizon: Horizon) -> Int? { volatility.memory }

  /// The window of standardized returns.
  public func lookback(over horizon: Horizon) -> Int? { window }

  /// Makes an estimator without observations; throws if the rule does not support the horizon.
  public func makeEstimator(
    over horizon: Horizon
  ) throws(RiskModelError) -> VolatilityWeightedEstimator {
    try horizonRule.requireSample(of: window, over: horizon)
    return VolatilityWeightedEstimator(self, horizon: horizon)
  }
}

/// The running state of ``VolatilityWeightedHistorical``.
public struct VolatilityWeightedEstimator: ReturnEstimator, Equatable {
  private let model: VolatilityWeightedHistorical
  private let timeScale: Double
  private var filter: VolatilityFilterState
  private var compounding: CompoundingWindow
  /// The volatilities of the bars in `compounding`, oldest first.
  private var startVolatilities: [Double] = []
  private var standardized: SortedWindow
  /// The number of returns observed.
  public private(set) var observationCount = 0

  init(_ model: VolatilityWeightedHistorical, horizon: Horizon) {
    self.model = model
    let overlaps = model.horizonRule == .overlapping
    timeScale = overlaps ? 1 : Double(horizon.bars).squareRoot()
    filter = VolatilityFilterState(model.volatility, model: model.name)
    compounding = CompoundingWindow(
      bars: overlaps ? horizon.bars : 1, convention: model.returnConvention)
    standardized = SortedWindow(capacity: model.window - compounding.bars + 1)
  }

  /// Observes the next return.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    for filtered in filter.observe(value) { append(filtered) }
  }

  private mutating func append(_ filtered: FilteredReturn) {
    startVolatilities.append(filtered.variance.squareRoot())
    if startVolatilities.count > compounding.bars { startVolatilities.removeFirst() }
    guard let compounded = compounding.append(filtered.value), startVolatilities[0] > 0 else {
      return
    }
    standardized.append(compounded / startVolatilities[0])
  }

  /// Re-estimates the volatility, if it is estimated, and restandardizes the window.
  public mutating func recalibrate() throws(RiskModelError) {
    guard let window = try filter.recalibrate() else { return }
    compounding = CompoundingWindow(bars: compounding.bars, convention: model.returnConvention)
    startVolatilities = []
    standardized = SortedWindow(capacity: standardized.capacity)
    for filtered in window { append(filtered) }
  }

  /// The distribution of the return over the horizon that starts now.
  public func prediction() throws(RiskModelError) -> EmpiricalReturns {
    let next = try filter.next()
    guard standardized.count > 0 else {
      throw .insufficientHistory(available: observationCount, required: observationCount + 1)
    }
    return EmpiricalReturns(
      sorted: standardized.ascending, scale: next.variance.squareRoot() * timeScale,
      convention: model.returnConvention, quantileConvention: model.quantileConvention,
      withoutInterval: model.volatility.withoutInterval)
  }

  /// The fitted parameters.
  public var parameters: FittedParameters { filter.parameters }
}

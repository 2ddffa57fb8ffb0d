internal import Instruments
public import MarketData
public import RiskMeasures
public import Statistics

/// Historical simulation with the last N returns equally weighted.
///
/// VaR is an order statistic of the losses by a named ``Statistics/QuantileConvention``. Over h
/// bars the sample is the N − h + 1 overlapping compounded returns, or the bar returns times √h.
///
/// The model reacts slowly: a loss has full weight until it leaves the window. If n(1 − c) is below
/// about ten, the quantile depends on a few days only.
///
/// - SeeAlso: Hendricks (1996), *FRBNY Economic Policy Review* 2(1), 39–69.
public struct Historical: ReturnModel {
  /// The lookback window N, in bar returns.
  public let window: Int
  /// The convention of the observed returns.
  public let returnConvention: ReturnConvention
  /// The convention that selects the order statistic of the losses.
  public let quantileConvention: QuantileConvention
  /// The rule that takes the model from one bar to the horizon.
  public let horizonRule: HorizonRule

  /// Creates a simulation over the last `window` returns.
  public init(
    window: Int, returnConvention: ReturnConvention = .simple,
    quantileConvention: QuantileConvention = .inverse, horizonRule: HorizonRule = .overlapping
  ) {
    precondition(window >= 1, "A window holds at least one return, not \(window)")
    self.window = window
    self.returnConvention = returnConvention
    self.quantileConvention = quantileConvention
    self.horizonRule = horizonRule
  }

  /// The model name, `historical`.
  public var name: String { "historical" }

  /// False, because past returns are used unchanged.
  public var isEstimated: Bool { false }

  /// The number of bar returns required before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    quantileConvention.minimumCount(at: level) + horizonRule.barsBeyondOne(horizon)
  }

  /// Throws if the model's sample is too small for a quantile at `level`.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    try quantileConvention.require(window - horizonRule.barsBeyondOne(horizon), at: level)
  }

  /// The number of bar returns a prediction depends on, or nil for the whole history.
  public func memory(over horizon: Horizon) -> Int? { window }

  /// Makes an estimator without observations; throws if the rule does not support the horizon.
  public func makeEstimator(over horizon: Horizon) throws(RiskModelError) -> HistoricalEstimator {
    try horizonRule.requireSample(of: window, over: horizon)
    return HistoricalEstimator(self, horizon: horizon)
  }
}

/// The running state of ``Historical``.
public struct HistoricalEstimator: ReturnEstimator, Equatable {
  private let model: Historical
  private let scale: Double
  private var compounding: CompoundingWindow
  private var sample: SortedWindow
  /// The number of returns observed.
  public private(set) var observationCount = 0

  init(_ model: Historical, horizon: Horizon) {
    self.model = model
    let overlaps = model.horizonRule == .overlapping
    scale = overlaps ? 1 : Double(horizon.bars).squareRoot()
    compounding = CompoundingWindow(
      bars: overlaps ? horizon.bars : 1, convention: model.returnConvention)
    sample = SortedWindow(capacity: model.window - compounding.bars + 1)
  }

  /// Observes the next return.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    if let compounded = compounding.append(value) { sample.append(compounded) }
  }

  /// Observes several returns; the state is the same as after observing them one by one.
  public mutating func observe(contentsOf values: Span<Double>) {
    guard compounding.bars == 1 else {
      for i in values.indices { observe(values[i]) }
      return
    }
    observationCount += values.count
    sample.append(contentsOf: values)
  }

  /// The sample in chronological order.
  var chronological: [Double] {
    scale == 1 ? sample.chronological : sample.chronological.map { scale * $0 }
  }

  /// The distribution of the return over the horizon that starts now.
  public func prediction() throws(RiskModelError) -> EmpiricalReturns {
    guard sample.count > 0 else {
      throw .insufficientHistory(available: observationCount, required: compounding.bars)
    }
    // √h is not an estimate, so the scaled returns have the sampling error of the unscaled ones.
    guard sample.ascending.first != sample.ascending.last || sample.count == 1 else {
      throw .noVariation(observations: observationCount)
    }
    return EmpiricalReturns(
      sorted: scale == 1 ? sample.ascending : sample.ascending.map { scale * $0 },
      convention: model.returnConvention, quantileConvention: model.quantileConvention)
  }
}

extension QuantileConvention {
  /// The smallest sample with a quantile at `level`: n(1 − c) ≥ 1 and the order statistic exists.
  package func minimumCount(at level: ConfidenceLevel) -> Int {
    let tail = 1_000_000 - level.millionths
    var count = (1_000_000 + tail - 1) / tail
    while rank(millionths: level.millionths, count: count) == nil { count += 1 }
    return count
  }

  /// Throws if a sample of at most `size` returns is too small for `level`.
  func require(_ size: Int, at level: ConfidenceLevel) throws(RiskModelError) {
    let required = minimumCount(at: level)
    guard size >= required else { throw .sampleTooSmall(size: max(0, size), required: required) }
  }
}

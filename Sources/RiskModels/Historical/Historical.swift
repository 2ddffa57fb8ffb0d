internal import Instruments
public import MarketData
public import RiskMeasures
public import Statistics

/// Historical simulation: the last N returns, equally likely.
///
/// VaR is an order statistic of the losses by a named ``Statistics/QuantileConvention``. Over h
/// bars the sample is either the N − h + 1 overlapping compounded returns or the bar returns times √h.
///
/// Reacts slowly: a loss counts in full until it leaves the window, then not at all. With n(1 − c)
/// below about ten the quantile rests on a handful of days.
///
/// - SeeAlso: Hendricks (1996), *FRBNY Economic Policy Review* 2(1), 39–69.
public struct Historical: ReturnModel {
  /// N, the most bar returns that a forecast uses.
  public let window: Int
  /// The convention of the returns that the model observes.
  public let returnConvention: ReturnConvention
  /// Which order statistic of a sample of losses is its quantile.
  public let quantileConvention: QuantileConvention
  /// How the model gets from one bar to the horizon.
  public let horizonRule: HorizonRule

  /// A simulation over the last `window` returns.
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

  /// `historical`.
  public var name: String { "historical" }

  /// False: past returns are taken as they are.
  public var isEstimated: Bool { false }

  /// Bar returns before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    quantileConvention.minimumCount(at: level) + horizonRule.barsBeyondOne(horizon)
  }

  /// Throws where the model's sample never holds the quantile.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    try quantileConvention.require(window - horizonRule.barsBeyondOne(horizon), at: level)
  }

  /// Bar returns that a prediction depends on; nil for all of the past.
  public func memory(over horizon: Horizon) -> Int? { window }

  /// An estimator that has seen nothing; throws where the rule leads to no such horizon.
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

  /// Takes the next return.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    if let compounded = compounding.append(value) { sample.append(compounded) }
  }

  /// Takes many returns at once: the same state as one at a time.
  public mutating func observe(contentsOf values: Span<Double>) {
    guard compounding.bars == 1 else {
      for i in values.indices { observe(values[i]) }
      return
    }
    observationCount += values.count
    sample.append(contentsOf: values)
  }

  /// The sample in the order of time.
  var chronological: [Double] {
    scale == 1 ? sample.chronological : sample.chronological.map { scale * $0 }
  }

  /// The distribution of the return over the horizon that starts now.
  public func prediction() throws(RiskModelError) -> EmpiricalReturns {
    guard sample.count > 0 else {
      throw .insufficientHistory(available: observationCount, required: compounding.bars)
    }
    // √h is not an estimate: the scaled returns are as good a sample as the unscaled ones.
    guard sample.ascending.first != sample.ascending.last || sample.count == 1 else {
      throw .noVariation(observations: observationCount)
    }
    return EmpiricalReturns(
      sorted: scale == 1 ? sample.ascending : sample.ascending.map { scale * $0 },
      convention: model.returnConvention, quantileConvention: model.quantileConvention)
  }
}

extension QuantileConvention {
  /// The smallest sample that has a quantile at `level`: n(1 − c) ≥ 1 and the order statistic exists.
  package func minimumCount(at level: ConfidenceLevel) -> Int {
    let tail = 1_000_000 - level.millionths
    var count = (1_000_000 + tail - 1) / tail
    while rank(millionths: level.millionths, count: count) == nil { count += 1 }
    return count
  }

  /// Refuses a sample that can hold no more than `size` returns where `level` needs more.
  func require(_ size: Int, at level: ConfidenceLevel) throws(RiskModelError) {
    let required = minimumCount(at: level)
    guard size >= required else { throw .sampleTooSmall(size: max(0, size), required: required) }
  }
}

internal import Instruments
public import MarketData
public import RiskMeasures
public import Statistics

/// Age-weighted historical simulation of Boudoukh, Richardson and Whitelaw.
///
///     wᵢ = λ^(i−1) (1 − λ)/(1 − λⁿ),   i = 1 the newest of n returns
///
/// VaR is a quantile of the weighted losses by a named ``Statistics/WeightedQuantile``. ES is the
/// mean over the worst 1 − c of weight, with the boundary loss split. λ is usually 0.97 to 0.995;
/// as λ tends to one the model becomes ``Historical``. Over h bars the sample is that of
/// ``Historical``.
///
/// The newest return has a weight of about 1 − λ. If that exceeds 1 − c, a single new worst loss
/// sets the VaR, and VaR falls as soon as it ages: `predictive` then has no quantile and is
/// rejected, the other conventions warn `newest-return-beyond-tail`. Equal returns are ordered by
/// age.
///
/// - SeeAlso: Boudoukh, Richardson and Whitelaw (1998), *Risk* 11(5), 64–67.
public struct AgeWeightedHistorical: ReturnModel {
  /// The lookback window N, in bar returns.
  public let window: Int
  /// The decay λ per bar, in (0, 1).
  public let decay: Double
  /// The convention of the observed returns.
  public let returnConvention: ReturnConvention
  /// The convention for the weighted quantile of losses.
  public let quantile: WeightedQuantile
  /// The rule that takes the model from one bar to the horizon.
  public let horizonRule: HorizonRule

  /// Creates a simulation over the last `window` returns.
  public init(
    window: Int, decay: Double, returnConvention: ReturnConvention = .simple,
    quantile: WeightedQuantile = .cumulatedWeight, horizonRule: HorizonRule = .overlapping
  ) {
    precondition(window >= 1, "A window holds at least one return, not \(window)")
    precondition(decay > 0 && decay < 1, "A decay of \(decay) is outside (0, 1)")
    self.window = window
    self.decay = decay
    self.returnConvention = returnConvention
    self.quantile = quantile
    self.horizonRule = horizonRule
  }

  /// The model name, `age-weighted-historical`.
  public var name: String { "age-weighted-historical" }

  /// The smallest sample with a quantile at `level`, or nil if the decay allows none.
  private func minimumCount(at level: ConfidenceLevel) -> Int? {
    let plain = QuantileConvention.inverse.minimumCount(at: level)
    guard quantile == .predictive else { return plain }
    return AgeWeights.predictiveCount(decay: decay, tail: level.tailProbability)
      .map { max(plain, $0) }
  }

  /// The number of bar returns required before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    // A decay without a quantile was rejected earlier.
    (minimumCount(at: level) ?? window) + horizonRule.barsBeyondOne(horizon)
  }

  /// Throws if the model's sample is too small for a quantile at `level`.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    let size = window - horizonRule.barsBeyondOne(horizon)
    guard let required = minimumCount(at: level) else {
      throw .weightsTooConcentrated(decay: decay, required: level.probability)
    }
    guard size >= required else { throw .sampleTooSmall(size: max(0, size), required: required) }
  }

  /// The number of bar returns a prediction depends on, or nil for the whole history.
  public func memory(over horizon: Horizon) -> Int? { window }

  /// Makes an estimator without observations; throws if the rule does not support the horizon.
  public func makeEstimator(over horizon: Horizon) throws(RiskModelError) -> AgeWeightedEstimator {
    try horizonRule.requireSample(of: window, over: horizon)
    return AgeWeightedEstimator(self, horizon: horizon)
  }
}

/// The running state of ``AgeWeightedHistorical``.
public struct AgeWeightedEstimator: ReturnEstimator, Equatable {
  private let model: AgeWeightedHistorical
  private let scale: Double
  private let weights: AgeWeights
  private var compounding: CompoundingWindow
  private var sample: AgedWindow
  /// The number of returns observed.
  public private(set) var observationCount = 0

  init(_ model: AgeWeightedHistorical, horizon: Horizon) {
    self.model = model
    let overlaps = model.horizonRule == .overlapping
    scale = overlaps ? 1 : Double(horizon.bars).squareRoot()
    compounding = CompoundingWindow(
      bars: overlaps ? horizon.bars : 1, convention: model.returnConvention)
    sample = AgedWindow(capacity: model.window - compounding.bars + 1)
    weights = AgeWeights(decay: model.decay, capacity: sample.capacity)
  }

  /// Observes the next return.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    if let compounded = compounding.append(value) { sample.append(compounded) }
  }

  /// The distribution of the return over the horizon that starts now.
  public func prediction() throws(RiskModelError) -> AgeWeightedReturns {
    guard sample.count > 0 else {
      throw .insufficientHistory(available: observationCount, required: compounding.bars)
    }
    guard sample.ascending.first != sample.ascending.last || sample.count == 1 else {
      throw .noVariation(observations: observationCount)
    }
    return AgeWeightedReturns(
      sample, weights, scale: scale, convention: model.returnConvention, quantile: model.quantile)
  }

  /// The decay and the effective number of equally weighted returns.
  public var parameters: FittedParameters {
    var values = ["decay": model.decay]
    if sample.count > 0 {
      values["effectiveObservations"] = weights.effectiveCount(of: sample.count)
    }
    return FittedParameters(values: values)
  }
}

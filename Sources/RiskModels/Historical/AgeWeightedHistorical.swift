internal import Instruments
public import MarketData
public import RiskMeasures
public import Statistics

/// Age-weighted historical simulation of Boudoukh, Richardson and Whitelaw.
///
///     wᵢ = λ^(i−1) (1 − λ)/(1 − λⁿ),   i = 1 the newest of n returns
///
/// VaR is a quantile of the weighted losses by a named ``Statistics/WeightedQuantile``, ES the mean
/// of the worst 1 − c weight, the boundary loss split. λ is usually 0.97 to 0.995; towards one the
/// model becomes ``Historical``. Over h bars the sample is as there.
///
/// The newest return weighs about 1 − λ. Where that is more than 1 − c, a new worst loss is the VaR
/// by itself and VaR falls as soon as it ages: `predictive` then has no quantile and is refused, the
/// others warn `newest-return-beyond-tail`. A return that equals another is ordered by its age.
///
/// - SeeAlso: Boudoukh, Richardson and Whitelaw (1998), *Risk* 11(5), 64–67.
public struct AgeWeightedHistorical: ReturnModel {
  /// N, the most bar returns that a forecast uses.
  public let window: Int
  /// λ, in (0, 1), a bar.
  public let decay: Double
  /// The convention of the returns that the model observes.
  public let returnConvention: ReturnConvention
  /// Which weighted loss is the quantile.
  public let quantile: WeightedQuantile
  /// How the model gets from one bar to the horizon.
  public let horizonRule: HorizonRule

  /// A simulation over the last `window` returns.
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

  /// `age-weighted-historical`.
  public var name: String { "age-weighted-historical" }

  /// The smallest sample with a quantile at `level`, or nil where the decay leaves none.
  private func minimumCount(at level: ConfidenceLevel) -> Int? {
    let plain = QuantileConvention.inverse.minimumCount(at: level)
    guard quantile == .predictive else { return plain }
    return AgeWeights.predictiveCount(decay: decay, tail: level.tailProbability)
      .map { max(plain, $0) }
  }

  /// Bar returns before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    // A decay that leaves no quantile was refused before.
    (minimumCount(at: level) ?? window) + horizonRule.barsBeyondOne(horizon)
  }

  /// Throws where the model's sample never holds the quantile.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    let size = window - horizonRule.barsBeyondOne(horizon)
    guard let required = minimumCount(at: level) else {
      throw .weightsTooConcentrated(decay: decay, required: level.probability)
    }
    guard size >= required else { throw .sampleTooSmall(size: max(0, size), required: required) }
  }

  /// Bar returns that a prediction depends on; nil for all of the past.
  public func memory(over horizon: Horizon) -> Int? { window }

  /// An estimator that has seen nothing; throws where the rule leads to no such horizon.
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

  /// Takes the next return.
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

  /// The decay, and how many equally weighted returns the sample is worth.
  public var parameters: FittedParameters {
    var values = ["decay": model.decay]
    if sample.count > 0 {
      values["effectiveObservations"] = weights.effectiveCount(of: sample.count)
    }
    return FittedParameters(values: values)
  }
}

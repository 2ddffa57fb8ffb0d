internal import Instruments
internal import LinearAlgebra
internal import MarketData
internal import RiskMeasures
internal import Statistics
internal import Volatility

/// The delta-method error of a tail return due to parameter estimation.
///
///     se² = gᵀ C g,   g = ∂(μ + σₜ₊₁√h q)/∂θ,   C = −H⁻¹
///
/// The derivatives are central differences through the whole recursion, with a step of a twentieth
/// of a standard error.
struct LikelihoodUncertainty: Sendable {
  let fit: VolatilityFit
  /// The returns of the estimation sample.
  let fitted: [Double]
  /// The returns that the forecast starts from.
  let returns: [Double]
  let bars: Int
  let convention: ReturnConvention

  func interval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    guard fit.status == .converged else { return TailInterval(unavailable: .boundary) }
    guard let delta = delta(for: side, at: level) else {
      return TailInterval(unavailable: .informationNotDefinite)
    }
    return delta.interval(convention, side)
  }

  func standardError(for side: Side, at level: ConfidenceLevel) -> Double? {
    delta(for: side, at: level)?.standardError(convention)
  }

  /// The error of the expected shortfall by the same method.
  func shortfall(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    guard fit.status == .converged else { return ShortfallUncertainty(unavailable: .boundary) }
    func shortfall(_ parameters: [Double]) -> Double {
      distribution(at: parameters).tailMeanLoss(of: contract, for: side, at: level)
    }
    let center = shortfall(fit.parameters)
    guard center.isFinite else { return ShortfallUncertainty(unavailable: .shortfallInfinite) }
    guard let variance = variance(of: shortfall) else {
      return ShortfallUncertainty(unavailable: .informationNotDefinite)
    }
    return ShortfallUncertainty(of: center, standardError: max(0, variance).squareRoot())
  }

  private func delta(for side: Side, at level: ConfidenceLevel) -> TailDelta? {
    guard let variance = variance(of: { edge(at: $0, for: side, level) }) else { return nil }
    return TailDelta(
      .covariance([variance, 0, 0, 0, 0, 0]), edge: 0, edgeSlope: 0,
      location: edge(at: fit.parameters, for: side, level), scale: 0)
  }

  /// The variance gᵀ C g of a function of the parameters, or nil without a covariance.
  private func variance(of value: ([Double]) -> Double) -> Double? {
    guard let covariance = fit.covariance(on: fitted)?.hessian else {
      return nil
    }
    let slopes = fit.parameters.indices.map { i in
      let step = 0.05 * covariance[i, i].squareRoot()
      var moved = fit.parameters
      moved[i] += step
      let above = value(moved)
      moved[i] -= 2 * step
      return (above - value(moved)) / (2 * step)
    }
    var variance = 0.0
    for i in slopes.indices {
      for j in slopes.indices { variance += slopes[i] * covariance[i, j] * slopes[j] }
    }
    return variance.isFinite ? variance : nil
  }

  /// The predicted distribution at given parameters.
  private func distribution(at parameters: [Double]) -> LocationScaleReturns {
    let state = VolatilityState(
      after: fit.model.filter(returns, parameters: parameters), of: fit.model,
      parameters: parameters)
    return .innovations(
      mean: state.meanForecast(bars: bars),
      standardDeviation: (state.nextVariance * Double(bars)).squareRoot(),
      family: fit.model.innovations,
      shape: Array(parameters.suffix(fit.model.innovations.parameterNames.count)),
      convention: convention)
  }

  /// The tail quantile at given parameters, in the model's return convention.
  private func edge(at parameters: [Double], for side: Side, _ level: ConfidenceLevel) -> Double {
    let run = fit.model.filter(returns, parameters: parameters)
    let state = VolatilityState(after: run, of: fit.model, parameters: parameters)
    let shape = Array(parameters.suffix(fit.model.innovations.parameterNames.count))
    let distribution = fit.model.innovations.distribution(shape: shape)
    let p = level.tailProbability
    let quantile =
      side == .long ? distribution.quantile(of: p) : distribution.upperQuantile(beyond: p)
    return state.meanForecast(bars: bars)
      + (state.nextVariance * Double(bars)).squareRoot() * quantile
  }
}

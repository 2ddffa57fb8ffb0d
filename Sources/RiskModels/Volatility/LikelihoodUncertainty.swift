internal import LinearAlgebra
internal import MarketData
internal import RiskMeasures
internal import Statistics
internal import Volatility

/// The error of a tail return that comes from the error of the estimates, by the delta method.
///
///     se² = gᵀ C g,   g = ∂(μ + σₜ₊₁√h q)/∂θ,   C = −H⁻¹
///
/// The slopes are central differences through the whole recursion, a twentieth of a standard error
/// to either side.
struct LikelihoodUncertainty: Sendable {
  let fit: VolatilityFit
  /// The first returns of ``returns``, those that were fitted.
  let sampleCount: Int
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

  private func delta(for side: Side, at level: ConfidenceLevel) -> TailDelta? {
    guard let covariance = fit.covariance(on: Array(returns.prefix(sampleCount)))?.hessian else {
      return nil
    }
    let slopes = fit.parameters.indices.map { i in
      let step = 0.05 * covariance[i, i].squareRoot()
      var moved = fit.parameters
      moved[i] += step
      let above = edge(at: moved, for: side, level)
      moved[i] -= 2 * step
      return (above - edge(at: moved, for: side, level)) / (2 * step)
    }
    var variance = 0.0
    for i in slopes.indices {
      for j in slopes.indices { variance += slopes[i] * covariance[i, j] * slopes[j] }
    }
    guard variance.isFinite else { return nil }
    return TailDelta(
      .covariance([variance, 0, 0, 0, 0, 0]), edge: 0, edgeSlope: 0,
      location: edge(at: fit.parameters, for: side, level), scale: 0)
  }

  /// The edge of the tail in the model's convention, at parameters.
  private func edge(at parameters: [Double], for side: Side, _ level: ConfidenceLevel) -> Double {
    let run = fit.model.filter(returns, parameters: parameters)
    let state = VolatilityState(after: run, of: fit.model, parameters: parameters)
    let shape = Array(parameters.suffix(fit.model.innovations.parameterNames.count))
    let law = fit.model.innovations.distribution(shape: shape)
    let p = level.tailProbability
    let quantile = side == .long ? law.quantile(of: p) : law.upperQuantile(beyond: p)
    return state.meanForecast(bars: bars)
      + (state.nextVariance * Double(bars)).squareRoot() * quantile
  }
}

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
/// of a standard error, halved until both ends are within the domain of the parameters. Where no
/// step is, as at a shape on the edge of its range, the error is unavailable.
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
    func shortfall(_ parameters: [Double]) -> Double? {
      distribution(at: parameters)?.tailMeanLoss(of: contract, for: side, at: level)
    }
    guard let center = shortfall(fit.parameters), center.isFinite else {
      return ShortfallUncertainty(unavailable: .shortfallInfinite)
    }
    guard let variance = variance(of: shortfall) else {
      return ShortfallUncertainty(unavailable: .informationNotDefinite)
    }
    return ShortfallUncertainty(of: center, standardError: max(0, variance).squareRoot())
  }

  private func delta(for side: Side, at level: ConfidenceLevel) -> TailDelta? {
    guard let location = edge(at: fit.parameters, for: side, level),
      let variance = variance(of: { edge(at: $0, for: side, level) })
    else { return nil }
    return TailDelta(
      .covariance([variance, 0, 0, 0, 0, 0]), edge: 0, edgeSlope: 0, location: location, scale: 0)
  }

  /// The variance gᵀ C g of a function of the parameters, which is nil outside their domain.
  ///
  /// Nil without a covariance, or if the function has no slope.
  private func variance(of value: ([Double]) -> Double?) -> Double? {
    guard let covariance = fit.covariance(on: fitted)?.hessian else { return nil }
    var slopes: [Double] = []
    for i in fit.parameters.indices {
      guard let slope = slope(of: value, by: i, from: 0.05 * covariance[i, i].squareRoot()) else {
        return nil
      }
      slopes.append(slope)
    }
    var variance = 0.0
    for i in slopes.indices {
      for j in slopes.indices { variance += slopes[i] * covariance[i, j] * slopes[j] }
    }
    return variance.isFinite ? variance : nil
  }

  /// The central difference by one parameter, its step halved until both ends have a value.
  private func slope(
    of value: ([Double]) -> Double?, by i: Int, from widest: Double
  ) -> Double? {
    var step = widest
    for _ in 0 ..< 20 {
      var moved = fit.parameters
      moved[i] += step
      let above = value(moved)
      moved[i] -= 2 * step
      if let above, let below = value(moved) { return (above - below) / (2 * step) }
      step /= 2
    }
    return nil
  }

  /// The predicted distribution at given parameters, or nil outside their domain.
  private func distribution(at parameters: [Double]) -> LocationScaleReturns? {
    guard let forecast = forecast(at: parameters) else { return nil }
    return .innovations(
      mean: forecast.mean, standardDeviation: forecast.standardDeviation,
      family: fit.model.innovations, shape: forecast.shape, convention: convention)
  }

  /// The tail quantile at given parameters, in the model's return convention, or nil outside their
  /// domain.
  private func edge(at parameters: [Double], for side: Side, _ level: ConfidenceLevel) -> Double? {
    guard let forecast = forecast(at: parameters) else { return nil }
    let distribution = fit.model.innovations.distribution(shape: forecast.shape)
    let p = level.tailProbability
    let quantile =
      side == .long ? distribution.quantile(of: p) : distribution.upperQuantile(beyond: p)
    let edge = forecast.mean + forecast.standardDeviation * quantile
    return edge.isFinite ? edge : nil
  }

  private struct Forecast {
    let mean: Double
    let standardDeviation: Double
    let shape: [Double]
  }

  /// The forecast over the horizon, or nil where the parameters have none.
  private func forecast(at parameters: [Double]) -> Forecast? {
    let shape = Array(parameters.suffix(fit.model.innovations.parameterNames.count))
    guard fit.model.innovations.contains(shape: shape) else { return nil }
    let state = VolatilityState(
      after: fit.model.filter(returns, parameters: parameters), of: fit.model,
      parameters: parameters)
    let mean = state.meanForecast(bars: bars)
    let standardDeviation = (state.nextVariance * Double(bars)).squareRoot()
    guard mean.isFinite, standardDeviation.isFinite, standardDeviation > 0 else { return nil }
    return Forecast(mean: mean, standardDeviation: standardDeviation, shape: shape)
  }
}

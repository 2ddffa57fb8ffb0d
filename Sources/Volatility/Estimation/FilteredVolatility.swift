/// A model run over returns at given parameters: what it made of each, and what it says of the next.
public struct FilteredVolatility: Hashable, Sendable {
  /// eₜ = rₜ − mₜ; a lag in the mean leaves the first return without one.
  public let residuals: [Double]
  /// σ²ₜ of each residual, known the bar before.
  public let variances: [Double]
  /// m of the next return.
  public let nextMean: Double
  /// σ² of the next return.
  public let nextVariance: Double
  /// ℓ, with its constants.
  public let logLikelihood: Double

  /// zₜ = eₜ/σₜ.
  public var standardized: [Double] { zip(residuals, variances).map { $0 / $1.squareRoot() } }
}

extension ConditionalVolatility {
  /// Runs the model over returns at parameters in the order of ``parameterNames``.
  ///
  /// At least as many returns as the recursion has lags.
  public func filter(_ returns: [Double], parameters: [Double]) -> FilteredVolatility {
    let form = form
    precondition(parameters.count == parameterNames.count, "\(parameters.count) parameters")
    precondition(returns.count - givenReturns >= form.lags, "\(returns.count) returns")
    var likelihood = Likelihood(self, returns: returns)
    let value = likelihood.value(at: parameters)
    let mean =
      switch self.mean {
      case .zero: 0.0
      case .constant: parameters[0]
      case .autoregressive: parameters[0] + parameters[1] * returns[returns.count - 1]
      }
    let residuals = likelihood.series.residuals
    let variances = likelihood.rows.variances
    let next = form.variance(after: residuals.span, variances.span, running(parameters))
    return FilteredVolatility(
      residuals: residuals, variances: variances, nextMean: mean, nextVariance: next,
      logLikelihood: value)
  }

  /// E σ² of each of the next `bars` bars, the first given; nil where there is no closed form.
  ///
  /// For GJR the sign of a residual is even, so half of γ counts at every step.
  public func varianceForecast(
    from nextVariance: Double, bars: Int, parameters: [Double]
  ) -> [Double]? {
    let recursive = recursive(parameters)
    var forecast = [nextVariance]
    while forecast.count < bars {
      guard
        let next = form.expectedVariance(after: forecast[forecast.count - 1], recursive)
      else { return nil }
      forecast.append(next)
    }
    return forecast
  }
}

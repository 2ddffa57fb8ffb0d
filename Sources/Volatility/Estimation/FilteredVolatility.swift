/// The residuals and variances of a model run at given parameters, with the next forecast.
public struct FilteredVolatility: Hashable, Sendable {
  /// The residuals eₜ = rₜ − mₜ; under an AR(1) mean the first return has none.
  public let residuals: [Double]
  /// The conditional variance σ²ₜ of each residual, known one bar earlier.
  public let variances: [Double]
  /// The conditional mean of the next return.
  public let nextMean: Double
  /// The conditional variance of the next return.
  public let nextVariance: Double
  /// The log-likelihood ℓ, including its constants.
  public let logLikelihood: Double

  /// The standardized residuals zₜ = eₜ/σₜ.
  public var standardized: [Double] { zip(residuals, variances).map { $0 / $1.squareRoot() } }
}

extension ConditionalVolatility {
  /// Runs the model over `returns` at parameters in the order of ``parameterNames``.
  ///
  /// It requires at least as many returns as the recursion has lags.
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

  /// The expected variance of each of the next `bars` bars, or nil if it has no closed form.
  ///
  /// The variance of the first bar is given.
  ///
  /// For GJR the innovations are taken as symmetric, so half of γ counts at every step.
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

internal import RiskMeasures
internal import Statistics
internal import Volatility

/// The running state of ``ConditionalVolatilityModel``.
public struct ConditionalVolatilityEstimator: ReturnEstimator, Equatable {
  private let model: ConditionalVolatilityModel
  private let horizon: Horizon
  private var volatility: EstimatedVolatility
  /// The fallback used since the last failed search, or nil.
  private var fallback: ExponentialFilter?
  /// Standardized innovations, path by path; empty without simulation.
  private var shocks: [Double] = []
  /// The number of returns observed.
  public private(set) var observationCount = 0

  init(_ model: ConditionalVolatilityModel, horizon: Horizon) {
    self.model = model
    self.horizon = horizon
    volatility = EstimatedVolatility(model.volatility, window: model.window)
  }

  /// Observes the next return.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    volatility.observe(value)
    fallback?.observe(value)
  }

  /// Maximizes the likelihood of the last N returns.
  public mutating func recalibrate() throws(RiskModelError) {
    do {
      _ = try volatility.recalibrate()
      fallback = nil
    } catch {
      guard case .didNotConverge = error, let standIn = model.fallback else {
        throw RiskModelError(error, model: model.name)
      }
      var filter = standIn.makeFilter()
      for value in volatility.returns.suffix(model.window) { filter.observe(value) }
      fallback = filter
    }
    guard model.simulates(over: horizon), let fit = volatility.fitted?.fit else { return }
    shocks = model.simulation.shocks(
      from: fit.model.innovations.distribution(shape: fit.shape), steps: horizon.bars)
  }

  /// The distribution of the return over the horizon that starts now.
  public func prediction() throws(RiskModelError) -> ConditionalReturns {
    if let fallback { return try prediction(of: fallback) }
    guard let fitted = try volatility.usable() else {
      throw .insufficientHistory(
        available: observationCount, required: model.volatility.minimumReturns)
    }
    return model.simulates(over: horizon) ? try simulated(from: fitted) : scaled(from: fitted)
  }

  private func prediction(of filter: ExponentialFilter) throws(RiskModelError) -> ConditionalReturns
  {
    guard let variance = filter.variance, variance > 0 else {
      throw .noVariation(observations: observationCount)
    }
    let sigma = (variance * Double(horizon.bars)).squareRoot()
    return ConditionalReturns(
      .scaled(
        .normal(mean: 0, standardDeviation: sigma, convention: model.returnConvention)),
      uncertainty: .unavailable(.fixedDecay))
  }

  private func simulated(
    from fitted: FittedVolatility
  ) throws(RiskModelError) -> ConditionalReturns {
    let sample = model.simulation.returns(
      from: fitted.running, shocks: shocks, steps: horizon.bars,
      convention: model.returnConvention)
    try volatility.require(sample, over: horizon.bars)
    let distribution: SimulatedReturns.Distribution =
      model.volatility.innovations.hasPowerTails ? .studentT : .normal
    let returns = SimulatedReturns(sample: sample, distribution: distribution)
    return ConditionalReturns(
      .simulated(returns),
      uncertainty: uncertainty(
        of: returns, from: fitted, orElse: .unavailable(.needsParametricBootstrap)))
  }

  /// The errors, by the bootstrap if configured.
  private func uncertainty(
    of forecast: any PredictedReturns, from fitted: FittedVolatility,
    orElse other: ConditionalReturns.Uncertainty
  ) -> ConditionalReturns.Uncertainty {
    guard case .parametricBootstrap(let replications) = model.interval else { return other }
    return .replicated(
      ParametricBootstrap(
        fit: fitted.fit, refits: fitted.refits, fitted: volatility.fittedReturns,
        returns: volatility.returns, bars: horizon.bars, convention: model.returnConvention,
        simulation: model.simulation,
        simulatesPaths: model.simulates(over: horizon)
      ).forecasts(replications: replications, about: forecast))
  }

  private func scaled(from fitted: FittedVolatility) -> ConditionalReturns {
    let running = fitted.running
    let returns = LocationScaleReturns.innovations(
      mean: running.meanForecast(bars: horizon.bars),
      standardDeviation: (running.nextVariance * Double(horizon.bars)).squareRoot(),
      family: model.volatility.innovations, shape: fitted.fit.shape,
      convention: model.returnConvention)
    let likelihood = ConditionalReturns.Uncertainty.likelihood(
      LikelihoodUncertainty(
        fit: fitted.fit, fitted: volatility.fittedReturns, returns: volatility.returns,
        bars: horizon.bars, convention: model.returnConvention))
    return ConditionalReturns(
      .scaled(returns),
      uncertainty: uncertainty(
        of: ConditionalReturns(.scaled(returns), uncertainty: likelihood), from: fitted,
        orElse: likelihood))
  }

  /// The fitted parameters, with robust standard errors.
  public var parameters: FittedParameters {
    if let fallback {
      let sigma = fallback.variance.map { $0.squareRoot() }
      return FittedParameters(
        values: sigma.map { ["volatility": $0] } ?? [:], status: .fallback)
    }
    guard let fitted = volatility.fitted else { return FittedParameters() }
    return fitted.parameters(on: volatility.fittedReturns)
  }
}

extension RiskModelError {
  /// Creates the model error that corresponds to a volatility error.
  init(_ error: VolatilityError, model: String) {
    switch error {
    case .insufficientReturns(let available, let required):
      self = .insufficientHistory(available: available, required: required)
    case .noVariation(let observations): self = .noVariation(observations: observations)
    case .notFinite: self = .rangeTooWide
    case .didNotConverge(let reason): self = .didNotConverge(model: model, reason: reason)
    }
  }
}

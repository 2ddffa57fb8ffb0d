internal import RiskMeasures
internal import Statistics
internal import Volatility

/// The running state of ``ConditionalVolatilityModel``.
public struct ConditionalVolatilityEstimator: ReturnEstimator, Equatable {
  private let model: ConditionalVolatilityModel
  private let horizon: Horizon
  /// The returns of the last fit and those after it; before the first fit the last ones.
  private var returns: [Double] = []
  private var state: State = .unfitted
  /// The number of returns observed.
  public private(set) var observationCount = 0

  private enum State: Equatable, Sendable {
    case unfitted
    case fitted(FittedVolatility)
    case fallback(EWMAFilter)
  }

  init(_ model: ConditionalVolatilityModel, horizon: Horizon) {
    self.model = model
    self.horizon = horizon
  }

  /// Takes the next return.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    returns.append(value)
    switch state {
    case .unfitted: if returns.count >= 2 * model.window { forgetBeforeWindow() }
    case .fitted(var fitted):
      state = .unfitted  // The state is changed in place, not copied.
      fitted.running.observe(value)
      state = .fitted(fitted)
    case .fallback(var filter):
      filter.observe(value)
      state = .fallback(filter)
    }
  }

  private mutating func forgetBeforeWindow() {
    if returns.count > model.window { returns.removeFirst(returns.count - model.window) }
  }

  /// Maximizes the likelihood of the last N returns.
  public mutating func recalibrate() throws(RiskModelError) {
    let sample = Array(returns.suffix(model.window))
    do {
      let fit = try VolatilityFit(maximizing: model.volatility, on: sample)
      let run = model.volatility.filter(sample, parameters: fit.parameters)
      var shocks: [Double] = []
      if model.simulates(over: horizon) {
        shocks = model.simulation.shocks(
          from: fit.model.innovations.distribution(shape: fit.shape), steps: horizon.bars)
      }
      state = .fitted(
        FittedVolatility(
          fit: fit, sampleCount: sample.count,
          running: VolatilityState(after: run, of: model.volatility, parameters: fit.parameters),
          shocks: shocks))
    } catch {
      guard case .didNotConverge = error, let fallback = model.fallback else {
        throw RiskModelError(error, model: model.name)
      }
      var filter = fallback.makeFilter()
      for value in sample { filter.observe(value) }
      state = .fallback(filter)
    }
    forgetBeforeWindow()
  }

  /// The distribution of the return over the horizon that starts now.
  public func prediction() throws(RiskModelError) -> ConditionalReturns {
    switch state {
    case .unfitted:
      throw .insufficientHistory(
        available: observationCount, required: model.volatility.minimumReturns)
    case .fallback(let filter):
      guard let variance = filter.variance, variance > 0 else {
        throw .noVariation(observations: observationCount)
      }
      let sigma = (variance * Double(horizon.bars)).squareRoot()
      return ConditionalReturns(
        .scaled(
          .normal(
            NormalReturns(mean: 0, standardDeviation: sigma, convention: model.returnConvention))),
        uncertainty: .unavailable(.fixedDecay))
    case .fitted(let fitted):
      guard fitted.running.nextVariance > 0, fitted.running.nextVariance.isFinite else {
        throw .explosiveVariance
      }
      return fitted.prediction(of: model, over: horizon, returns: returns)
    }
  }

  /// What was estimated, with robust standard errors.
  public var parameters: FittedParameters {
    switch state {
    case .unfitted: return FittedParameters()
    case .fallback(let filter):
      return FittedParameters(
        values: ["volatility": filter.variance.map { $0.squareRoot() } ?? .nan], status: .fallback)
    case .fitted(let fitted):
      return fitted.parameters(on: Array(returns.prefix(fitted.sampleCount)))
    }
  }
}

/// A fit, and where its recursion stands now.
struct FittedVolatility: Hashable, Sendable {
  let fit: VolatilityFit
  /// The returns that the fit saw.
  let sampleCount: Int
  var running: VolatilityState
  /// Standardized innovations, path after path; empty where nothing is simulated.
  let shocks: [Double]

  func prediction(
    of model: ConditionalVolatilityModel, over horizon: Horizon, returns: [Double]
  ) -> ConditionalReturns {
    if model.simulates(over: horizon) {
      let sample = model.simulation.returns(
        from: running, shocks: shocks, steps: horizon.bars, convention: model.returnConvention)
      let law: SimulatedReturns.Law = fit.model.innovations.hasPowerTails ? .studentT : .normal
      return ConditionalReturns(
        .simulated(SimulatedReturns(sample: sample, law: law)),
        uncertainty: .unavailable(.needsResidualBootstrap))
    }
    return ConditionalReturns(
      .scaled(
        ScaledInnovations(
          mean: running.meanForecast(bars: horizon.bars),
          standardDeviation: (running.nextVariance * Double(horizon.bars)).squareRoot(),
          family: fit.model.innovations, shape: fit.shape, convention: model.returnConvention)),
      uncertainty: .likelihood(
        LikelihoodUncertainty(
          fit: fit, sampleCount: sampleCount, returns: returns, bars: horizon.bars,
          convention: model.returnConvention)))
  }

  func parameters(on sample: [Double]) -> FittedParameters {
    var values = fit.values
    values["volatility"] = running.nextVariance.squareRoot()
    var result = FittedParameters(
      values: values, logLikelihood: fit.logLikelihood,
      status: fit.status == .boundary ? .boundary : .converged)
    result.informationCriteria = InformationCriteria(
      akaike: fit.akaikeCriterion, bayesian: fit.bayesianCriterion)
    if let covariance = fit.covariance(on: sample) {
      let names = fit.model.parameterNames
      result.standardErrors = Dictionary(
        uniqueKeysWithValues: zip(names, covariance.robustStandardErrors))
      result.hessianStandardErrors = Dictionary(
        uniqueKeysWithValues: zip(names, covariance.standardErrors))
    }
    return result
  }
}

extension RiskModelError {
  /// What a volatility fit could not do, said as a model says it.
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

internal import Volatility

/// A volatility model fitted to the last N returns at each recalibration, and run on until the next.
struct EstimatedVolatility: Sendable, Equatable {
  let model: ConditionalVolatility
  let window: Int
  /// The returns of the last fit and those after it; before the first fit the last ones.
  private(set) var returns: [Double] = []
  private(set) var fitted: FittedVolatility?

  init(_ model: ConditionalVolatility, window: Int) {
    precondition(window >= model.minimumReturns, "\(window) returns for \(model.parameterNames)")
    self.model = model
    self.window = window
  }

  mutating func observe(_ value: Double) {
    returns.append(value)
    fitted?.running.observe(value)
    if fitted == nil, returns.count >= 2 * window { forgetBeforeWindow() }
  }

  private mutating func forgetBeforeWindow() {
    if returns.count > window { returns.removeFirst(returns.count - window) }
  }

  /// Fits the last N returns and answers the run over them; after a failure the last fit stays.
  mutating func recalibrate() throws(VolatilityError) -> FilteredVolatility {
    let sample = Array(returns.suffix(window))
    let fit = try VolatilityFit(maximizing: model, on: sample)
    let run = model.filter(sample, parameters: fit.parameters)
    forgetBeforeWindow()
    fitted = FittedVolatility(
      fit: fit, sampleCount: sample.count,
      running: VolatilityState(after: run, of: model, parameters: fit.parameters))
    return run
  }

  /// The returns that the last fit saw.
  var fittedReturns: [Double] { Array(returns.prefix(fitted?.sampleCount ?? 0)) }
}

/// A fit, and where its recursion stands now.
struct FittedVolatility: Hashable, Sendable {
  let fit: VolatilityFit
  /// The returns that the fit saw.
  let sampleCount: Int
  var running: VolatilityState

  /// Whether the recursion stands at a variance that a forecast can be made of.
  var isUsable: Bool { running.nextVariance > 0 && running.nextVariance.isFinite }

  /// What was estimated, with robust standard errors, on the returns that the fit saw.
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

internal import Volatility

/// A volatility model refitted to the last N returns at each recalibration and updated in between.
struct EstimatedVolatility: Sendable, Equatable {
  let model: ConditionalVolatility
  let window: Int
  /// The returns of the last fit and those after it; before the first fit, the most recent ones.
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

  /// Fits the last N returns and returns the filtered run; after a failure the last fit is kept.
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

  /// The returns used by the last fit.
  var fittedReturns: [Double] { Array(returns.prefix(fitted?.sampleCount ?? 0)) }
}

/// A fit with the current state of its recursion.
struct FittedVolatility: Hashable, Sendable {
  let fit: VolatilityFit
  /// The number of returns used by the fit.
  let sampleCount: Int
  var running: VolatilityState

  /// Whether the next variance is positive and finite, so that a forecast can be made.
  var isUsable: Bool { running.nextVariance > 0 && running.nextVariance.isFinite }

  /// The fitted parameters with robust standard errors, on the returns of the fit.
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

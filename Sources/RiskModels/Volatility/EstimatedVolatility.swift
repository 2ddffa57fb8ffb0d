internal import RiskMeasures
internal import Volatility

/// A volatility model refitted to the last N returns at each recalibration and updated in between.
struct EstimatedVolatility: Sendable, Equatable {
  let model: ConditionalVolatility
  let window: Int
  /// The returns of the last fit and those after it; before the first fit, the most recent ones.
  private(set) var returns: [Double] = []
  private(set) var fitted: FittedVolatility?
  /// The largest absolute return of the last fit's window and since.
  private var largestMove = 0.0

  init(_ model: ConditionalVolatility, window: Int) {
    precondition(window >= model.minimumReturns, "\(window) returns for \(model.parameterNames)")
    self.model = model
    self.window = window
  }

  mutating func observe(_ value: Double) {
    returns.append(value)
    largestMove = max(largestMove, abs(value))
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
    largestMove = sample.reduce(0) { max($0, abs($1)) }
    fitted = FittedVolatility(
      fit: fit, sampleCount: sample.count,
      running: VolatilityState(after: run, of: model, parameters: fit.parameters))
    return run
  }

  /// The last fit, if the next variance is one that the window explains.
  ///
  /// - Throws: ``RiskModelError/explosiveFilter`` otherwise; nil before the first fit.
  func usable() throws(RiskModelError) -> FittedVolatility? {
    guard let fitted else { return nil }
    try require(fitted.running.nextVariance)
    return fitted
  }

  /// Throws if the volatility of simulated returns is beyond ten times the largest move.
  ///
  /// A recursion that is exponential in its residuals can multiply the volatility along a path:
  /// a fit to 500 returns has given a 99 % value at risk of 10¹⁴¹.
  func require(_ scenarios: EmpiricalReturns, over bars: Int) throws(RiskModelError) {
    guard scenarios.ascending.allSatisfy(\.isFinite) else { throw .explosiveFilter }
    let volatility = scenarios.volatility
    try require(volatility * volatility / Double(bars))
  }

  private func require(_ variance: Double) throws(RiskModelError) {
    let bound = 100 * largestMove * largestMove
    guard variance > 0, variance <= bound else { throw .explosiveFilter }
  }

  /// The returns used by the last fit.
  var fittedReturns: [Double] { Array(returns.prefix(fitted?.sampleCount ?? 0)) }
}

/// A fit with the current state of its recursion.
struct FittedVolatility: Hashable, Sendable {
  let fit: VolatilityFit
  /// The number of returns used by the fit.
  let sampleCount: Int
  let refits = BootstrapRefits()
  var running: VolatilityState

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

internal import Glibc
public import MarketData
internal import Optimization
public import RiskMeasures
internal import Statistics
public import Volatility

/// The distribution of standardized returns.
public enum Innovations: Hashable, Sendable {
  case normal
  /// The unit-variance Student t; nil degrees of freedom are estimated.
  case studentT(degreesOfFreedom: Double?)

  /// The distribution name, `normal` or `student-t`.
  public var name: String {
    switch self {
    case .normal: "normal"
    case .studentT: "student-t"
    }
  }
}

/// A model of zero-mean returns with an exponentially weighted variance.
///
///     rₜ = σₜ zₜ,  σ²ₜ₊₁ = λ σ²ₜ + (1 − λ) r²ₜ;  over h bars  σ√h
///
/// z is standard normal, or unit-variance Student t whose ν is given or maximizes the likelihood of
/// the last N standardized returns. The variance forecast is flat, so √h is exact for the variance.
///
/// - SeeAlso: J.P. Morgan/Reuters (1996), *RiskMetrics Technical Document*, fourth edition.
public struct EWMAModel: ReturnModel {
  /// The lookback window for estimating ν, in standardized returns.
  public let window: Int
  /// The variance recursion.
  public let volatility: EWMA
  /// The distribution of the standardized returns.
  public let innovations: Innovations
  /// The convention of the observed returns.
  public let returnConvention: ReturnConvention

  /// Creates a model with a given decay; given degrees of freedom must be above 2.
  public init(
    window: Int, volatility: EWMA, innovations: Innovations = .normal,
    returnConvention: ReturnConvention = .simple
  ) {
    precondition(window >= 1, "A window holds at least one return, not \(window)")
    if case .studentT(let nu?) = innovations {
      precondition(nu > 2, "A unit-variance t needs ν > 2, not \(nu)")
    }
    self.window = window
    self.volatility = volatility
    self.innovations = innovations
    self.returnConvention = returnConvention
  }

  /// The model name, `ewma`.
  public var name: String { "ewma" }

  /// The distribution of the standardized returns.
  public var innovationsName: String? { innovations.name }

  /// Square root of time, exact for the variance because its forecast is flat.
  public var horizonRule: HorizonRule { .squareRootOfTime }

  /// The number of bar returns required before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    max(50, volatility.startUp.observations)
  }

  /// The number of bar returns a prediction depends on, or nil for the whole history.
  public func memory(over horizon: Horizon) -> Int? { nil }

  /// Makes an estimator without observations; throws if the rule does not support the horizon.
  public func makeEstimator(over horizon: Horizon) throws(RiskModelError) -> EWMAEstimator {
    EWMAEstimator(self, horizon: horizon)
  }
}

/// The running state of ``EWMAModel``.
public struct EWMAEstimator: ReturnEstimator, Equatable {
  private let model: EWMAModel
  private let horizon: Horizon
  private var filtered: FilteredReturns
  private var standardized: RecentWindow
  private var fit: UnitStudentTFit?
  /// The number of returns observed.
  public private(set) var observationCount = 0

  init(_ model: EWMAModel, horizon: Horizon) {
    self.model = model
    self.horizon = horizon
    filtered = FilteredReturns(model.volatility)
    standardized = RecentWindow(capacity: model.window)
  }

  /// Observes the next return.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    for pair in filtered.observe(value) where pair.variance > 0 {
      standardized.append(pair.value / pair.variance.squareRoot())
    }
  }

  /// Re-estimates the parameters.
  public mutating func recalibrate() throws(RiskModelError) {
    guard case .studentT(nil) = model.innovations else { return }
    guard filtered.zeroVariances == 0 else {
      throw .noVariation(observations: filtered.zeroVariances)
    }
    fit = try UnitStudentTFit(maximizing: standardized.chronological)
  }

  /// The distribution of the return over the horizon that starts now.
  public func prediction() throws(RiskModelError) -> LocationScaleReturns {
    guard let variance = filtered.variance else {
      throw filtered.startUpError
    }
    guard variance > 0, filtered.zeroVariances == 0 else {
      throw .noVariation(observations: observationCount)
    }
    let sigma = (variance * Double(horizon.bars)).squareRoot()
    guard let nu = degreesOfFreedom else {
      return .normal(mean: 0, standardDeviation: sigma, convention: model.returnConvention)
    }
    return .studentT(
      location: 0, scale: sigma * ((nu - 2) / nu).squareRoot(), degreesOfFreedom: nu,
      convention: model.returnConvention)
  }

  /// The given or estimated ν, or nil for normal innovations.
  private var degreesOfFreedom: Double? {
    guard case .studentT(let given) = model.innovations else { return nil }
    return given ?? fit?.degreesOfFreedom
  }

  /// The fitted parameters.
  public var parameters: FittedParameters {
    var values = ["decay": model.volatility.decay]
    values["volatility"] = filtered.variance.map { $0.squareRoot() }
    values["degreesOfFreedom"] = degreesOfFreedom
    var result = FittedParameters(values: values)
    result.status = fit?.status ?? .notEstimated
    result.logLikelihood = fit?.logLikelihood
    return result
  }
}

/// The maximum-likelihood ν of a unit-variance Student t, on (2.05, 300).
struct UnitStudentTFit: Sendable, Equatable {
  static let lowest = 2.05
  static let highest = 300.0

  let degreesOfFreedom: Double
  let logLikelihood: Double
  let status: FitStatus

  init(maximizing standardized: [Double]) throws(RiskModelError) {
    let profile = { -Self.logLikelihood(standardized, nu: exp($0)) }
    let lower = log(Self.lowest)
    let upper = log(Self.highest)
    guard let best = try? minimizeScalar(profile, between: lower, and: upper),
      best.status.isConverged
    else {
      throw .didNotConverge(model: "student-t", reason: "no finite likelihood was found")
    }
    degreesOfFreedom = exp(best.point)
    logLikelihood = -best.value
    status = best.point < lower + 1e-4 || best.point > upper - 1e-4 ? .boundary : .converged
  }

  static func logLikelihood(_ standardized: [Double], nu: Double) -> Double {
    let constant =
      StudentT(degreesOfFreedom: nu).logDensity(at: 0) + log(nu / (nu - 2)) / 2
    var sum = 0.0
    for z in standardized { sum += log1p(z * z / (nu - 2)) }
    return Double(standardized.count) * constant - (nu + 1) / 2 * sum
  }
}

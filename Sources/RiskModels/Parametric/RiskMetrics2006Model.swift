public import MarketData
public import RiskMeasures
internal import Statistics
public import Volatility

/// A model of zero-mean returns with the long-memory variance of RiskMetrics 2006.
///
///     rₜ = σₜ zₜ;  over h bars  σₜ₊₁√h
///
/// z is standard normal, or a unit-variance Student t whose ν is given or maximizes the likelihood
/// of the last N standardized returns. Each component's forecast is flat, so √h is exact for the
/// variance.
///
/// - SeeAlso: Zumbach (2007), *The RiskMetrics 2006 methodology*, RiskMetrics Group.
public struct RiskMetrics2006Model: ReturnModel {
  /// The lookback window for estimating ν, in standardized returns.
  public let window: Int
  /// The variance recursion.
  public let volatility: RiskMetrics2006
  /// The distribution of the standardized returns.
  public let innovations: Innovations
  /// The convention of the observed returns.
  public let returnConvention: ReturnConvention

  /// Creates a model; given degrees of freedom must be above 2.
  public init(
    window: Int, volatility: RiskMetrics2006 = RiskMetrics2006(),
    innovations: Innovations = .normal, returnConvention: ReturnConvention = .simple
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

  /// The model name, `riskmetrics-2006`.
  public var name: String { "riskmetrics-2006" }

  /// The distribution of the standardized returns.
  public var innovationsName: String? { innovations.name }

  /// Square root of time, exact for the variance because its forecast is flat.
  public var horizonRule: HorizonRule { .squareRootOfTime }

  /// The number of bar returns required before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int { 75 }

  /// The number of bar returns a prediction depends on, or nil for the whole history.
  public func memory(over horizon: Horizon) -> Int? { nil }

  /// Makes an estimator without observations.
  public func makeEstimator(
    over horizon: Horizon
  ) throws(RiskModelError) -> RiskMetrics2006Estimator {
    RiskMetrics2006Estimator(self, horizon: horizon)
  }
}

/// The running state of ``RiskMetrics2006Model``.
public struct RiskMetrics2006Estimator: ReturnEstimator, Equatable {
  private let model: RiskMetrics2006Model
  private let horizon: Horizon
  private var filter: RiskMetrics2006Filter
  private var standardized: RecentWindow
  private var fit: UnitStudentTFit?
  /// The number of returns observed.
  public private(set) var observationCount = 0

  init(_ model: RiskMetrics2006Model, horizon: Horizon) {
    self.model = model
    self.horizon = horizon
    filter = model.volatility.makeFilter()
    standardized = RecentWindow(capacity: model.window)
  }

  /// Observes the next return.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    if let variance = filter.variance { standardized.append(value / variance.squareRoot()) }
    filter.observe(value)
  }

  /// Re-estimates ν unless it is given.
  public mutating func recalibrate() throws(RiskModelError) {
    guard case .studentT(nil) = model.innovations else { return }
    guard standardized.count > 0 else { throw .noVariation(observations: observationCount) }
    fit = try UnitStudentTFit(maximizing: standardized.chronological)
  }

  /// The distribution of the return over the horizon that starts now.
  public func prediction() throws(RiskModelError) -> LocationScaleReturns {
    guard let variance = filter.variance else {
      throw .noVariation(observations: observationCount)
    }
    let sigma = (variance * Double(horizon.bars)).squareRoot()
    return .innovations(
      mean: 0, standardDeviation: sigma,
      family: degreesOfFreedom == nil ? .normal : .studentT,
      shape: degreesOfFreedom.map { [$0] } ?? [], convention: model.returnConvention)
  }

  /// The given or estimated ν, or nil for normal innovations.
  private var degreesOfFreedom: Double? {
    guard case .studentT(let given) = model.innovations else { return nil }
    return given ?? fit?.degreesOfFreedom
  }

  /// The fitted parameters.
  public var parameters: FittedParameters {
    var values: [String: Double] = [:]
    values["volatility"] = filter.variance.map { $0.squareRoot() }
    values["degreesOfFreedom"] = degreesOfFreedom
    var result = FittedParameters(values: values)
    result.status = fit?.status ?? .notEstimated
    result.logLikelihood = fit?.logLikelihood
    return result
  }
}

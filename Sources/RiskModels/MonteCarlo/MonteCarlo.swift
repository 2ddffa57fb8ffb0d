public import Dependence
internal import Instruments
internal import LinearAlgebra
public import MarketData
public import RiskMeasures
public import Statistics

/// Monte Carlo simulation of joint returns, multivariate normal or Student t.
///
/// A joint simulation serves books, and depends on its universe. The margin of one instrument is
/// simulated with that instrument alone (``StandaloneModel``).
///
///     x = L ξ,  Σ = L Lᵀ;   ξ = z,  or  ξ = z √((ν − 2)/χ²_ν) with one χ² a path and step
///
/// z is addressed by (seed, instrument, path, step), so that a path has the same shocks on every
/// date, for any number of tasks. Over h bars the returns of h simulated steps are compounded if
/// simple and summed otherwise, with constant Σ. The mean is zero.
///
/// ν is given, or maximizes the pooled likelihood of all standardized returns in the window.
///
/// - SeeAlso: Glasserman (2003), *Monte Carlo Methods in Financial Engineering*, section 9.1.
public struct MonteCarlo: JointReturnModel {
  /// The model of the return covariance.
  public let covariance: CovarianceModel
  /// The distribution of the standardized returns.
  public let innovations: Innovations
  /// The number of simulated paths.
  public let paths: Int
  /// The random seed of the simulation.
  public let seed: UInt64
  /// The lookback window for estimating ν, in days of standardized returns.
  public let window: Int
  /// The convention of the observed returns.
  public let returnConvention: ReturnConvention
  /// The convention that selects the order statistic of the losses.
  public let quantileConvention: QuantileConvention

  /// Creates a simulation of at least one path.
  public init(
    covariance: CovarianceModel, innovations: Innovations = .normal, paths: Int = 10_000,
    seed: UInt64 = 1, window: Int = 500, returnConvention: ReturnConvention = .log,
    quantileConvention: QuantileConvention = .inverse
  ) {
    precondition(paths >= 1, "A simulation has at least one path, not \(paths)")
    self.covariance = covariance
    self.innovations = innovations
    self.paths = paths
    self.seed = seed
    self.window = window
    self.returnConvention = returnConvention
    self.quantileConvention = quantileConvention
  }

  /// The model name, `monte-carlo`.
  public var name: String { "monte-carlo" }

  /// The distribution of the standardized returns.
  public var innovationsName: String? { innovations.name }

  /// Simulated paths over the bars of the horizon.
  public var horizonRule: HorizonRule { .simulatedPath }

  /// The number of days for a full-rank covariance of the universe, at least a hundred.
  ///
  /// A hundred days hold 95 % of the weight of an exponentially weighted covariance with decay 0.97.
  public func minimumObservations(universe count: Int) -> Int {
    max(100, covariance.minimumObservations, count + 2)
  }

  /// The lookback window of a sample covariance; nil for an exponentially weighted one.
  public var lookback: Int? {
    if case .sample(let window) = covariance { window } else { nil }
  }

  /// Throws if the model's sample is too small for a quantile at `level`.
  public func requireQuantile(at level: ConfidenceLevel) throws(RiskModelError) {
    try quantileConvention.require(paths, at: level)
  }

  /// Makes an estimator of a universe without observations.
  public func makeEstimator(
    for universe: [InstrumentID], over horizon: Horizon
  ) throws(RiskModelError) -> MonteCarloEstimator {
    MonteCarloEstimator(self, universe: universe, horizon: horizon)
  }
}

/// The running state of ``MonteCarlo``.
public struct MonteCarloEstimator: JointReturnEstimator {
  private let model: MonteCarlo
  private let universe: [InstrumentID]
  private let horizon: Horizon
  private var running: RunningCovariance
  private var standardized: JointStandardizedReturns
  /// The shocks, or nil until the degrees of freedom are known.
  private var shocks: Shocks?
  private var fit: UnitStudentTFit?

  init(_ model: MonteCarlo, universe: [InstrumentID], horizon: Horizon) {
    self.model = model
    self.universe = universe
    self.horizon = horizon
    running = RunningCovariance(model.covariance, order: universe.count)
    standardized = JointStandardizedReturns(
      model.covariance, order: universe.count, window: model.window)
    switch model.innovations {
    case .normal:
      shocks = Shocks(model, universe: universe, horizon: horizon, degreesOfFreedom: nil)
    case .studentT(let nu?):
      shocks = Shocks(model, universe: universe, horizon: horizon, degreesOfFreedom: nu)
    case .studentT(nil): break
    }
  }

  /// Observes whole days, one return per instrument.
  public mutating func observe(contentsOf days: Span<Double>) {
    let width = universe.count
    precondition(
      days.count.isMultiple(of: width), "\(days.count) returns of \(width) instruments")
    for start in stride(from: 0, to: days.count, by: width) {
      let day = days.extracting(start ..< start + width)
      running.observe(day)
      if case .studentT(nil) = model.innovations { standardized.observe(day) }
    }
  }

  /// Re-estimates ν unless it is given.
  public mutating func recalibrate() throws(RiskModelError) {
    guard case .studentT(nil) = model.innovations else { return }
    let sample = standardized.pooled
    guard !sample.isEmpty else {
      throw .noVariation(observations: running.observationCount)
    }
    let estimate = try UnitStudentTFit(maximizing: sample)
    fit = estimate
    shocks = Shocks(
      model, universe: universe, horizon: horizon, degreesOfFreedom: estimate.degreesOfFreedom)
  }

  /// The joint returns over the horizon that starts now.
  public func prediction() throws(RiskModelError) -> MonteCarloReturns {
    guard let covariance = running.covariance, let shocks else {
      throw .insufficientHistory(
        available: running.observationCount,
        required: model.minimumObservations(universe: universe.count))
    }
    let singular =
      universe.count == 1
      ? RiskModelError.noVariation(observations: running.observationCount)
      : .singularCovariance(
        instruments: universe.count, observations: running.observationCount)
    guard let factor = try? Cholesky(factorizing: covariance), !factor.isRounding(of: covariance)
    else { throw singular }
    return MonteCarloReturns(model, shocks: shocks, factor: factor.lower)
  }

  /// The fitted parameters of the instrument at `index`.
  public func parameters(at index: Int) -> FittedParameters {
    var values: [String: Double] = ["paths": Double(model.paths)]
    if case .ewma(let decay) = model.covariance { values["decay"] = decay }
    if case .studentT(let given) = model.innovations {
      values["degreesOfFreedom"] = given ?? fit?.degreesOfFreedom
    }
    values["volatility"] = running.covariance.map { $0[index, index].squareRoot() }
    return FittedParameters(values: values, status: fit?.status ?? .notEstimated)
  }
}

extension Cholesky {
  /// Whether a Cholesky pivot is within rounding error of zero, relative to its diagonal element.
  fileprivate func isRounding(of matrix: Matrix) -> Bool {
    let unit = 4 * Double(order) * Double.ulpOfOne
    return (0 ..< order).contains { lower[$0, $0] * lower[$0, $0] <= unit * matrix[$0, $0] }
  }
}

public import Dependence
internal import LinearAlgebra
public import MarketData
public import RiskMeasures
public import Statistics

/// Monte Carlo simulation of joint log returns, multivariate normal or Student t.
///
///     x = L ξ,  Σ = L Lᵀ;   ξ = z,  or  ξ = z √((ν − 2)/χ²_ν) with one χ² a path and step
///
/// z is addressed by (seed, instrument, path, step), so that a path has the same shocks on every
/// date, for any number of tasks. Over h bars the log returns of h simulated steps are added and
/// Σ stays as it is. The mean is zero.
///
/// ν is given, or maximizes the pooled likelihood of all standardized returns in the window.
///
/// - SeeAlso: Glasserman (2003), *Monte Carlo Methods in Financial Engineering*, section 9.1.
public struct MonteCarlo: JointReturnModel {
  public let covariance: CovarianceModel
  public let innovations: Innovations
  /// The number of simulated paths.
  public let paths: Int
  public let seed: UInt64
  /// Days of standardized returns that ν is estimated from.
  public let window: Int
  public let quantileConvention: QuantileConvention

  public init(
    covariance: CovarianceModel, innovations: Innovations = .normal, paths: Int = 10_000,
    seed: UInt64 = 1, window: Int = 500, quantileConvention: QuantileConvention = .inverse
  ) {
    precondition(paths >= 1, "A simulation has at least one path, not \(paths)")
    self.covariance = covariance
    self.innovations = innovations
    self.paths = paths
    self.seed = seed
    self.window = window
    self.quantileConvention = quantileConvention
  }

  public var name: String { "monte-carlo" }

  public var returnConvention: ReturnConvention { .log }

  public var horizonRule: HorizonRule { .simulatedPath }

  /// Enough days that the covariance of the universe has full rank, and never fewer than 50.
  public func minimumObservations(universe count: Int) -> Int {
    max(50, covariance.minimumObservations, count + 2)
  }

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
  /// ξ summed over the steps, paths × instruments.
  private var shocks: Matrix
  private var fit: UnitStudentTFit?

  init(_ model: MonteCarlo, universe: [InstrumentID], horizon: Horizon) {
    self.model = model
    self.universe = universe
    self.horizon = horizon
    running = RunningCovariance(model.covariance, order: universe.count)
    standardized = JointStandardizedReturns(
      model.covariance, order: universe.count, window: model.window)
    shocks = Matrix(rows: 0, columns: 0)
    switch model.innovations {
    case .normal:
      shocks = Shocks(model, universe: universe, horizon: horizon).normal()
    case .studentT(let nu?):
      shocks = Shocks(model, universe: universe, horizon: horizon).studentT(degreesOfFreedom: nu)
    case .studentT(nil): break
    }
  }

  public mutating func observe(_ day: Span<Double>) {
    running.observe(day)
    if case .studentT(nil) = model.innovations { standardized.observe(day) }
  }

  public mutating func recalibrate() throws(RiskModelError) {
    guard case .studentT(nil) = model.innovations else { return }
    let sample = standardized.pooled
    guard !sample.isEmpty else {
      throw .noVariation(observations: running.observationCount)
    }
    let estimate = try UnitStudentTFit(maximizing: sample)
    fit = estimate
    shocks = Shocks(model, universe: universe, horizon: horizon)
      .studentT(degreesOfFreedom: estimate.degreesOfFreedom)
  }

  public func predictions() throws(RiskModelError) -> [SimulatedReturns] {
    guard let covariance = running.covariance, shocks.rowCount > 0 else {
      throw .insufficientHistory(
        available: running.observationCount,
        required: model.minimumObservations(universe: universe.count))
    }
    let singular = RiskModelError.singularCovariance(
      instruments: universe.count, observations: running.observationCount)
    guard let factor = try? Cholesky(factorizing: covariance) else { throw singular }
    var simulated = Matrix(rows: model.paths, columns: universe.count)
    multiply(shocks, by: factor.lower, .transposed, into: &simulated)
    let law: SimulatedReturns.Law = model.innovations == .normal ? .normal : .studentT
    return (0 ..< universe.count).map { column in
      let ascending = simulated.withColumns(column ..< column + 1) { sample in
        var values: [Double] = []
        values.reserveCapacity(sample.count)
        for i in sample.indices { values.append(sample[i]) }
        values.sort()
        return values
      }
      return SimulatedReturns(
        sample: EmpiricalReturns(
          sorted: ascending, convention: .log, quantileConvention: model.quantileConvention),
        law: law)
    }
  }

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

public import Dependence
internal import Instruments
internal import LinearAlgebra
public import MarketData
public import RiskMeasures
public import Statistics

/// Monte Carlo simulation of joint returns, multivariate normal or Student t.
///
///     x = L ξ,  Σ = L Lᵀ;   ξ = z,  or  ξ = z √((ν − 2)/χ²_ν) with one χ² a path and step
///
/// z is addressed by (seed, instrument, path, step), so that a path has the same shocks on every
/// date, for any number of tasks. Over h bars the log returns of h simulated steps are added, simple
/// ones compounded, and Σ stays as it is. The mean is zero.
///
/// ν is given, or maximizes the pooled likelihood of all standardized returns in the window.
///
/// - SeeAlso: Glasserman (2003), *Monte Carlo Methods in Financial Engineering*, section 9.1.
public struct MonteCarlo: JointReturnModel {
  /// How the covariance of the returns is estimated.
  public let covariance: CovarianceModel
  /// The law of the standardized returns.
  public let innovations: Innovations
  /// The number of simulated paths.
  public let paths: Int
  /// The seed of every addressed random number.
  public let seed: UInt64
  /// Days of standardized returns that ν is estimated from.
  public let window: Int
  /// The convention of the returns that the model observes.
  public let returnConvention: ReturnConvention
  /// Which order statistic of a sample of losses is its quantile.
  public let quantileConvention: QuantileConvention

  /// A simulation of at least one path.
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

  /// The name on the command line and in files.
  public var name: String { "monte-carlo" }

  /// The law of the standardized returns.
  public var innovationsName: String? { innovations.name }

  /// The road from one bar to the horizon.
  public var horizonRule: HorizonRule { .simulatedPath }

  /// Enough days that the covariance of the universe has full rank, and never fewer than 50.
  public func minimumObservations(universe count: Int) -> Int {
    max(50, covariance.minimumObservations, count + 2)
  }

  /// Throws where the model's sample never holds the quantile.
  public func requireQuantile(at level: ConfidenceLevel) throws(RiskModelError) {
    try quantileConvention.require(paths, at: level)
  }

  /// An estimator of a universe that has seen nothing.
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
  /// ξ, paths × instruments: one matrix a step, or their sum where log returns are added.
  private var shocks: [Matrix] = []
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
      shocks = Shocks(model, universe: universe, horizon: horizon).normal()
    case .studentT(let nu?):
      shocks = Shocks(model, universe: universe, horizon: horizon).studentT(degreesOfFreedom: nu)
    case .studentT(nil): break
    }
  }

  /// Takes the next return or day.
  public mutating func observe(_ day: Span<Double>) {
    running.observe(day)
    if case .studentT(nil) = model.innovations { standardized.observe(day) }
  }

  /// Estimates the parameters anew.
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

  /// One marginal distribution an instrument.
  public func predictions() throws(RiskModelError) -> [SimulatedReturns] {
    guard let covariance = running.covariance, !shocks.isEmpty else {
      throw .insufficientHistory(
        available: running.observationCount,
        required: model.minimumObservations(universe: universe.count))
    }
    let singular = RiskModelError.singularCovariance(
      instruments: universe.count, observations: running.observationCount)
    guard let factor = try? Cholesky(factorizing: covariance), !factor.isRounding(of: covariance)
    else { throw singular }
    let simulated = simulate(factor.lower)
    let law: SimulatedReturns.Law = model.innovations == .normal ? .normal : .studentT
    return (0 ..< universe.count).map { column in
      SimulatedReturns(
        sample: EmpiricalReturns(
          sorted: simulated.sortedColumn(column), convention: model.returnConvention,
          quantileConvention: model.quantileConvention),
        law: law)
    }
  }

  /// The returns over the horizon, paths × instruments, in the model's convention.
  private func simulate(_ lower: Matrix) -> Matrix {
    var product = Matrix(rows: model.paths, columns: universe.count)
    multiply(shocks[0], by: lower, .transposed, into: &product)
    guard shocks.count > 1 else { return product }
    var step = Matrix(rows: model.paths, columns: universe.count)
    for shock in shocks.dropFirst() {
      multiply(shock, by: lower, .transposed, into: &step)
      for column in 0 ..< universe.count {
        for path in 0 ..< model.paths {
          // A price at zero stays there: two losses beyond all must not make a gain.
          product[path, column] =
            max(0, 1 + product[path, column]) * max(0, 1 + step[path, column]) - 1
        }
      }
    }
    return product
  }

  /// What was estimated for the instrument at `index`.
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
  /// Whether a pivot is no larger than the rounding of its diagonal element: zero in exact numbers.
  fileprivate func isRounding(of matrix: Matrix) -> Bool {
    let unit = 4 * Double(order) * Double.ulpOfOne
    return (0 ..< order).contains { lower[$0, $0] * lower[$0, $0] <= unit * matrix[$0, $0] }
  }
}

extension Matrix {
  /// The elements of a column in ascending order.
  fileprivate func sortedColumn(_ column: Int) -> [Double] {
    withColumns(column ..< column + 1) { elements in
      var values: [Double] = []
      values.reserveCapacity(elements.count)
      for i in elements.indices { values.append(elements[i] + 0) }
      sortAscending(&values)
      return values
    }
  }
}

internal import Instruments
public import MarketData
public import RiskMeasures
public import Statistics
public import Volatility

/// Where the errors of a fitted model's forecast come from.
public enum IntervalMethod: Hashable, Sendable {
  /// The curvature of the likelihood; none at a bound, and none over simulated paths.
  case delta
  /// A number of simulations of the fitted model, each refitted.
  case parametricBootstrap(replications: Int)
}

/// Returns whose mean and variance follow an estimated recursion: the GARCH family.
///
///     rₜ = mₜ + σₜ zₜ;  over h bars by `squareRootOfTime`  Σm + σₜ₊₁ √h z,  by `simulatedPath`
///     r drawn bar by bar through the recursion and compounded
///
/// The parameters maximize the likelihood of the last N returns at each recalibration and stay until
/// the next; the variance moves with every return. One bar ahead the distribution is exact.
///
/// - SeeAlso: Bollerslev (1986), *Journal of Econometrics* 31(3), 307–327.
public struct ConditionalVolatilityModel: ReturnModel {
  /// The name of the recursion, such as `garch`.
  public let name: String
  /// N, the most returns that the likelihood sees.
  public let window: Int
  /// The model of mean, variance and innovations.
  public let volatility: ConditionalVolatility
  /// What stands in where no search finds a maximum; nil for a failure.
  public let fallback: EWMA?
  /// The convention of the returns that the model observes.
  public let returnConvention: ReturnConvention
  /// How the model gets from one bar to the horizon: `squareRootOfTime` or `simulatedPath`.
  public let horizonRule: HorizonRule
  /// How many paths are simulated, and with which numbers.
  public let simulation: PathSimulation
  /// Where the errors of a forecast come from.
  public let interval: IntervalMethod

  /// A model whose likelihood sees the last `window` returns.
  public init(
    name: String, window: Int, volatility: ConditionalVolatility, fallback: EWMA? = nil,
    returnConvention: ReturnConvention = .log, horizonRule: HorizonRule = .squareRootOfTime,
    simulation: PathSimulation = PathSimulation(), interval: IntervalMethod = .delta
  ) {
    precondition(
      window >= volatility.minimumReturns, "\(window) returns for \(volatility.parameterNames)")
    self.name = name
    self.window = window
    self.volatility = volatility
    self.fallback = fallback
    self.returnConvention = returnConvention
    self.horizonRule = horizonRule
    self.simulation = simulation
    self.interval = interval
  }

  /// The volatility itself.
  public var estimatedVolatility: EstimatedVolatilityModel? {
    EstimatedVolatilityModel(model: volatility, resamplesResiduals: false)
  }

  /// The distribution of the standardized returns.
  public var innovationsName: String? { volatility.innovations.rawValue }

  /// 100 bar returns, or the window where it is shorter.
  ///
  /// Estimates from fewer than some 250 to 500
  /// returns say little about persistence, which shows in their standard errors.
  ///
  /// - SeeAlso: Hwang and Valls Pereira (2006), *European Journal of Finance* 12(6–7), 473–494.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    max(volatility.minimumReturns, min(window, 100))
  }

  /// Throws where a simulation has too few paths for the quantile.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    guard simulates(over: horizon) else { return }
    try simulation.quantileConvention.require(simulation.paths, at: level)
  }

  /// The window: a fit forgets what lies before it.
  public func memory(over horizon: Horizon) -> Int? { window }

  /// The model with random numbers of one instrument.
  public func addressed(to instrument: InstrumentID) -> Self {
    Self(
      name: name, window: window, volatility: volatility, fallback: fallback,
      returnConvention: returnConvention, horizonRule: horizonRule,
      simulation: simulation.addressed(to: instrument), interval: interval)
  }

  /// An estimator that has seen nothing; throws for overlapping returns over several bars.
  public func makeEstimator(
    over horizon: Horizon
  ) throws(RiskModelError) -> ConditionalVolatilityEstimator {
    guard horizonRule.leadsVolatilities || horizon == .oneBar else {
      throw .unsupportedHorizon(horizon, rule: horizonRule)
    }
    return ConditionalVolatilityEstimator(self, horizon: horizon)
  }

  func simulates(over horizon: Horizon) -> Bool {
    horizonRule == .simulatedPath && horizon != .oneBar
  }
}

/// How paths are simulated: how many, with which random numbers, and how a quantile is read off them.
public struct PathSimulation: Hashable, Sendable {
  /// How many paths.
  public let paths: Int
  /// The random numbers, addressed by path and step.
  public let stream: RandomStream
  /// Which order statistic of the simulated losses is their quantile.
  public let quantileConvention: QuantileConvention
  private let seed: UInt64

  /// A simulation with a number of paths.
  public init(
    paths: Int = 10_000, seed: UInt64 = 1, instrument: InstrumentID? = nil,
    quantileConvention: QuantileConvention = .inverse
  ) {
    precondition(paths >= 1, "\(paths) paths")
    self.paths = paths
    self.seed = seed
    self.quantileConvention = quantileConvention
    stream = RandomStream(seed: seed, identifier: instrument?.rawValue ?? "")
  }

  /// The simulation with the random numbers of one instrument.
  public func addressed(to instrument: InstrumentID) -> Self {
    Self(
      paths: paths, seed: seed, instrument: instrument, quantileConvention: quantileConvention)
  }
}

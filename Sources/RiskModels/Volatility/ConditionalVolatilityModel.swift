internal import Instruments
public import MarketData
public import RiskMeasures
public import Statistics
public import Volatility

/// The method for the errors of a fitted model's forecast.
public enum IntervalMethod: Hashable, Sendable {
  /// The curvature of the likelihood; unavailable at a bound and for simulated paths.
  case delta
  /// A parametric bootstrap with a number of refitted replications.
  case parametricBootstrap(replications: Int)
}

/// A model of returns with an estimated mean and variance recursion: the GARCH family.
///
///     rₜ = mₜ + σₜ zₜ;  over h bars by `squareRootOfTime`  Σm + σₜ₊₁ √h z,  by `simulatedPath`
///     r drawn bar by bar through the recursion and compounded
///
/// Each recalibration maximizes the likelihood of the last N returns; the parameters are kept until
/// the next one, while the variance is updated with every return. One bar ahead the distribution is
/// exact.
///
/// - SeeAlso: Bollerslev (1986), *Journal of Econometrics* 31(3), 307–327.
public struct ConditionalVolatilityModel: ReturnModel {
  /// The name of the recursion, such as `garch`.
  public let name: String
  /// The lookback window N of the likelihood, in returns.
  public let window: Int
  /// The model of mean, variance and innovations.
  public let volatility: ConditionalVolatility
  /// The fallback model if no search converges, or nil to fail.
  public let fallback: EWMA?
  /// The convention of the observed returns.
  public let returnConvention: ReturnConvention
  /// The horizon rule: `squareRootOfTime` or `simulatedPath`.
  public let horizonRule: HorizonRule
  /// The number of simulated paths, and their random stream.
  public let simulation: PathSimulation
  /// The method for the errors of a forecast.
  public let interval: IntervalMethod

  /// Creates a model fitted to the last `window` returns.
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

  /// The model's volatility.
  public var estimatedVolatility: EstimatedVolatilityModel? {
    EstimatedVolatilityModel(model: volatility, resamplesResiduals: false)
  }

  /// The distribution of the standardized returns.
  public var innovationsName: String? { volatility.innovations.rawValue }

  /// The minimum number of bar returns: 100, or the window if it is shorter.
  ///
  /// Estimates from fewer than about 250 to 500 returns are imprecise about persistence, as their
  /// standard errors show.
  ///
  /// - SeeAlso: Hwang and Valls Pereira (2006), *European Journal of Finance* 12(6–7), 473–494.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    max(volatility.minimumReturns, min(window, 100))
  }

  /// Throws if a simulation has too few paths for a quantile at `level`.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    guard simulates(over: horizon) else { return }
    try simulation.quantileConvention.require(simulation.paths, at: level)
  }

  /// The window, because a fit ignores earlier returns.
  public func memory(over horizon: Horizon) -> Int? { window }

  /// The model with its random stream addressed to one instrument.
  public func addressed(to instrument: InstrumentID) -> Self {
    Self(
      name: name, window: window, volatility: volatility, fallback: fallback,
      returnConvention: returnConvention, horizonRule: horizonRule,
      simulation: simulation.addressed(to: instrument), interval: interval)
  }

  /// Makes an estimator without observations; throws for overlapping returns over several bars.
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

/// The settings of a path simulation: path count, random stream and quantile convention.
public struct PathSimulation: Hashable, Sendable {
  /// The number of paths.
  public let paths: Int
  /// The random stream, addressed by path and step.
  public let stream: RandomStream
  /// The convention that selects the order statistic of the simulated losses.
  public let quantileConvention: QuantileConvention
  private let seed: UInt64

  /// Creates a simulation with a number of paths.
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

  /// The simulation with its random stream addressed to one instrument.
  public func addressed(to instrument: InstrumentID) -> Self {
    Self(
      paths: paths, seed: seed, instrument: instrument, quantileConvention: quantileConvention)
  }
}

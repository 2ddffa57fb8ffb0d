public import MarketData
public import RiskMeasures
internal import Volatility

/// Filtered historical simulation of Barone-Adesi, Giannopoulos and Vosper.
///
///     zᵢ = (rᵢ − mᵢ)/σᵢ;   one bar  r* = mₜ₊₁ + σₜ₊₁ zᵢ;   h bars  z drawn with replacement for each bar
///     of a path, the recursion of the volatility run along it, the returns compounded
///
/// One bar ahead every residual counts once and nothing is drawn. With an exponentially weighted
/// volatility it is then the simulation of Hull and White.
///
/// - SeeAlso: Barone-Adesi, Giannopoulos and Vosper (1999), *Journal of Futures Markets* 19(5), 583–602.
public struct FilteredHistorical: ReturnModel {
  /// N, the most residuals that a forecast uses.
  public let window: Int
  /// The volatility that returns are filtered by.
  public let volatility: FilterVolatility
  /// The convention of the returns that the model observes.
  public let returnConvention: ReturnConvention
  /// How the model gets from one bar to the horizon: `simulatedPath` or `squareRootOfTime`.
  public let horizonRule: HorizonRule
  /// How many paths are simulated, and with which numbers.
  public let simulation: PathSimulation
  /// Replications of the residual bootstrap that gives an interval where the volatility is estimated;
  /// 0 for none, else at least 39.
  public let replications: Int

  /// A simulation over the last `window` residuals.
  public init(
    window: Int, volatility: FilterVolatility, returnConvention: ReturnConvention = .log,
    horizonRule: HorizonRule = .simulatedPath, simulation: PathSimulation = PathSimulation(),
    replications: Int = 399
  ) {
    precondition(replications == 0 || replications >= 39, "\(replications) replications")
    precondition(window >= 1, "A window holds at least one residual, not \(window)")
    self.window = window
    self.volatility = volatility
    self.returnConvention = returnConvention
    self.horizonRule = horizonRule
    self.simulation = simulation
    self.replications = replications
  }

  /// `filtered-historical`.
  public var name: String { "filtered-historical" }

  /// The volatility that is estimated, if it is.
  public var estimatedVolatility: EstimatedVolatilityModel? { volatility.estimated }

  /// Bar returns before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    let sample =
      simulates(over: horizon) ? 1 : simulation.quantileConvention.minimumCount(at: level)
    return max(sample, volatility.minimumReturns)
  }

  /// Throws where the window, or the paths, never hold the quantile.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    let size = simulates(over: horizon) ? simulation.paths : window
    try simulation.quantileConvention.require(size, at: level)
  }

  /// Bar returns that a prediction depends on; nil for all of the past.
  public func memory(over horizon: Horizon) -> Int? { volatility.memory }

  /// The model with random numbers of one instrument.
  public func addressed(to instrument: InstrumentID) -> Self {
    Self(
      window: window, volatility: volatility, returnConvention: returnConvention,
      horizonRule: horizonRule, simulation: simulation.addressed(to: instrument),
      replications: replications)
  }

  /// An estimator that has seen nothing; throws for overlapping returns over several bars.
  public func makeEstimator(
    over horizon: Horizon
  ) throws(RiskModelError) -> FilteredHistoricalEstimator {
    guard horizonRule.leadsVolatilities || horizon == .oneBar else {
      throw .unsupportedHorizon(horizon, rule: horizonRule)
    }
    return FilteredHistoricalEstimator(self, horizon: horizon)
  }

  func simulates(over horizon: Horizon) -> Bool {
    horizonRule == .simulatedPath && horizon != .oneBar
  }
}

/// The running state of ``FilteredHistorical``.
public struct FilteredHistoricalEstimator: ReturnEstimator {
  private let model: FilteredHistorical
  private let horizon: Horizon
  private var filter: VolatilityFilterState
  private var residuals: SortedWindow
  /// Which residual each step of each path takes, as a share of the sample; empty for one bar.
  private let draws: [Double]
  /// The number of returns observed.
  public private(set) var observationCount = 0

  init(_ model: FilteredHistorical, horizon: Horizon) {
    self.model = model
    self.horizon = horizon
    filter = VolatilityFilterState(model.volatility, model: model.name)
    residuals = SortedWindow(capacity: model.window)
    draws = model.simulates(over: horizon) ? model.simulation.draws(steps: horizon.bars) : []
  }

  /// Takes the next return.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    for filtered in filter.observe(value) { append(filtered) }
  }

  private mutating func append(_ filtered: FilteredReturn) {
    if filtered.variance > 0, filtered.variance.isFinite { residuals.append(filtered.residual) }
  }

  /// Re-estimates the volatility, if applicable, and standardizes the window again.
  public mutating func recalibrate() throws(RiskModelError) {
    guard let window = try filter.recalibrate() else { return }
    residuals = SortedWindow(capacity: model.window)
    for filtered in window { append(filtered) }
  }

  /// The distribution of the return over the horizon that starts now.
  public func prediction() throws(RiskModelError) -> FilteredHistoricalReturns {
    let next = try filter.next()
    guard residuals.count > 0 else {
      throw .insufficientHistory(available: observationCount, required: observationCount + 1)
    }
    guard model.simulates(over: horizon) else { return scaled(next) }
    let sample = model.simulation.returns(
      residuals: residuals.ascending, draws: draws, steps: horizon.bars,
      convention: model.returnConvention, from: filter.pathState(next))
    return FilteredHistoricalReturns(
      body: .simulated(SimulatedReturns(sample: sample, distribution: .normal)),
      bootstrap: bootstrap)
  }

  private func scaled(_ next: (mean: Double, variance: Double)) -> FilteredHistoricalReturns {
    let bars = Double(horizon.bars)
    let sample = EmpiricalReturns(
      sorted: residuals.ascending, scale: (next.variance * bars).squareRoot(),
      shift: next.mean * bars, convention: model.returnConvention,
      quantileConvention: model.simulation.quantileConvention,
      withoutInterval: model.volatility.withoutInterval)
    return FilteredHistoricalReturns(body: .sample(sample), bootstrap: bootstrap)
  }

  /// The errors of a volatility that is estimated.
  private var bootstrap: ReplicatedForecasts? {
    guard model.replications > 0, let volatility = filter.estimated, let fitted = volatility.fitted
    else { return nil }
    return ResidualBootstrap(
      fit: fitted.fit, fitted: volatility.fittedReturns, returns: volatility.returns,
      bars: horizon.bars, convention: model.returnConvention, simulation: model.simulation,
      draws: draws
    ).forecasts(replications: model.replications)
  }

  /// What was estimated.
  public var parameters: FittedParameters { filter.parameters }
}

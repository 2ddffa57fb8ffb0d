public import MarketData
public import RiskMeasures
internal import Volatility

/// Filtered historical simulation of Barone-Adesi, Giannopoulos and Vosper.
///
///     zᵢ = (rᵢ − mᵢ)/σᵢ,   r*ᵢ = mₜ₊₁ + σₜ₊₁ zᵢ
///
/// Over h bars z is drawn with replacement for each bar of a path, the volatility recursion runs
/// along the path, and the returns are compounded.
///
/// One bar ahead every residual is used once and nothing is drawn. With an exponentially weighted
/// volatility this is the simulation of Hull and White.
///
/// - SeeAlso: Barone-Adesi, Giannopoulos and Vosper (1999), *Journal of Futures Markets* 19(5),
///   583–602.
public struct FilteredHistorical: ReturnModel {
  /// The lookback window N, in residuals.
  public let window: Int
  /// The volatility that standardizes the returns.
  public let volatility: FilterVolatility
  /// The convention of the observed returns.
  public let returnConvention: ReturnConvention
  /// The horizon rule: `simulatedPath` or `squareRootOfTime`.
  public let horizonRule: HorizonRule
  /// The number of simulated paths, and their random stream.
  public let simulation: PathSimulation
  /// The number of residual bootstrap replications for intervals of an estimated volatility.
  ///
  /// 0 for none, otherwise at least 39.
  public let replications: Int

  /// Creates a simulation over the last `window` residuals.
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

  /// The model name, `filtered-historical`.
  public var name: String { "filtered-historical" }

  /// The estimated volatility, or nil if it is given.
  public var estimatedVolatility: EstimatedVolatilityModel? { volatility.estimated }

  /// The number of bar returns required before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    let sample =
      simulates(over: horizon) ? 1 : simulation.quantileConvention.minimumCount(at: level)
    return max(sample, volatility.minimumReturns)
  }

  /// Throws if the window or the paths are too few for a quantile at `level`.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    let size = simulates(over: horizon) ? simulation.paths : window
    try simulation.quantileConvention.require(size, at: level)
  }

  /// The number of bar returns a prediction depends on, or nil for the whole history.
  public func memory(over horizon: Horizon) -> Int? { volatility.memory }

  /// The window of standardized returns.
  public func lookback(over horizon: Horizon) -> Int? { window }

  /// The model with its random stream addressed to one instrument.
  public func addressed(to instrument: InstrumentID) -> Self {
    Self(
      window: window, volatility: volatility, returnConvention: returnConvention,
      horizonRule: horizonRule, simulation: simulation.addressed(to: instrument),
      replications: replications)
  }

  /// Makes an estimator without observations; throws for overlapping returns over several bars.
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
  /// The residual of each step of each path, as a fraction of the sample; empty for one bar.
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

  /// Observes the next return.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    for filtered in filter.observe(value) { append(filtered) }
  }

  private mutating func append(_ filtered: FilteredReturn) {
    if filtered.variance > 0, filtered.variance.isFinite { residuals.append(filtered.residual) }
  }

  /// Re-estimates the volatility, if it is estimated, and restandardizes the window.
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
    try filter.estimated?.require(sample, over: horizon.bars)
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

  /// The bootstrap errors of an estimated volatility.
  private var bootstrap: ReplicatedForecasts? {
    guard model.replications > 0, let volatility = filter.estimated, let fitted = volatility.fitted
    else { return nil }
    return ResidualBootstrap(
      fit: fitted.fit, refits: fitted.refits, fitted: volatility.fittedReturns,
      returns: volatility.returns,
      bars: horizon.bars, convention: model.returnConvention, simulation: model.simulation,
      draws: draws
    ).forecasts(replications: model.replications)
  }

  /// The fitted parameters.
  public var parameters: FittedParameters { filter.parameters }
}

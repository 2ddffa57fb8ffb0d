public import Instruments
internal import MarketData
public import RiskMeasures
public import RiskModels

/// The optional columns of a forecast table, besides value at risk and expected shortfall.
public struct TableContents: OptionSet, Hashable, Sendable {
  /// The bit set, one bit per column.
  public let rawValue: Int

  /// Creates contents from a bit set.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Value at risk and expected shortfall only.
  public static let measures: TableContents = []
  /// The probability transforms and log densities of realized returns.
  public static let transforms = TableContents(rawValue: 1)
  /// The standard deviation of the predicted return.
  public static let volatilities = TableContents(rawValue: 2)
  /// The 95 % intervals of the values at risk.
  public static let intervals = TableContents(rawValue: 4)
  /// The 95 % intervals of the expected shortfalls instead of those of the values at risk.
  public static let shortfallIntervals = TableContents(rawValue: 8)
}

/// The horizon, confidence levels and refit interval requested of a model.
public struct ForecastRequest: Sendable {
  /// The horizon, in bars.
  public let horizon: Horizon
  /// The confidence levels, in the requested order.
  public let levels: [ConfidenceLevel]
  /// The payoff of a position.
  public let contract: Contract
  /// The number of forecasts between two estimations.
  public let refitEvery: Int
  /// The level of detail of the last forecast.
  public let detail: ForecastDetail

  /// Creates a request with at least one confidence level.
  public init(
    horizon: Horizon, levels: [ConfidenceLevel], contract: Contract = .linear, refitEvery: Int,
    detail: ForecastDetail = .intervals
  ) {
    precondition(!levels.isEmpty, "A forecast has at least one level")
    self.horizon = horizon
    self.levels = levels
    self.contract = contract
    self.refitEvery = refitEvery
    self.detail = detail
  }

  /// The walk of every forecast, refused where prices stand still.
  func schedule(from first: Int) -> WalkSchedule {
    WalkSchedule(
      horizon: horizon, refitEvery: refitEvery, firstForecast: first, standingReturns: .refused)
  }

  /// Rejects a convention in which the history has no returns, or the contract no loss.
  func check(
    _ convention: ReturnConvention, on history: InstrumentHistory
  ) throws(RiskModelError) {
    guard contract == .linear || convention != .difference else { throw .needsLinearContract }
    try history.check(convention)
  }

  /// The highest level requires the longest history.
  private func firstForecast(
    of model: some ReturnModel, on history: InstrumentHistory, notBefore count: Int
  ) throws(RiskModelError) -> Int {
    try check(model.returnConvention, on: history)
    for level in levels { try model.requireQuantile(at: level, over: horizon) }
    let needed = levels.map { model.minimumObservations(over: horizon, at: $0) }.max() ?? 1
    return max(needed, count)
  }

  /// All forecasts of a model over one history, with transforms of realized returns if requested.
  ///
  /// - Throws: `RiskModelError`.
  public func table(
    of model: some ReturnModel, on history: InstrumentHistory, notBefore count: Int = 0,
    contents: TableContents = .measures
  ) throws(RiskModelError) -> ForecastTable {
    try table(of: model, on: history, notBefore: count, contents: contents, mixing: [])
  }

  /// All forecasts of a model over one history, each mixed with stressed returns.
  package func table(
    of model: some ReturnModel, on history: InstrumentHistory, notBefore count: Int,
    contents: TableContents, mixing: [MixedLosses]
  ) throws(RiskModelError) -> ForecastTable {
    let first = try firstForecast(of: model, on: history, notBefore: count)
    let returns = history.observations(for: model)
    var recorder = TableRecorder(
      table: ForecastTable(first: first, levels: levels, contents: contents, mixing: mixing),
      contract: contract,
      realized: realized(
        by: model.horizonRule, in: model.returnConvention, on: history, contents))
    let report = try model.addressed(to: history.instrument).walk(
      returns.span,
      by: schedule(from: first),
      visiting: &recorder)
    recorder.table.finish(report)
    return recorder.table
  }

  /// The realized returns over the horizon after each index, if transforms are requested.
  func realized(
    by rule: HorizonRule, in convention: ReturnConvention, on history: InstrumentHistory,
    _ contents: TableContents
  ) -> [Double] {
    guard contents.contains(.transforms), rule != .adverseExcursion else { return [] }
    return HorizonMoves(history, over: horizon, by: rule, in: convention).long
  }

  /// The forecast after the whole history, the last row of ``table(of:on:notBefore:)``, in detail.
  ///
  /// - Throws: `RiskModelError`.
  public func final(
    of model: some ReturnModel, on history: InstrumentHistory, notBefore count: Int = 0
  ) throws(RiskModelError) -> FinalForecast {
    let first = try firstForecast(of: model, on: history, notBefore: count)
    let returns = history.observations(for: model)
    var failedRefits = 0
    let estimator = try model.addressed(to: history.instrument).estimator(
      after: returns.span,
      by: schedule(from: first),
      failedRefits: &failedRefits)
    return FinalForecast(
      try estimator.prediction(), parameters: estimator.parameters, failedRefits: failedRefits,
      convention: model.returnConvention, levels: levels, contract: contract, detail: detail)
  }
}

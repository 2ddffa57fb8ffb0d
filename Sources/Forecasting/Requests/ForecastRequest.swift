public import Instruments
public import RiskMeasures
public import RiskModels

/// What is kept of each forecast of a walk beside its values at risk and expected shortfalls.
public struct TableContents: OptionSet, Hashable, Sendable {
  /// One bit a kind.
  public let rawValue: Int

  /// The kinds of the bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Nothing.
  public static let measures: TableContents = []
  /// The probability transforms and densities of realized returns.
  public static let transforms = TableContents(rawValue: 1)
  /// The standard deviation of the predicted return.
  public static let volatilities = TableContents(rawValue: 2)
  /// The 95 % intervals of the values at risk.
  public static let intervals = TableContents(rawValue: 4)
  /// The 95 % intervals of the expected shortfalls, in place of those of the values at risk.
  public static let shortfallIntervals = TableContents(rawValue: 8)
}

/// What is asked of a model: over which horizon, at which levels, estimated how often.
public struct ForecastRequest: Sendable {
  /// The bars that a loss runs.
  public let horizon: Horizon
  /// The confidence levels, in the order asked for.
  public let levels: [ConfidenceLevel]
  /// What a position pays as its price moves.
  public let contract: Contract
  /// Forecasts between two estimations.
  public let refitEvery: Int
  /// How much is computed of the last forecast.
  public let detail: ForecastDetail

  /// A request of at least one level.
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

  /// The highest level needs the longest history.
  private func firstForecast(
    of model: some ReturnModel, on history: InstrumentHistory, notBefore count: Int
  ) throws(RiskModelError) -> Int {
    guard history.hasFiniteRange else { throw .rangeTooWide }
    for level in levels { try model.requireQuantile(at: level, over: horizon) }
    let needed = levels.map { model.minimumObservations(over: horizon, at: $0) }.max() ?? 1
    return max(needed, count)
  }

  /// All forecasts of a model down one history, with the transforms of realized returns if requested.
  ///
  /// - Throws: `RiskModelError`.
  public func table(
    of model: some ReturnModel, on history: InstrumentHistory, notBefore count: Int = 0,
    contents: TableContents = .measures
  ) throws(RiskModelError) -> ForecastTable {
    try table(of: model, on: history, notBefore: count, contents: contents, mixing: [])
  }

  /// The same, each forecast mixed with stressed returns.
  package func table(
    of model: some ReturnModel, on history: InstrumentHistory, notBefore count: Int,
    contents: TableContents, mixing: [MixedLosses]
  ) throws(RiskModelError) -> ForecastTable {
    let first = try firstForecast(of: model, on: history, notBefore: count)
    let returns = history.observations(for: model)
    var recorder = TableRecorder(
      table: ForecastTable(first: first, levels: levels, contents: contents, mixing: mixing),
      contract: contract,
      realized: realized(by: model.horizonRule, on: history, contents))
    let report = try model.addressed(to: history.instrument).walk(
      returns.span,
      by: WalkSchedule(horizon: horizon, refitEvery: refitEvery, firstForecast: first),
      visiting: &recorder)
    recorder.table.finish(report)
    return recorder.table
  }

  /// What came over the horizon after each place, where transforms of it are wanted.
  func realized(
    by rule: HorizonRule, on history: InstrumentHistory, _ contents: TableContents
  ) -> [Double] {
    guard contents.contains(.transforms), rule != .adverseExcursion else { return [] }
    return HorizonMoves(history, over: horizon, by: rule).long
  }

  /// The forecast after the whole history: the last row of ``table(of:on:notBefore:)`` with its details.
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
      by: WalkSchedule(horizon: horizon, refitEvery: refitEvery, firstForecast: first),
      failedRefits: &failedRefits)
    return FinalForecast(
      try estimator.prediction(), parameters: estimator.parameters, failedRefits: failedRefits,
      convention: model.returnConvention, levels: levels, contract: contract, detail: detail)
  }
}

internal import Instruments
internal import LinearAlgebra
public import MarketData
internal import RiskMeasures
package import RiskModels

/// Several instruments on their common dates, for a joint model.
public struct Universe: Sendable {
  /// The instruments, sorted by identifier.
  public let instruments: [InstrumentID]
  /// The common dates.
  public let axis: TimeAxis
  /// The history of each instrument on the common dates.
  public let histories: [InstrumentHistory]
  /// What was left out of each instrument's own returns, for those that lost any.
  public let cuts: [PanelCut]
  private let panel: ReturnPanel

  /// Creates a universe.
  ///
  /// - Throws: `MarketDataError` if there are no common dates.
  public init(
    _ histories: [InstrumentHistory], convention: ReturnConvention
  ) throws(MarketDataError) {
    let panel = try ReturnPanel(
      histories.map { history in
        ReturnSeries(
          instrument: history.instrument, axis: history.axis, convention: convention,
          values: history.returns(convention))
      })
    self.panel = panel
    instruments = panel.instruments
    axis = panel.axis
    cuts = PanelCut.all(panel.counts, of: histories, on: panel.axis)
    let byName = Dictionary(histories.map { ($0.instrument, $0) }) { first, _ in first }
    self.histories = panel.instruments.enumerated().map { row, instrument in
      let series = ReturnSeries(
        instrument: instrument, axis: panel.axis, convention: convention,
        values: (0 ..< panel.axis.count).map { panel.values[row, $0] })
      return InstrumentHistory(
        series, prices: byName[instrument].flatMap { Self.prices(of: $0, on: panel.axis) })
    }
  }

  private static func prices(of history: InstrumentHistory, on axis: TimeAxis) -> [Double]? {
    guard let wanted = axis.times, let own = history.axis.times else { return nil }
    var prices: [Double] = []
    var index = 0
    for date in wanted {
      while own[index] < date { index += 1 }
      guard let price = history.price(after: index + 1) else { return nil }
      prices.append(price)
    }
    return prices
  }

  /// Calls `body` with the returns of all days in order; the returns of a day are contiguous.
  package func withDays<Result, E: Error>(_ body: (Span<Double>) throws(E) -> Result) throws(E)
    -> Result
  {
    try panel.values.withColumns(0 ..< panel.values.columnCount, body)
  }
}

extension ForecastRequest {
  private func schedule(
    _ model: some JointReturnModel, _ universe: Universe, notBefore count: Int
  ) throws(RiskModelError) -> WalkSchedule {
    for history in universe.histories { try check(model.returnConvention, on: history) }
    for level in levels { try model.requireQuantile(at: level) }
    // A simulated sample always has its quantile, but the covariance needs enough days.
    let needed = model.minimumObservations(universe: universe.instruments.count)
    return schedule(from: max(needed, count))
  }

  /// All forecasts of a joint model, one table per instrument.
  package func tables(
    of model: some JointReturnModel, on universe: Universe, notBefore count: Int,
    contents: TableContents = .measures, mixing: (InstrumentHistory) -> [MixedLosses] = { _ in [] },
    progress: ProgressHandler?
  ) throws(RiskModelError) -> [ForecastTable] {
    let schedule = try schedule(model, universe, notBefore: count)
    var recorder = JointTableRecorder(
      tables: universe.histories.map { history in
        ForecastTable(
          first: schedule.firstForecast, levels: levels, contents: contents,
          mixing: mixing(history))
      }, contract: contract,
      days: universe.axis.count, progress: progress,
      realized: universe.histories.map {
        realized(by: model.horizonRule, in: model.returnConvention, on: $0, contents)
      })
    let report = try universe.withDays { days throws(RiskModelError) in
      try model.walk(days, of: universe.instruments, by: schedule, visiting: &recorder)
    }
    for index in recorder.tables.indices { recorder.tables[index].finish(report) }
    return recorder.tables
  }

  /// The forecasts after all days, one per instrument.
  package func finals(
    of model: some JointReturnModel, on universe: Universe, notBefore count: Int
  ) throws(RiskModelError) -> [FinalForecast] {
    let schedule = try schedule(model, universe, notBefore: count)
    var failedRefits = 0
    let estimator = try universe.withDays { days throws(RiskModelError) in
      try model.estimator(
        after: days, of: universe.instruments, by: schedule, failedRefits: &failedRefits)
    }
    return try estimator.prediction().marginals().enumerated().map { index, prediction in
      FinalForecast(
        prediction, parameters: estimator.parameters(at: index), failedRefits: failedRefits,
        convention: model.returnConvention, levels: levels, contract: contract, detail: detail)
    }
  }
}

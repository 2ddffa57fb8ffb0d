public import Backtesting
public import Margin
internal import MarketData

/// The outcome of a backtest over several instruments.
public struct BacktestReport: Sendable {
  /// One result per forecast series.
  public let results: [BacktestResult]
  /// The forecasts of the results, one record per result; empty unless the request keeps them.
  public let records: [ForecastRecord]
  /// The failures with their reasons.
  public let failures: [MarginFailure]
  /// The ranking of models by instrument, side and level; empty for a single model.
  public private(set) var leagues: [ModelRanking] = []
  /// The panel results of each forecaster; empty for a single instrument.
  public private(set) var panels: [PanelResult] = []

  init(
    results: [BacktestResult], records: [ForecastRecord] = [], failures: [MarginFailure] = []
  ) {
    self.results = results
    self.records = records
    self.failures = failures
  }

  /// The report with comparisons between its results.
  func compared(_ settings: TestSettings, jobs: Int) async -> BacktestReport {
    var report = self
    report.leagues = await concurrentMap(ModelRanking.groups(results), jobs: jobs) {
      ModelRanking($0, settings)
    }.compactMap { $0 }
    report.panels = await concurrentMap(PanelResult.groups(results), jobs: jobs) {
      PanelResult($0, settings)
    }.compactMap { $0 }
    return report
  }
}

public import Backtesting
public import Margin
internal import MarketData

/// The outcome of a backtest over several instruments.
public struct BacktestReport: Sendable {
  /// One result a series of forecasts.
  public let results: [BacktestResult]
  /// The forecasts behind the results, one record a result; empty unless the request keeps them.
  public let records: [ForecastRecord]
  /// What could not be computed, and why.
  public let failures: [MarginFailure]
  /// The models of each instrument, side and level ranked; none for one model alone.
  public private(set) var leagues: [ModelRanking] = []
  /// Each forecaster over several instruments; none for one instrument alone.
  public private(set) var panels: [PanelResult] = []

  init(
    results: [BacktestResult], records: [ForecastRecord] = [], failures: [MarginFailure] = []
  ) {
    self.results = results
    self.records = records
    self.failures = failures
  }

  /// The report with its results compared with one another.
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

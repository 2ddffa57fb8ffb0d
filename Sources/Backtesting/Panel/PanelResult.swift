public import Instruments
internal import MarketData
public import RiskMeasures

/// The results of one forecaster over several instruments, which fail together.
public struct PanelResult: Sendable {
  /// The label of the forecaster's model.
  public let label: String
  /// What was forecast.
  public let rate: BacktestedRate
  /// The side of the position.
  public let side: Side
  /// The confidence level.
  public let level: ConfidenceLevel
  /// The bars that a loss runs.
  public let horizon: Horizon
  /// The number of instruments.
  public let instruments: Int
  /// The exceedances by date; empty for undated series.
  public let coExceedances: CoExceedances
  /// The pooled rate and its p-value; nil for undated series.
  public let pooled: PooledCoverageTest?
  /// The instruments that Kupiec's test rejects.
  public let rejections: Int
  /// Those that it rejects after the adjustment of Benjamini and Yekutieli, under any dependence.
  public let adjustedRejections: Int
  /// Those that e-BH rejects by the e-backtest of the value at risk.
  public let eRejections: Int

  /// The groups of results that make a panel, in the order of their first.
  package static func groups(_ results: [BacktestResult]) -> [[BacktestResult]] {
    results.severalForecast { result in
      var key = result.subject
      key.instrument = InstrumentID(rawValue: "")
      return key
    }
  }

  /// The panel of one group; nil for an empty one.
  package init?(_ results: [BacktestResult], _ settings: TestSettings) {
    guard let first = results.first else { return nil }
    label = first.label
    rate = first.rate
    side = first.side
    level = first.level
    horizon = first.horizon
    instruments = results.count
    coExceedances = CoExceedances(
      results.map { result in
        var isExceeded = [Bool](repeating: false, count: result.coverage.forecasts)
        for dated in result.exceedances { isExceeded[dated.exceedance.position] = true }
        guard let dates = result.outcomes.dates else { return [] }
        return zip(dates, isExceeded).map { ($0, $1) }
      })
    pooled = PooledCoverageTest(
      coExceedances, tail: first.level.tailProbability, alternative: first.rate.alternative,
      draws: settings.pValues.draws, seed: settings.seed,
      identifier: "\(first.label) \(first.rate.rawValue) \(first.side.rawValue) "
        + "\(first.level.millionths)")
    func tests(_ test: TestName) -> [TestResult?] {
      results.map { result in result.tests.first { $0.test == test } }
    }
    let kupiec = tests(.kupiec).map { $0?.pValue }
    rejections = kupiec.count { ($0 ?? 1) <= settings.significance }
    adjustedRejections = FalseDiscovery.adjusted(kupiec).count {
      ($0 ?? 1) <= settings.significance
    }
    eRejections = FalseDiscovery.rejected(
      eValues: tests(.eBacktest).map { $0?.statistic }, at: settings.significance
    ).count { $0 }
  }
}

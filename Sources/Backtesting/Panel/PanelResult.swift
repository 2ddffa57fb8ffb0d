public import Instruments
internal import MarketData
public import RiskMeasures

/// The pooled results of one model over several instruments.
public struct PanelResult: Sendable {
  /// The label of the model.
  public let label: String
  /// The type of forecast: model or margin rate.
  public let rate: BacktestedRate
  /// The side of the position.
  public let side: Side
  /// The confidence level.
  public let level: ConfidenceLevel
  /// The loss horizon, in bars.
  public let horizon: Horizon
  /// The number of instruments.
  public let instruments: Int
  /// The exceedances by date; empty for undated series.
  public let coExceedances: CoExceedances
  /// The pooled rate and its p-value; nil for undated series.
  public let pooled: PooledCoverageTest?
  /// The number of instruments rejected by Kupiec's test.
  public let rejections: Int
  /// The number rejected after the Benjamini–Yekutieli adjustment, under any dependence.
  public let adjustedRejections: Int
  /// The number rejected by e-BH on the e-backtest of the value at risk.
  public let eRejections: Int

  /// Groups results into panels, in order of first appearance.
  package static func groups(_ results: [BacktestResult]) -> [[BacktestResult]] {
    results.severalForecast { result in
      var key = result.subject
      key.instrument = InstrumentID(rawValue: "")
      return key
    }
  }

  /// Computes the panel of one group; nil if the group is empty.
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

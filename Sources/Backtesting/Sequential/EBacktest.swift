internal import Glibc
internal import RiskMeasures

/// The e-backtests of Wang, Wang and Ziegel of value at risk and of expected shortfall.
///
///     e = 1{L > VaR} / p,     e = (L − VaR)⁺ / ( p (ES − VaR) )
///
/// Each has mean at most 1 if the forecasts are correct or too high, for any loss distribution: no
/// distribution, independence or sample size is assumed, and no simulation is needed. One-sided:
/// only forecasts that are too low are detected.
///
/// - SeeAlso: Wang, Wang and Ziegel (2025), *E-backtesting*, arXiv:2209.00991, sections 3 and 4.
public enum EBacktest {
  /// Returns the e-process of a value at risk.
  public static func valueAtRisk(
    _ series: ForecastSeries, betting: EProcess.Betting = .mixture
  ) -> EProcess {
    EProcess(
      count: series.count,
      values: series.hits.positions.map { ($0, 1 / series.level.tailProbability) },
      betting: betting)
  }

  /// Returns the e-process of an expected shortfall.
  ///
  /// Nil without shortfalls, if one is not finite or below its value at risk, or if a loss exceeds
  /// a pair with equal value at risk and shortfall.
  public static func expectedShortfall(
    _ series: ForecastSeries, betting: EProcess.Betting = .mixture
  ) -> EProcess? {
    guard let shortfalls = series.expectedShortfalls else { return nil }
    let p = series.level.tailProbability
    var values: [(index: Int, e: Double)] = []
    for (index, shortfall) in shortfalls.enumerated() {
      let (loss, risk) = (series.losses[index], series.valuesAtRisk[index])
      guard shortfall.isFinite, shortfall >= risk else { return nil }
      guard loss > risk else { continue }
      guard shortfall > risk else { return nil }
      values.append((index, (loss - risk) / (p * (shortfall - risk))))
    }
    return EProcess(count: series.count, values: values, betting: betting)
  }
}

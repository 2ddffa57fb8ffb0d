import Backtesting
import RiskMeasures
import Statistics
import TestSupport

/// Losses of a GARCH process with Student-t or normal shocks, against the true forecasts times a factor.
///
///     L = σ z,   σ²ₜ₊₁ = 0.05 + 0.1 L²ₜ + 0.85 σ²ₜ
struct VolatileForecasts {
  let level: ConfidenceLevel
  /// ν; nil for normal shocks.
  let degreesOfFreedom: Double?
  /// What true forecasts are multiplied by.
  var factor = 1.0

  /// A series of n forecasts, another for each number.
  func series(_ n: Int, _ number: UInt32 = 0, horizon: Horizon = .oneBar) -> ForecastSeries {
    let p = level.tailProbability
    let stream = RandomStream(seed: 21, identifier: "volatile forecasts \(n)")
    let law = degreesOfFreedom.map { StudentT(degreesOfFreedom: $0) }
    let deviation = degreesOfFreedom.map { ($0 / ($0 - 2)).squareRoot() } ?? 1
    func shock(_ u: Double) -> Double {
      law.map { $0.quantile(of: u) / deviation } ?? Normal.quantile(of: u)
    }
    let quantile = -shock(p)
    let shortfall =
      law.map { $0.tailMean(beyond: p) / deviation } ?? Normal.tailMean(beyond: p)
    var variance = 1.0
    var losses: [Double] = []
    var scales: [Double] = []
    for t in 0 ..< UInt32(n) {
      let scale = variance.squareRoot()
      let loss = scale * shock(stream.uniform(path: number, step: t))
      losses.append(loss)
      scales.append(scale)
      variance = 0.05 + 0.1 * loss * loss + 0.85 * variance
    }
    return ForecastSeries(
      level: level, horizon: horizon, losses: losses,
      valuesAtRisk: scales.map { $0 * quantile * factor },
      expectedShortfalls: scales.map { $0 * shortfall * factor })
  }
}

import Backtesting
import Glibc
import RiskMeasures
import Statistics

/// Simulated losses with time-varying volatility, and forecasts of their value at risk, expected
/// shortfall and distribution.
///
/// σ² of the next bar is 0.02 + 0.08 L² + 0.90 σ². Where volatility does not depend on losses, it
/// is exp(h) with h = 0.97 h + 0.2 η and independent noise η. σ² starts at one, with a burn-in of
/// 200 bars.
struct Process: Sendable {
  let name: String
  var answersLosses = true
  /// Maps a uniform to a loss of unit variance.
  let innovation: @Sendable (Double) -> Double
  /// The forecaster's σ, as a function of the true σ up to now.
  let belief: @Sendable (_ sigmas: [Double]) -> Double

  /// Correct forecasts: normal losses with exogenous, known σ.
  static let given = Process(
    name: "given", answersLosses: false, innovation: { Normal.quantile(of: $0) },
    belief: { $0[$0.count - 1] })

  /// Correct forecasts that rise after losses, which simulations with fixed forecasts ignore.
  static let right = Process(
    name: "right", innovation: { Normal.quantile(of: $0) }, belief: { $0[$0.count - 1] })

  /// The alternatives in the table of power.
  static let wrong: [Process] = [
    Process(
      name: "twice the rate", innovation: { Normal.quantile(of: $0) },
      // The scale at which 2 % of losses exceed the 99 % quantile.
      belief: { $0[$0.count - 1] * Normal.quantile(of: 0.02) / Normal.quantile(of: 0.01) }),
    Process(
      name: "old volatility", innovation: { Normal.quantile(of: $0) },
      belief: { $0[max(0, $0.count - 41)] }),
    Process(
      name: "Student t(4)",
      innovation: { StudentT(degreesOfFreedom: 4).quantile(of: $0) / 2.0.squareRoot() },
      belief: { $0[$0.count - 1] }),
  ]

  /// Returns one sample of forecasts at a confidence level.
  func sample(_ number: Int, count: Int, level: ConfidenceLevel) -> ForecastSeries {
    let stream = RandomStream(seed: 20_261_126, identifier: "\(name) \(count) \(number)")
    let tail = level.tailProbability
    let quantile = -Normal.quantile(of: tail)
    let shortfall = Normal.tailMean(beyond: tail)
    let burnIn = 200
    var variance = 1.0
    var logVariance = 0.0
    var sigmas: [Double] = []
    var losses: [Double] = []
    var scales: [Double] = []
    for step in 0 ..< burnIn + count {
      sigmas.append(variance.squareRoot())
      let loss =
        variance.squareRoot() * innovation(stream.uniform(path: 0, step: UInt32(step)))
      if step >= burnIn {
        losses.append(loss)
        scales.append(belief(sigmas))
      }
      if answersLosses {
        variance = 0.02 + 0.08 * loss * loss + 0.90 * variance
      } else {
        logVariance = 0.97 * logVariance + 0.2 * stream.normal(path: 1, step: UInt32(step))
        variance = exp(logVariance)
      }
    }
    return ForecastSeries(
      level: level, losses: losses, valuesAtRisk: scales.map { $0 * quantile },
      expectedShortfalls: scales.map { $0 * shortfall },
      transforms: zip(losses, scales).map { Normal.cumulativeProbability(of: $0 / $1) })
  }
}

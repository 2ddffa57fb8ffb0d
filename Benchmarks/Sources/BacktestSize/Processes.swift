import Backtesting
import Glibc
import RiskMeasures
import Statistics

/// Losses whose volatility moves, and forecasts of a value at risk, a shortfall and a law for them.
///
/// σ² of the next bar is 0.02 + 0.08 L² + 0.90 σ², or where it does not answer losses exp(h) with
/// h = 0.97 h + 0.2 η of a noise of its own; begun at one and run in over 200 bars.
struct Process: Sendable {
  let name: String
  var answersLosses = true
  /// A loss of unit variance from a uniform.
  let innovation: @Sendable (Double) -> Double
  /// What the forecaster takes for σ, from σ and its past.
  let belief: @Sendable (_ sigmas: [Double]) -> Double

  /// Forecasts that are right: normal losses, σ given from outside and known.
  static let given = Process(
    name: "given", answersLosses: false, innovation: { Normal.quantile(of: $0) },
    belief: { $0[$0.count - 1] })

  /// Right forecasts that rise after losses: what simulations with the forecasts as given do not know.
  static let right = Process(
    name: "right", innovation: { Normal.quantile(of: $0) }, belief: { $0[$0.count - 1] })

  /// The alternatives of the table of power.
  static let wrong: [Process] = [
    Process(
      name: "twice the rate", innovation: { Normal.quantile(of: $0) },
      // The scale at which 2 % of losses are beyond the 99 % quantile.
      belief: { $0[$0.count - 1] * Normal.quantile(of: 0.02) / Normal.quantile(of: 0.01) }),
    Process(
      name: "old volatility", innovation: { Normal.quantile(of: $0) },
      belief: { $0[max(0, $0.count - 41)] }),
    Process(
      name: "Student t(4)",
      innovation: { StudentT(degreesOfFreedom: 4).quantile(of: $0) / 2.0.squareRoot() },
      belief: { $0[$0.count - 1] }),
  ]

  /// One sample of forecasts at a level.
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

internal import Glibc
public import RiskMeasures

/// The tick loss of a value at risk: the score that the true quantile minimizes in expectation.
///
///     S(V, L) = (1{L > V} − p)·(L − V)
///
/// *L* is the realized loss, *V* the value at risk, both positive for money lost and in one unit,
/// and *p* the tail probability 1 − c. Smaller is better; the score has the unit of the loss.
///
/// - SeeAlso: Koenker and Bassett (1978), *Econometrica* 46(1), 33–50, doi:10.2307/1913643.
public enum TickLoss {
  /// Returns the score of one forecast.
  public static func score(
    of valueAtRisk: Double, for loss: Double, at level: ConfidenceLevel
  ) -> Double {
    let indicator = loss > valueAtRisk ? 1.0 : 0.0
    return (indicator - level.tailProbability) * (loss - valueAtRisk)
  }

  /// Returns the mean score; nil for an empty sample.
  public static func mean(
    of valuesAtRisk: [Double], for losses: [Double], at level: ConfidenceLevel
  ) -> Double? {
    requirePairs(losses, valuesAtRisk)
    guard !losses.isEmpty else { return nil }
    var total = 0.0
    for (forecast, loss) in zip(valuesAtRisk, losses) {
      total += score(of: forecast, for: loss, at: level)
    }
    return total / Double(losses.count)
  }
}

/// The FZ0 joint score of a value at risk *V* and an expected shortfall *E*.
///
///     S(V, E, L) = 1{L > V}·(L − V)/(p·E) + V/E + ln E − 1
///
/// *L*, *V* and *E* are positive for money lost and in one unit; *p* is the tail probability 1 − c.
/// This is the member of the Fissler–Ziegel family whose differences do not depend on the unit,
/// written for losses: in the paper's returns v = −V and e = −E. Smaller is better. It requires E >
/// 0.
///
/// - SeeAlso: Fissler and Ziegel (2016), *Annals of Statistics* 44(4), 1680–1707,
///   doi:10.1214/16-AOS1439; Patton, Ziegel and Chen (2019), *Journal of Econometrics* 211(2),
///   388–413, equation 6, doi:10.1016/j.jeconom.2018.10.008.
public enum FisslerZiegelScore {
  /// Returns the score of one forecast.
  ///
  /// Nil if a forecast is not finite or the shortfall is not positive.
  public static func score(
    valueAtRisk: Double, expectedShortfall: Double, for loss: Double, at level: ConfidenceLevel
  ) -> Double? {
    guard valueAtRisk.isFinite, expectedShortfall.isFinite, expectedShortfall > 0 else {
      return nil
    }
    let excess = max(0, loss - valueAtRisk)
    return excess / (level.tailProbability * expectedShortfall)
      + valueAtRisk / expectedShortfall + log(expectedShortfall) - 1
  }

  /// Returns the mean score; nil for an empty sample, or if any day has no score.
  ///
  /// A mean over the other days would compare two models on different samples.
  public static func mean(
    valuesAtRisk: [Double], expectedShortfalls: [Double], for losses: [Double],
    at level: ConfidenceLevel
  ) -> Double? {
    requirePairs(losses, valuesAtRisk)
    precondition(
      losses.count == expectedShortfalls.count,
      "\(losses.count) losses cannot be scored against \(expectedShortfalls.count) shortfalls")
    guard !losses.isEmpty else { return nil }
    var total = 0.0
    for day in losses.indices {
      let score = score(
        valueAtRisk: valuesAtRisk[day], expectedShortfall: expectedShortfalls[day],
        for: losses[day], at: level)
      guard let score else { return nil }
      total += score
    }
    return total / Double(losses.count)
  }
}

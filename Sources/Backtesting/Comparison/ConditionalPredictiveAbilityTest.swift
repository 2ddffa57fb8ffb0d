internal import Statistics

/// The Giacomini–White test of whether past loss differences predict which forecaster will lose
/// less.
///
///     GW = n z̄ᵀ Ω⁻¹ z̄  ~  χ²(2),    zₜ = (dₜ, dₜ₋ₕ dₜ)
///
/// dₜ is the loss of the first forecaster minus that of the second, h the loss horizon in bars. Ω
/// is the mean of z zᵀ, plus the h − 1 Newey–West autocovariances for horizons over one bar. The
/// null hypothesis concerns the forecasts as made, including estimation error, so the test applies
/// to models that are refitted.
///
/// - SeeAlso: Giacomini and White (2006), *Econometrica* 74(6), 1545–1578,
///   doi:10.1111/j.1468-0262.2006.00718.x.
public struct ConditionalPredictiveAbilityTest: Hashable, Sendable {
  /// GW, the statistic.
  public let statistic: Double
  /// The p-value, P(χ²(2) ≥ GW).
  public let pValue: Double
  /// The share of bars on which the fitted rule predicts a smaller loss for the first forecaster.
  public let firstPreferred: Double

  /// Tests loss differentials in chronological order.
  ///
  /// Nil if there are fewer than h + 4 or Ω is singular.
  public init?(differentials: [Double], bars: Int = 1) {
    guard bars >= 1, differentials.count >= bars + 4 else { return nil }
    let pairs = (bars ..< differentials.count).map { t in
      Pair(x: differentials[t], y: differentials[t - bars] * differentials[t])
    }
    let n = Double(pairs.count)
    var mean = Pair(x: 0, y: 0)
    for pair in pairs { mean = Pair(x: mean.x + pair.x / n, y: mean.y + pair.y / n) }
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for lag in 0 ..< bars {
      let weight = lag == 0 ? 1.0 : 2 * (1 - Double(lag) / Double(bars))
      for t in lag ..< pairs.count {
        let (a, b) = (pairs[t], pairs[t - lag])
        xx += weight * a.x * b.x / n
        xy += weight * (a.x * b.y + a.y * b.x) / (2 * n)
        yy += weight * a.y * b.y / n
      }
    }
    let determinant = xx * yy - xy * xy
    guard determinant > 1e-12 * xx * yy, xx > 0, yy > 0 else { return nil }
    statistic =
      n * (mean.x * mean.x * yy - 2 * mean.x * mean.y * xy + mean.y * mean.y * xx) / determinant
    pValue = ChiSquared(degreesOfFreedom: 2).survival(of: max(0, statistic))
    firstPreferred = Self.preference(differentials, bars)
  }

  private struct Pair {
    let x: Double
    let y: Double
  }

  /// The share of negative forecasts of d from its least-squares regression on a constant and dₜ₋ₕ.
  private static func preference(_ d: [Double], _ bars: Int) -> Double {
    let after = d[bars...]
    let before = d[..<(d.count - bars)]
    let n = Double(after.count)
    let (meanAfter, meanBefore) = (after.reduce(0, +) / n, before.reduce(0, +) / n)
    var (products, squares) = (0.0, 0.0)
    for (x, y) in zip(before, after) {
      products += (x - meanBefore) * (y - meanAfter)
      squares += (x - meanBefore) * (x - meanBefore)
    }
    let slope = squares > 0 ? products / squares : 0
    let preferred = before.count { meanAfter + slope * ($0 - meanBefore) < 0 }
    return Double(preferred) / n
  }
}

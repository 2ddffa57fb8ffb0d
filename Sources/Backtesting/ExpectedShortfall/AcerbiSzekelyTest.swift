internal import RiskMeasures

/// The first two tests of expected shortfall of Acerbi and Székely.
///
///     Z₁ = 1 − (1/x) Σ Lₜ Iₜ / ESₜ,   Z₂ = 1 − Σ Lₜ Iₜ / (n p ESₜ),   Iₜ = 1{Lₜ > VaRₜ}
///
/// Both have mean zero if the forecasts are correct and are negative if shortfalls are too low. Z₁
/// is conditional on the exceedances and measures their size; Z₂ also counts them, and uses the
/// value at risk only to select losses. Their null distributions depend on the loss distribution,
/// so p-values are simulated; they are one-sided.
///
/// - SeeAlso: Acerbi and Székely (2014), *Backtesting expected shortfall*, Risk, December.
public struct AcerbiSzekelyTest: Hashable, Sendable {
  /// Z₁, the conditional statistic; nil without an exceedance.
  public let conditional: Double?
  /// Z₂, the unconditional statistic.
  public let unconditional: Double

  /// Computes the statistics of a series.
  ///
  /// Nil without expected shortfalls or forecasts, or if a shortfall is not positive.
  public init?(_ series: ForecastSeries) {
    guard let shortfalls = series.expectedShortfalls, series.count > 0,
      shortfalls.allSatisfy({ $0 > 0 })
    else { return nil }
    self.init(
      series.exceedances, shortfalls: shortfalls, count: series.count,
      tail: series.level.tailProbability)
  }

  init(
    _ exceedances: [(index: Int, loss: Double)], shortfalls: [Double], count: Int, tail: Double
  ) {
    var sum = 0.0
    for (index, loss) in exceedances { sum += loss / shortfalls[index] }
    conditional = exceedances.isEmpty ? nil : 1 - sum / Double(exceedances.count)
    unconditional = 1 - sum / (Double(count) * tail)
  }
}

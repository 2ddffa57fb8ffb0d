internal import RiskMeasures

/// The first two tests of Acerbi and Székely, of expected shortfall.
///
///     Z₁ = 1 − (1/x) Σ Lₜ Iₜ / ESₜ,   Z₂ = 1 − Σ Lₜ Iₜ / (n p ESₜ),   Iₜ = 1{Lₜ > VaRₜ}
///
/// Both are zero in expectation where the forecasts are right, negative where shortfalls are too low. Z₁
/// is given the exceedances and looks at their size; Z₂ counts them too, and uses the value at risk only to
/// select losses. Their limits depend on the distribution: p-values are simulated and one-sided.
///
/// - SeeAlso: Acerbi and Székely (2014), *Backtesting expected shortfall*, Risk, December.
public struct AcerbiSzekelyTest: Hashable, Sendable {
  /// Z₁; nil without an exceedance.
  public let conditional: Double?
  /// Z₂.
  public let unconditional: Double

  /// The statistics of a series with expected shortfalls; nil without them, without forecasts, and where a
  /// shortfall is not positive.
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

internal import RiskMeasures

/// The minimally biased tests of Acerbi and Székely, of expected shortfall.
///
///     Z_abs = (1/n) Σ ( ESₜ − VaRₜ − (Lₜ − VaRₜ)⁺/p ),    Z_rel = (1/n) Σ ( … ) / ESₜ
///
/// Zero in expectation where the forecasts are right, negative where shortfalls are too low. An error of
/// the value at risk moves them only in second order, since ES is the minimum over v of v + E(L − v)⁺/p.
/// The absolute one has the unit of the losses; the relative one does not let volatile days decide. Where
/// forecasts rise after losses, a simulation that takes them as given makes the absolute one too careful: of
/// right GARCH forecasts it rejects 3.7 % at n = 250 and a size of 5 %.
///
/// - SeeAlso: Acerbi and Székely (2017), *General properties of backtestable statistics*,
///   doi:10.2139/ssrn.2905109.
public struct MinimallyBiasedTest: Hashable, Sendable {
  /// Z_abs.
  public let absolute: Double
  /// Z_rel.
  public let relative: Double

  /// The part that no loss changes, summed once for all draws.
  struct Base {
    let valuesAtRisk: [Double]
    let shortfalls: [Double]
    let absolute: Double
    let relative: Double

    /// The part of these forecasts; nil without any, and for a shortfall that is not positive.
    init?(valuesAtRisk: [Double], shortfalls: [Double]) {
      guard !shortfalls.isEmpty, shortfalls.allSatisfy({ $0 > 0 }) else { return nil }
      self.valuesAtRisk = valuesAtRisk
      self.shortfalls = shortfalls
      var (absolute, relative) = (0.0, 0.0)
      for (risk, shortfall) in zip(valuesAtRisk, shortfalls) {
        absolute += shortfall - risk
        relative += (shortfall - risk) / shortfall
      }
      self.absolute = absolute
      self.relative = relative
    }
  }

  /// The statistics of a series with expected shortfalls; nil without them, without forecasts, and where a
  /// shortfall is not positive.
  public init?(_ series: ForecastSeries) {
    guard let shortfalls = series.expectedShortfalls,
      let base = Base(valuesAtRisk: series.valuesAtRisk, shortfalls: shortfalls)
    else { return nil }
    self.init(base, series.exceedances, tail: series.level.tailProbability)
  }

  init(_ base: Base, _ exceedances: [(index: Int, loss: Double)], tail p: Double) {
    var (absolute, relative) = (base.absolute, base.relative)
    for (index, loss) in exceedances {
      let excess = (loss - base.valuesAtRisk[index]) / p
      absolute -= excess
      relative -= excess / base.shortfalls[index]
    }
    let n = Double(base.shortfalls.count)
    self.absolute = absolute / n
    self.relative = relative / n
  }
}

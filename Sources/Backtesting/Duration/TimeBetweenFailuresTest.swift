public import RiskMeasures
internal import Statistics

/// Haas's tests of the times between failures: independence (TBFI) and with coverage (TBF).
///
///     TBFI = Σ LR(vᵢ)  ~  χ²(x),   TBF = TBFI + POF  ~  χ²(x + 1)
///
/// vᵢ are the gaps that end with each of the *x* exceedances, the first counted from the start, and
/// LR is the ratio of ``TimeUntilFirstFailureTest``; POF is Kupiec's ratio. A gap of one
/// contributes −2 ln p, so the asymptotic test rejects far too often, and the recommended p-value
/// is simulated.
///
/// - SeeAlso: Haas (2001), *New Methods in Backtesting*, research center caesar, Bonn.
public struct TimeBetweenFailuresTest: Hashable, Sendable {
  /// vᵢ, the gaps in forecasts.
  public let gaps: [Int]
  /// *n*, the number of forecasts.
  public let forecasts: Int
  /// The confidence level of the forecasts.
  public let level: ConfidenceLevel

  /// Tests a sequence of outcomes; nil without an exceedance.
  public init?(_ hits: ExceedanceSequence, level: ConfidenceLevel) {
    self.init(ExceedanceSpells(hits), forecasts: hits.forecastCount, level: level)
  }

  init?(_ spells: ExceedanceSpells, forecasts: Int, level: ConfidenceLevel) {
    guard !spells.gaps.isEmpty else { return nil }
    gaps = spells.gaps
    self.forecasts = forecasts
    self.level = level
  }

  /// TBFI, the statistic of independence.
  public var independenceStatistic: Double {
    gaps.reduce(0) {
      $0 + TimeUntilFirstFailureTest.statistic(of: $1, tail: level.tailProbability)
    }
  }

  /// TBF, the statistic of independence and coverage.
  public var mixedStatistic: Double {
    independenceStatistic
      + KupiecTest.statistic(
        exceedances: gaps.count, forecasts: forecasts, tail: level.tailProbability,
        alternative: .twoSided)
  }

  /// x, the degrees of freedom of TBFI.
  public var independenceDegreesOfFreedom: Int { gaps.count }
  /// x + 1, the degrees of freedom of TBF.
  public var mixedDegreesOfFreedom: Int { gaps.count + 1 }

  /// The asymptotic p-value of TBFI.
  public var independenceLimit: Double {
    ChiSquared(degreesOfFreedom: Double(gaps.count)).survival(of: independenceStatistic)
  }

  /// The asymptotic p-value of TBF.
  public var mixedLimit: Double {
    ChiSquared(degreesOfFreedom: Double(gaps.count + 1)).survival(of: mixedStatistic)
  }
}

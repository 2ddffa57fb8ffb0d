internal import Glibc
public import RiskMeasures
internal import Statistics

/// The binomial test of unconditional coverage.
///
///     z = (x − np)/√(np(1 − p))  ~  N(0, 1)
///
/// *x* is the number of exceedances in *n* forecasts and *p* the tail probability 1 − c.
///
/// The two-sided p-value is 2Φ(−|z|) from fifty expected exceedances on. Below that it is exact:
/// the sum of the probabilities of all counts that are at most as likely as the observed one.
/// Against the alternative ``Alternative/greater`` it is P(X ≥ x) for any *n*.
///
/// - SeeAlso: Jorion (2007), *Value at Risk*, 3rd edition, equation 6.2.
public struct BinomialTest: Hashable, Sendable {
  /// *x*, the number of exceedances.
  public let exceedances: Int
  /// *n*, the number of forecasts.
  public let forecasts: Int
  /// The confidence level of the forecasts.
  public let level: ConfidenceLevel
  /// Which departures from the stated coverage count against the null.
  public let alternative: Alternative

  /// Tests `exceedances` among `forecasts`; traps unless n ≥ 1 and 0 ≤ x ≤ n.
  public init(
    exceedances: Int, forecasts: Int, level: ConfidenceLevel, alternative: Alternative = .twoSided
  ) {
    precondition(forecasts > 0, "No test without forecasts; \(forecasts) given")
    requireCounts(exceedances: exceedances, forecasts: forecasts)
    self.exceedances = exceedances
    self.forecasts = forecasts
    self.level = level
    self.alternative = alternative
  }

  /// z, positive if there are more exceedances than expected.
  public var statistic: Double { score(of: exceedances) }

  /// The p-value method of ``result(over:method:significance:)`` if the caller specifies none.
  public var defaultMethod: PValueMethod {
    let isSmall = Double(forecasts) * level.tailProbability < exactnessLimit
    return alternative == .greater || isSmall ? .exact : .asymptotic
  }

  /// Returns the result; for a horizon over one bar, the counts must be of non-overlapping losses.
  ///
  /// Traps on the method `simulated`. Against ``Alternative/greater`` the asymptotic p-value is
  /// Φ(−z).
  public func result(
    over horizon: Horizon = .oneBar, method: PValueMethod? = nil, significance: Double = 0.05
  ) -> TestResult {
    TestResult(
      .binomial, statistic: statistic, degreesOfFreedom: nil, alternative: alternative,
      significance: significance, horizon: horizon
    ) {
      pValueResult(by: method ?? defaultMethod, significance: significance)
    }
  }

  private func score(of count: Int) -> Double {
    let p = level.tailProbability
    let expected = Double(forecasts) * p
    return (Double(count) - expected) / (expected * (1 - p)).squareRoot()
  }

  private func pValueResult(by method: PValueMethod, significance: Double) -> PValueResult {
    switch (alternative, method) {
    case (.greater, .exact):
      return upperTailPValue(
        exceedances: exceedances, forecasts: forecasts, level: level, significance: significance)
    case (.twoSided, .exact):
      // Less likely counts are more extreme, so the ordering statistic is −ln P(X = k).
      let mass = Binomial(trials: forecasts, probability: level.tailProbability)
        .mass(at: exceedances)
      let null = outcomes.distribution { _, mass in -log(mass) }
      let pValue = max(null.probability(atLeast: -log(mass)), mass)
      return .pValue(
        pValue, .exact, attainedSize: null.attainedSize(at: significance),
        strict: null.probability(above: -log(mass)))
    case (.twoSided, .asymptotic):
      let critical = Normal.quantile(of: 1 - significance / 2)
      return .pValue(
        2 * Normal.survival(of: abs(statistic)), .asymptotic,
        attainedSize: outcomes.distribution { count, _ in abs(score(of: count)) }
          .probability(atLeast: critical))
    case (.greater, .asymptotic):
      return .pValue(Normal.survival(of: statistic), .asymptotic, attainedSize: nil)
    case (_, .simulated), (_, .bootstrap), (_, .estimationBootstrap), (_, .anytime):
      preconditionFailure("The \(alternative) binomial test has no \(method) p-value")
    }
  }

  private var outcomes: BinomialOutcomes {
    BinomialOutcomes(trials: forecasts, probability: level.tailProbability, floor: 1e-300)
  }
}

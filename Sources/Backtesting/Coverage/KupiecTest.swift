internal import Glibc
public import RiskMeasures
internal import Statistics

/// The proportion-of-failures test of unconditional coverage.
///
///     LR = −2 ln( ((1−p)ⁿ⁻ˣ pˣ) / ((1−x/n)ⁿ⁻ˣ (x/n)ˣ) )  ~  χ²(1)
///
/// *x* is the number of exceedances in *n* forecasts and *p* the tail probability 1 − c. Terms
/// 0·ln 0 count as zero, so x = 0 and x = n are defined.
///
/// The two-sided p-value is exact below fifty expected exceedances and asymptotic from there on.
/// The exact p-value is the sum of the binomial probabilities of all counts whose statistic is at
/// least the observed one, minus a tolerance of 10⁻⁸·max(1, LR) that keeps ties together. Against
/// the alternative ``Alternative/greater`` the null is a rate of *at most* p: the statistic is LR
/// if x > np and zero otherwise, and the p-value is the binomial P(X ≥ x) for any *n*.
///
/// ```swift
/// let test = KupiecTest(exceedances: 7, forecasts: 250, level: level)   // level: 0.99
/// test.result().pValue   // 0.0137, exact; 0.0190 asymptotic
/// ```
///
/// - SeeAlso: Kupiec (1995), *Journal of Derivatives* 3(2), 73–84, doi:10.3905/jod.1995.407942.
public struct KupiecTest: Hashable, Sendable {
  /// *x*, the number of exceedances.
  public let exceedances: Int
  /// *n*, the number of forecasts.
  public let forecasts: Int
  /// The confidence level of the forecasts.
  public let level: ConfidenceLevel
  /// Which departures from the stated coverage count against the null.
  public let alternative: Alternative
  /// The likelihood ratio, nonnegative.
  public let statistic: Double

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
    self.statistic = Self.statistic(
      exceedances: exceedances, forecasts: forecasts, tail: level.tailProbability,
      alternative: alternative)
  }

  /// The p-value method of ``result(over:method:significance:)`` if the caller specifies none.
  public var defaultMethod: PValueMethod {
    let isSmall = Double(forecasts) * level.tailProbability < exactnessLimit
    return alternative == .greater || isSmall ? .exact : .asymptotic
  }

  /// Returns the result; for a horizon over one bar, the counts must be of non-overlapping losses.
  ///
  /// Traps on the method `simulated`. Against ``Alternative/greater`` the asymptotic p-value is that
  /// of the signed root √LR under N(0, 1), and one for x ≤ np.
  public func result(
    over horizon: Horizon = .oneBar, method: PValueMethod? = nil, significance: Double = 0.05
  ) -> TestResult {
    TestResult(
      .kupiec, statistic: statistic, degreesOfFreedom: alternative == .twoSided ? 1 : nil,
      alternative: alternative, significance: significance, horizon: horizon,
      power: horizon > .oneBar ? power(against: 2, significance: significance) : nil
    ) {
      pValueResult(by: method ?? defaultMethod, significance: significance)
    }
  }

  /// The distribution of LR over the possible exceedance counts of *n* forecasts, at the rate p.
  public func nullDistribution() -> NullDistribution {
    BinomialOutcomes(trials: forecasts, probability: level.tailProbability, floor: 1e-300)
      .distribution { count, _ in
        Self.statistic(
          exceedances: count, forecasts: forecasts, tail: level.tailProbability,
          alternative: alternative)
      }
  }

  /// Returns the power of the exact test if the true exceedance rate is `multiple` times p.
  ///
  /// Traps unless that rate is below one.
  public func power(against multiple: Double, significance: Double = 0.05) -> Double {
    requireSignificance(significance)
    let truth = Binomial(trials: forecasts, probability: multiple * level.tailProbability)
    let stated = Binomial(trials: forecasts, probability: level.tailProbability)
    let null = alternative == .twoSided ? nullDistribution() : nil
    var power = 0.0
    for count in 0 ... forecasts {
      let mass = truth.mass(at: count)
      guard mass > 1e-14 else { continue }
      let pValue =
        null?.probability(
          atLeast: Self.statistic(
            exceedances: count, forecasts: forecasts, tail: level.tailProbability,
            alternative: alternative)) ?? stated.survival(of: count - 1)
      if pValue <= significance { power += mass }
    }
    return power
  }

  private func pValueResult(by method: PValueMethod, significance: Double) -> PValueResult {
    switch (alternative, method) {
    case (.greater, .exact):
      return upperTailPValue(
        exceedances: exceedances, forecasts: forecasts, level: level, significance: significance)
    case (.twoSided, .exact):
      let null = nullDistribution()
      let binomial = Binomial(trials: forecasts, probability: level.tailProbability)
      let pValue = max(null.probability(atLeast: statistic), binomial.mass(at: exceedances))
      return .pValue(
        pValue, .exact, attainedSize: null.attainedSize(at: significance),
        strict: null.probability(above: statistic))
    case (.twoSided, .asymptotic):
      let limit = ChiSquared(degreesOfFreedom: 1)
      let critical = limit.upperQuantile(beyond: significance)
      return .pValue(
        limit.survival(of: statistic), .asymptotic,
        attainedSize: nullDistribution().probability(atLeast: critical))
    case (.greater, .asymptotic):
      return .pValue(
        statistic > 0 ? Normal.survival(of: statistic.squareRoot()) : 1, .asymptotic,
        attainedSize: nil)
    case (_, .simulated), (_, .bootstrap), (_, .estimationBootstrap), (_, .anytime):
      preconditionFailure("The \(alternative) Kupiec test has no \(method) p-value")
    }
  }

  /// 2[x ln(x/(np)) + (n−x) ln((n−x)/(n(1−p)))], a form without cancellation of large terms.
  static func statistic(
    exceedances x: Int, forecasts n: Int, tail p: Double, alternative: Alternative
  ) -> Double {
    let expected = Double(n) * p
    if alternative == .greater && Double(x) <= expected { return 0 }
    let ratio = deviance(x, expected) + deviance(n - x, Double(n) * (1 - p))
    return max(0, 2 * ratio)
  }

  private static func deviance(_ count: Int, _ expected: Double) -> Double {
    count == 0 ? 0 : Double(count) * log(Double(count) / expected)
  }
}

/// The expected exceedance count from which the asymptotic distribution is used.
let exactnessLimit = 50.0

/// The one-sided binomial p-value P(X ≥ x), with its attained size.
func upperTailPValue(
  exceedances: Int, forecasts: Int, level: ConfidenceLevel, significance: Double
) -> PValueResult {
  let null = Binomial(trials: forecasts, probability: level.tailProbability)
  // The smallest k with P(X > k) ≤ significance: counts above k are rejected.
  var low = 0
  var high = forecasts
  while low < high {
    let middle = (low + high) / 2
    if null.survival(of: middle) <= significance { high = middle } else { low = middle + 1 }
  }
  return .pValue(
    null.survival(of: exceedances - 1), .exact, attainedSize: null.survival(of: low),
    strict: null.survival(of: exceedances))
}

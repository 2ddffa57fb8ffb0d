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
/// Two-sided, the p-value is exact below fifty expected exceedances and asymptotic from there on.
/// Exact means the sum of the binomial probabilities of all counts whose statistic is at least the
/// observed one, less a guard of 10⁻⁸·max(1, LR) that keeps ties together.
/// Against the alternative ``Alternative/greater`` the null is a rate of *at most* p: the statistic
/// is LR where x > np and zero elsewhere, and the p-value is the binomial P(X ≥ x) at any *n*.
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
  /// The level that the forecasts were made for.
  public let level: ConfidenceLevel
  /// Which departures count.
  public let alternative: Alternative
  /// The likelihood ratio, never negative.
  public let statistic: Double

  /// The test of `exceedances` among `forecasts`; traps unless n ≥ 1 and 0 ≤ x ≤ n.
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

  /// The method of ``result(over:method:significance:)`` where the caller names none.
  public var defaultMethod: PValueMethod {
    let isSmall = Double(forecasts) * level.tailProbability < exactnessLimit
    return alternative == .greater || isSmall ? .exact : .asymptotic
  }

  /// The result; over a horizon of several bars the counts are those of losses that share no bar.
  ///
  /// Traps on the method `simulated`, and on `asymptotic` against a one-sided alternative.
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

  /// The distribution of LR over the counts that *n* forecasts can give, at the rate p.
  public func nullDistribution() -> NullDistribution {
    BinomialOutcomes(trials: forecasts, probability: level.tailProbability, floor: 1e-300)
      .distribution { count, _ in
        Self.statistic(
          exceedances: count, forecasts: forecasts, tail: level.tailProbability,
          alternative: alternative)
      }
  }

  /// The probability of rejecting at a size, exact p-values, where the rate is `multiple` times p.
  ///
  /// Traps unless the rate of the alternative is below one.
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
    case (_, .simulated), (_, .bootstrap), (_, .estimationBootstrap), (_, .anytime),
      (.greater, .asymptotic):
      preconditionFailure("The \(alternative) Kupiec test has no \(method) p-value")
    }
  }

  /// 2[x ln(x/(np)) + (n−x) ln((n−x)/(n(1−p)))], in which no large terms cancel.
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

/// From this many expected exceedances on, the limiting distribution serves.
let exactnessLimit = 50.0

/// The one-sided binomial p-value P(X ≥ x), and the size that it attains.
func upperTailPValue(
  exceedances: Int, forecasts: Int, level: ConfidenceLevel, significance: Double
) -> PValueResult {
  let null = Binomial(trials: forecasts, probability: level.tailProbability)
  // The least k with P(X > k) ≤ significance: counts above k are rejected.
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

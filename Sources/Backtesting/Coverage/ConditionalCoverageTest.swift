internal import Glibc
public import RiskMeasures
internal import Statistics

/// The joint test of the exceedance rate and of independence of exceedances.
///
///     LRcc = LRpof + LRind  ~  χ²(2)
///
/// LRpof is the statistic of ``KupiecTest`` on all *n* forecasts, LRind that of
/// ``ChristoffersenIndependenceTest`` on the n − 1 transitions.
///
/// The p-value is exact for any *n*: the binomial probability of each *x* times the share of its
/// orders, summed over all outcomes whose statistic is at least the observed one, minus a tolerance
/// of 10⁻⁸·max(1, LR). It is conditional on a sample that can show dependence: with fewer than two
/// exceedances or fewer than two covered forecasts the result has a reason instead of a p-value.
/// Such samples are excluded from the null distribution too, so that the size holds among reported
/// p-values. Outcomes with probability below 10⁻⁴⁰ are dropped, and no p-value is below that.
///
/// Against the alternative ``Alternative/greater`` LRpof is zero if x ≤ np, and the p-value is
/// computed at the rate p, the boundary of the null.
///
/// - SeeAlso: Christoffersen (1998), *International Economic Review* 39(4), 841–862,
///   doi:10.2307/2527341.
public struct ConditionalCoverageTest: Hashable, Sendable {
  /// The transitions of the sequence, which determine *n* and *x*.
  public let transitions: TransitionCounts
  /// The confidence level of the forecasts.
  public let level: ConfidenceLevel
  /// Which departures of the rate count; dependence always counts in both directions.
  public let alternative: Alternative
  /// LRcc, the statistic.
  public let statistic: Double

  /// Tests a sequence with the given transitions.
  public init(
    transitions: TransitionCounts, level: ConfidenceLevel, alternative: Alternative = .twoSided
  ) {
    self.transitions = transitions
    self.level = level
    self.alternative = alternative
    let coverage = KupiecTest.statistic(
      exceedances: transitions.exceedanceCount, forecasts: transitions.forecastCount,
      tail: level.tailProbability, alternative: alternative)
    self.statistic = coverage + transitions.independenceRatio
  }

  /// Returns the result; for a horizon over one bar, the counts must be of non-overlapping losses.
  ///
  /// Traps on the method `simulated`. Against ``Alternative/greater`` the coverage part is zero with
  /// probability ½, so that the asymptotic p-value is the mean of those of χ²(1) and χ²(2).
  public func result(
    over horizon: Horizon = .oneBar, method: PValueMethod = .exact, significance: Double = 0.05
  ) -> TestResult {
    TestResult(
      .conditionalCoverage, statistic: statistic,
      degreesOfFreedom: alternative == .twoSided ? 2 : nil, alternative: alternative,
      significance: significance, horizon: horizon, detail: .transitions(transitions)
    ) {
      pValueResult(by: method, significance: significance)
    }
  }

  /// The distribution of LRcc over all sequences of *n* outcomes at the rate p that can show
  /// dependence.
  ///
  /// Nil if the observed sequence cannot.
  ///
  /// - Complexity: O(n + x²) for the likely *x*, plus sorting the outcomes.
  public func nullDistribution() -> NullDistribution? {
    guard transitions.reasonForNoOrder == nil else { return nil }
    let n = transitions.forecastCount
    let tail = level.tailProbability
    let floor = 1e-40
    let counts = BinomialOutcomes(trials: n, probability: tail, floor: floor)
    let counting = SequenceCounting(length: n)
    var outcomes: [NullDistribution.Outcome] = []
    for (index, mass) in counts.masses.enumerated() {
      let x = counts.first + index
      guard x >= 2, n - x >= 2 else { continue }
      let coverage = KupiecTest.statistic(
        exceedances: x, forecasts: n, tail: tail, alternative: alternative)
      let logFloor = log(floor / mass)
      counting.forEachOutcome(exceedances: x) { independence, logProbability in
        guard logProbability >= logFloor else { return }
        outcomes.append(
          .init(statistic: coverage + independence, weight: mass * exp(logProbability)))
      }
    }
    return NullDistribution(outcomes: outcomes)
  }

  private func pValueResult(by method: PValueMethod, significance: Double) -> PValueResult {
    if method == .asymptotic, alternative == .greater, transitions.reasonForNoOrder == nil {
      let limits = [1, 2].map { ChiSquared(degreesOfFreedom: $0).survival(of: statistic) }
      return .pValue((limits[0] + limits[1]) / 2, .asymptotic, attainedSize: nil)
    }
    guard let null = nullDistribution() else {
      return .none(transitions.reasonForNoOrder ?? .noExceedances)
    }
    return null.pValueResult(
      of: statistic, by: method, significance: significance,
      limit: ChiSquared(degreesOfFreedom: 2))
  }
}

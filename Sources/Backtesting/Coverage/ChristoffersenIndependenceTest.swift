internal import Glibc
public import RiskMeasures
internal import Statistics

/// The Christoffersen test of independence of exceedances.
///
///     LR = −2 ln( (1−π)^(n00+n10) π^(n01+n11)
///                 / ((1−π₀₁)^n00 π₀₁^n01 (1−π₁₁)^n10 π₁₁^n11) )  ~  χ²(1)
///
/// The counts are over the n − 1 transitions, with π₀₁ = n01/(n00 + n01), π₁₁ = n11/(n10 + n11), π
/// = (n01 + n11)/(n − 1), and 0·ln 0 = 0. The alternative is a first-order Markov chain, with
/// positive or negative dependence of exceedances.
///
/// The p-value is exact for any *n*: under independence every order of the *x* exceedances is
/// equally likely, and the number of orders with given transitions is known. It is the share of
/// orders whose statistic is at least the observed one, minus a tolerance of 10⁻⁸·max(1, LR) that
/// keeps ties together. The test is conditional on *x* and does not depend on the rate. With fewer
/// than two exceedances or fewer than two covered forecasts the order carries no information, and
/// the result has a reason instead of a p-value.
///
/// - SeeAlso: Christoffersen (1998), *International Economic Review* 39(4), 841–862,
///   doi:10.2307/2527341.
public struct ChristoffersenIndependenceTest: Hashable, Sendable {
  /// The transitions of the sequence.
  public let transitions: TransitionCounts
  /// The likelihood ratio; zero by convention if all orders give the same value.
  public let statistic: Double

  /// Tests a sequence with the given transitions.
  public init(transitions: TransitionCounts) {
    self.transitions = transitions
    self.statistic = transitions.independenceRatio
  }

  /// Returns the result; for a horizon over one bar, the counts must be of non-overlapping losses.
  ///
  /// Traps on the method `simulated`.
  public func result(
    over horizon: Horizon = .oneBar, method: PValueMethod = .exact, significance: Double = 0.05
  ) -> TestResult {
    TestResult(
      .christoffersenIndependence, statistic: statistic, degreesOfFreedom: 1,
      alternative: .twoSided, significance: significance, horizon: horizon,
      detail: .transitions(transitions)
    ) {
      pValueResult(by: method, significance: significance)
    }
  }

  /// The distribution of LR over all orders of the exceedances.
  ///
  /// Nil if the order carries no information.
  public func nullDistribution() -> NullDistribution? {
    guard transitions.reasonForNoOrder == nil else { return nil }
    var outcomes: [NullDistribution.Outcome] = []
    SequenceCounting(length: transitions.forecastCount)
      .forEachOutcome(exceedances: transitions.exceedanceCount) { ratio, logProbability in
        outcomes.append(.init(statistic: ratio, weight: exp(logProbability)))
      }
    return NullDistribution(outcomes: outcomes)
  }

  private func pValueResult(by method: PValueMethod, significance: Double) -> PValueResult {
    guard let null = nullDistribution() else {
      return .none(transitions.reasonForNoOrder ?? .noExceedances)
    }
    return null.pValueResult(
      of: statistic, by: method, significance: significance,
      limit: ChiSquared(degreesOfFreedom: 1))
  }
}

extension TransitionCounts {
  /// The likelihood ratio of independence.
  var independenceRatio: Double {
    Backtesting.independenceRatio(
      n00: n00, n01: n01, n10: n10, n11: n11, xLogX: Backtesting.xLogX)
  }

  /// The reason why the order of outcomes carries no information; nil if it does.
  var reasonForNoOrder: PValueReason? {
    switch (exceedanceCount, forecastCount - exceedanceCount) {
    case (0, _): .noExceedances
    case (1, _): .tooFewExceedances
    case (_, ..<2): .tooFewCovered
    default: nil
    }
  }
}

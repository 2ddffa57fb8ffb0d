/// The chi-squared distribution with k > 0 degrees of freedom, not necessarily an integer.
public struct ChiSquared: Hashable, Sendable {
  /// The degrees of freedom k, positive and finite.
  public let degreesOfFreedom: Double

  /// Creates the distribution with k > 0 degrees of freedom.
  public init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom > 0 && degreesOfFreedom.isFinite,
      "\(degreesOfFreedom) degrees of freedom; chi-squared needs a positive, finite number")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The cumulative probability P(X ≤ x), zero for x ≤ 0.
  public func cumulativeProbability(of x: Double) -> Double {
    precondition(!x.isNaN, "Chi-squared probability of NaN")
    if x <= 0 { return 0 }
    if x.isInfinite { return 1 }
    return SpecialFunctions.lowerGamma(0.5 * degreesOfFreedom, 0.5 * x)
  }

  /// The survival probability P(X > x), which is the p-value of a statistic x.
  ///
  /// It has full relative accuracy in the upper tail.
  public func survival(of x: Double) -> Double {
    precondition(!x.isNaN, "Chi-squared survival of NaN")
    if x <= 0 { return 1 }
    if x.isInfinite { return 0 }
    return SpecialFunctions.upperGamma(0.5 * degreesOfFreedom, 0.5 * x)
  }

  /// The quantile x with P(X ≤ x) = probability; 0 at 0 and ∞ at 1.
  public func quantile(of probability: Double) -> Double {
    precondition(probability >= 0 && probability <= 1, "Probability \(probability) outside [0, 1]")
    if probability == 0 { return 0 }
    if probability == 1 { return .infinity }
    return 2 * SpecialFunctions.inverseLowerGamma(0.5 * degreesOfFreedom, probability)
  }

  /// The quantile x with P(X > x) = tail, the critical value of a test of that size.
  ///
  /// It does not form 1 − tail.
  public func upperQuantile(beyond tail: Double) -> Double {
    precondition(tail >= 0 && tail <= 1, "Tail probability \(tail) outside [0, 1]")
    if tail == 0 { return .infinity }
    if tail == 1 { return 0 }
    return 2 * SpecialFunctions.inverseUpperGamma(0.5 * degreesOfFreedom, tail)
  }
}

/// A distribution of mean 0 and variance 1: the innovation z of a volatility model, r = μ + σz.
///
/// Besides tail probabilities it gives the moments that volatility recursions need in closed form:
/// E|Z| (EGARCH) and E[Z² 1(Z < 0)] (the persistence of GJR-GARCH, α + β + γ·E[Z² 1(Z < 0)]).
///
/// ```swift
/// let innovation = HansenSkewedT(degreesOfFreedom: 5, skewness: -0.1)
/// innovation.quantile(of: 0.01)          // −2.7833531…
/// innovation.tailMean(below: 0.01)       // −3.7201188…
/// ```
public protocol StandardizedDistribution: ContinuousDistribution {
  /// The tail mean E[Z | Z < q], where q is the quantile of a tail probability in (0, 1].
  ///
  /// It is negative, and 0 at a tail probability of 1.
  func tailMean(below tail: Double) -> Double

  /// The partial mean E[Z 1(Z < z)], which is negative; E[Z 1(Z > z)] has the opposite sign.
  func partialMean(below z: Double) -> Double

  /// The partial second moment E[Z² 1(Z < z)].
  ///
  /// It has full relative accuracy in the lower tail; E[Z² 1(Z > z)] is 1 minus it.
  func partialSecondMoment(below z: Double) -> Double

  /// The mean absolute value E|Z|, √(2/π) for the normal distribution.
  var meanAbsoluteValue: Double { get }

  /// The partial second moment E[Z² 1(Z < 0)], ½ for a symmetric distribution.
  var negativeSecondMoment: Double { get }
}

extension StandardizedDistribution {
  /// The mean absolute value E|Z| = −2 E[Z 1(Z < 0)], since the mean is 0.
  public var meanAbsoluteValue: Double { -2 * partialMean(below: 0) }

  /// The partial second moment E[Z² 1(Z < 0)].
  public var negativeSecondMoment: Double { partialSecondMoment(below: 0) }
}

/// A standardized distribution with f(−z) = f(z).
public protocol SymmetricStandardizedDistribution: StandardizedDistribution {
  /// The partial second moment E[Z² 1(Z > x)] for x ≥ 0.
  func upperSecondMoment(beyond x: Double) -> Double
}

extension SymmetricStandardizedDistribution {
  /// The survival probability P(Z > z), with full relative accuracy in the upper tail.
  public func survival(of z: Double) -> Double { cumulativeProbability(of: -z) }

  /// The quantile z with P(Z > z) = tail.
  public func upperQuantile(beyond tail: Double) -> Double { -quantile(of: tail) }

  /// The tail mean E[Z | Z < q], the negative of the mean beyond the upper quantile.
  public func tailMean(below tail: Double) -> Double { -tailMean(beyond: tail) }

  /// The partial second moment E[Z² 1(Z < z)].
  public func partialSecondMoment(below z: Double) -> Double {
    z < 0 ? upperSecondMoment(beyond: -z) : 1 - upperSecondMoment(beyond: z)
  }

  /// The partial second moment E[Z² 1(Z < 0)], ½ by symmetry.
  public var negativeSecondMoment: Double { 0.5 }
}

/// The standard normal distribution as a value, for models that are generic over innovations.
///
/// Its results equal those of ``Normal`` bit for bit.
public struct StandardNormal: SymmetricStandardizedDistribution {
  /// Creates the standard normal distribution.
  public init() {}

  /// The log density ln φ(z).
  public func logDensity(at z: Double) -> Double { Normal.logDensity(at: z) }

  /// The cumulative probability Φ(z).
  public func cumulativeProbability(of z: Double) -> Double { Normal.cumulativeProbability(of: z) }

  /// The quantile Φ⁻¹(probability); −∞ at 0 and ∞ at 1.
  public func quantile(of probability: Double) -> Double { Normal.quantile(of: probability) }

  /// The tail mean E[Z | Z > z₁₋ₜ] = φ(z₁₋ₜ)/t.
  public func tailMean(beyond tail: Double) -> Double { Normal.tailMean(beyond: tail) }

  /// The partial mean E[Z 1(Z < z)] = −φ(z).
  public func partialMean(below z: Double) -> Double { -Normal.density(at: z) }

  /// The mean absolute value E|Z| = √(2/π).
  public var meanAbsoluteValue: Double { 2 * Normal.density(at: 0) }

  /// The partial second moment E[Z² 1(Z > x)] = 1 − Φ(x) + xφ(x) for x ≥ 0.
  public func upperSecondMoment(beyond x: Double) -> Double {
    x.isInfinite ? 0 : Normal.survival(of: x) + x * Normal.density(at: x)
  }
}

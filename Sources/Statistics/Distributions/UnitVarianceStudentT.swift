import Glibc

/// Student's t distribution scaled to unit variance, Z = √((ν − 2)/ν)·T with ν > 2.
///
///     f(z) = (1 + z²/(ν − 2))^(−(ν+1)/2) / (√(ν − 2) · B(½, ν/2))
///
/// As ν grows it tends to ``StandardNormal``, without cancellation in the limit.
///
/// - SeeAlso: Bollerslev (1987), *Review of Economics and Statistics* 69(3), 542–547.
public struct UnitVarianceStudentT: SymmetricStandardizedDistribution {
  /// The distribution of Z divided by ``scale``.
  let student: StudentT

  /// The scale √((ν − 2)/ν).
  let scale: Double

  private let logPeak: Double
  private let halfExponent: Double
  private let inverseSpread: Double

  /// Creates the distribution with ν > 2 degrees of freedom.
  public init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom > 2 && degreesOfFreedom.isFinite,
      "\(degreesOfFreedom) degrees of freedom; unit variance needs more than 2, and finite")
    student = StudentT(degreesOfFreedom: degreesOfFreedom)
    scale = ((degreesOfFreedom - 2) / degreesOfFreedom).squareRoot()
    logPeak = student.logDensity(at: 0) - log(scale)
    halfExponent = -0.5 * (degreesOfFreedom + 1)
    inverseSpread = 1 / (degreesOfFreedom - 2).squareRoot()
  }

  /// The degrees of freedom ν, above 2.
  public var degreesOfFreedom: Double { student.degreesOfFreedom }

  /// The log density ln f(z).
  public func logDensity(at z: Double) -> Double {
    precondition(!z.isNaN, "Unit-variance Student's t log density at NaN")
    let ratio = z * inverseSpread
    let square = ratio * ratio
    let growth = square < .infinity ? log1p(square) : 2 * log(abs(ratio))
    return logPeak + halfExponent * growth
  }

  /// The cumulative probability P(Z ≤ z), with full relative accuracy in the lower tail.
  public func cumulativeProbability(of z: Double) -> Double {
    student.cumulativeProbability(of: z / scale)
  }

  /// The quantile z with P(Z ≤ z) = probability; −∞ at 0 and ∞ at 1.
  public func quantile(of probability: Double) -> Double {
    scale * student.quantile(of: probability)
  }

  /// The tail mean E[Z | Z > q].
  public func tailMean(beyond tail: Double) -> Double { scale * student.tailMean(beyond: tail) }

  /// The partial mean E[Z 1(Z < z)].
  public func partialMean(below z: Double) -> Double {
    -scale * student.upperPartialMean(beyond: z / scale)
  }

  /// The partial second moment E[Z² 1(Z > x)] for x ≥ 0.
  public func upperSecondMoment(beyond x: Double) -> Double {
    student.upperUnitSecondMoment(beyond: x / scale)
  }
}

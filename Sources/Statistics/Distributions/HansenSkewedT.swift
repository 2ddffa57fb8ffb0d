import Glibc

/// Hansen's skewed Student t distribution with mean 0 and variance 1.
///
///     f(z) = b c (1 + ((bz + a)/(1 ± λ))²/(ν − 2))^(−(ν+1)/2),   − for z < −a/b, + for z ≥ −a/b
///     c = Γ((ν+1)/2) / (√(π(ν − 2)) Γ(ν/2)),   a = 4λc(ν − 2)/(ν − 1),   b² = 1 + 3λ² − a²
///
/// ν > 2 is the degrees of freedom and λ in (−1, 1) the skewness parameter: λ < 0 makes the lower
/// tail heavier. At λ = 0 it is ``UnitVarianceStudentT``. The two sides of the mode −a/b are halves
/// of Student t distributions, so no root search is needed.
///
/// - SeeAlso: Hansen (1994), *International Economic Review* 35(3), 705–730, equations 10–13.
public struct HansenSkewedT: StandardizedDistribution {
  /// The skewness parameter λ, in (−1, 1); not the third moment.
  public let skewness: Double

  /// The constant a; the mode of Z is −a/b.
  private let shift: Double

  /// The constant b.
  private let stretch: Double

  /// The distribution of |Y|/(1 ± λ) on either side of 0, where Y = bZ + a.
  private let half: UnitVarianceStudentT

  private let logPeak: Double
  private let halfExponent: Double
  private let lowerSpread: Double
  private let upperSpread: Double

  /// Creates the distribution with ν > 2 degrees of freedom and skewness λ in (−1, 1).
  public init(degreesOfFreedom: Double, skewness: Double) {
    precondition(
      skewness > -1 && skewness < 1, "Skewness \(skewness) of a skewed Student t outside (−1, 1)")
    half = UnitVarianceStudentT(degreesOfFreedom: degreesOfFreedom)
    self.skewness = skewness
    // E|Z| of the symmetric distribution is 2c(ν − 2)/(ν − 1).
    shift = 2 * skewness * half.meanAbsoluteValue
    stretch = (1 + 3 * skewness * skewness - shift * shift).squareRoot()
    logPeak = half.logDensity(at: 0) + log(stretch)
    halfExponent = -0.5 * (degreesOfFreedom + 1)
    let root = (degreesOfFreedom - 2).squareRoot()
    lowerSpread = 1 / ((1 - skewness) * root)
    upperSpread = 1 / ((1 + skewness) * root)
  }

  /// The degrees of freedom ν, above 2.
  public var degreesOfFreedom: Double { half.degreesOfFreedom }

  /// The log density ln f(z).
  public func logDensity(at z: Double) -> Double {
    precondition(!z.isNaN, "Skewed Student t log density at NaN")
    let y = stretch * z + shift
    let ratio = y * (y < 0 ? lowerSpread : upperSpread)
    let square = ratio * ratio
    let growth = square < .infinity ? log1p(square) : 2 * log(abs(ratio))
    return logPeak + halfExponent * growth
  }

  /// The cumulative probability P(Z ≤ z), with full relative accuracy in the lower tail.
  public func cumulativeProbability(of z: Double) -> Double {
    let y = stretch * z + shift
    return y < 0 ? tail(.lower, at: -y) : 1 - tail(.upper, at: y)
  }

  /// The survival probability P(Z > z), with full relative accuracy in the upper tail.
  public func survival(of z: Double) -> Double {
    let y = stretch * z + shift
    return y < 0 ? 1 - tail(.lower, at: -y) : tail(.upper, at: y)
  }

  /// The quantile z with P(Z ≤ z) = probability; −∞ at 0 and ∞ at 1.
  public func quantile(of probability: Double) -> Double {
    requireProbability(probability)
    return probability < 0.5 * (1 - skewness)
      ? z(at: -distance(.lower, tail: probability))
      : z(at: distance(.upper, tail: 1 - probability))
  }

  /// The quantile z with P(Z > z) = tail, without forming 1 − tail.
  public func upperQuantile(beyond tail: Double) -> Double {
    requireProbability(tail)
    return tail < 0.5 * (1 + skewness)
      ? z(at: distance(.upper, tail: tail))
      : z(at: -distance(.lower, tail: 1 - tail))
  }
}

// MARK: - Moments

extension HansenSkewedT {
  /// The tail mean E[Z | Z < q], q the quantile of a tail probability in (0, 1].
  public func tailMean(below tail: Double) -> Double {
    requireTail(tail)
    return tail < 0.5 * (1 - skewness)
      ? -outerMean(.lower, tail: tail) : outerMass(.upper, tail: 1 - tail) / -tail
  }

  /// The tail mean E[Z | Z > q], q the upper quantile of a tail probability in (0, 1].
  public func tailMean(beyond tail: Double) -> Double {
    requireTail(tail)
    return tail < 0.5 * (1 + skewness)
      ? outerMean(.upper, tail: tail) : outerMass(.lower, tail: 1 - tail) / tail
  }

  /// The partial mean E[Z 1(Z < z)], computed on the side of the mode that contains z.
  public func partialMean(below z: Double) -> Double {
    let y = stretch * z + shift
    let side = y < 0 ? Wing.lower : .upper
    return -(firstMoment(side, at: abs(y)) - offset(side) * tail(side, at: abs(y))) / stretch
  }

  /// The partial second moment E[Z² 1(Z < z)], computed on the side of the mode that contains z.
  public func partialSecondMoment(below z: Double) -> Double {
    let y = stretch * z + shift
    let side = y < 0 ? Wing.lower : .upper
    // b²Z² = (|Y| − m)², where m = ±a is the mean of Y measured outward from the mode.
    let mean = offset(side)
    let linear = firstMoment(side, at: abs(y))
    let centered =
      secondMoment(side, at: abs(y)) - 2 * mean * linear + mean * mean * tail(side, at: abs(y))
    let beyond = centered / (stretch * stretch)
    return y < 0 ? beyond : 1 - beyond
  }

  /// The mean of Z, measured outward, beyond the quantile of a tail that ends before the mode.
  private func outerMean(_ side: Wing, tail: Double) -> Double {
    let width = width(side)
    return (width * half.tailMean(beyond: tail / width) - offset(side)) / stretch
  }

  /// ``outerMean(_:tail:)`` times the tail probability; 0 for an empty tail.
  private func outerMass(_ side: Wing, tail: Double) -> Double {
    tail == 0 ? 0 : tail * outerMean(side, tail: tail)
  }
}

// MARK: - The two sides of the mode

extension HansenSkewedT {
  private enum Wing { case lower, upper }

  /// 1 ± λ, twice the mass of the side.
  private func width(_ side: Wing) -> Double {
    side == .lower ? 1 - skewness : 1 + skewness
  }

  /// The mean of Y, measured outward from the mode on the given side.
  private func offset(_ side: Wing) -> Double { side == .lower ? -shift : shift }

  private func z(at y: Double) -> Double { (y - shift) / stretch }

  /// P(|Y| > y on that side).
  private func tail(_ side: Wing, at y: Double) -> Double {
    width(side) * half.survival(of: y / width(side))
  }

  /// The y with P(|Y| > y on that side) = tail, at most the mass of the side.
  private func distance(_ side: Wing, tail: Double) -> Double {
    width(side) * half.upperQuantile(beyond: min(tail / width(side), 0.5))
  }

  /// E[|Y| 1(|Y| > y on that side)].
  private func firstMoment(_ side: Wing, at y: Double) -> Double {
    let width = width(side)
    return -width * width * half.partialMean(below: y / width)
  }

  /// E[Y² 1(|Y| > y on that side)].
  private func secondMoment(_ side: Wing, at y: Double) -> Double {
    let width = width(side)
    return width * width * width * half.upperSecondMoment(beyond: y / width)
  }
}

import Glibc

/// Student's t distribution with ν degrees of freedom, in its standard form.
///
///     f(x) = (1 + x²/ν)^(−(ν+1)/2) / (√ν · B(½, ν/2))
///
/// The variance is ν/(ν − 2), not 1; multiply a draw by ``unitVarianceScale`` for unit variance.
/// ν need not be an integer.
public struct StudentT: Hashable, Sendable {
  /// The degrees of freedom ν, positive and finite.
  public let degreesOfFreedom: Double

  /// ln f(0).
  private let logPeakDensity: Double

  /// Creates the distribution with ν > 0 degrees of freedom.
  public init(degreesOfFreedom: Double) {
    precondition(
      degreesOfFreedom > 0 && degreesOfFreedom.isFinite,
      "\(degreesOfFreedom) degrees of freedom; Student's t needs a positive, finite number")
    self.degreesOfFreedom = degreesOfFreedom
    logPeakDensity =
      -0.5 * log(degreesOfFreedom) - log(SpecialFunctions.beta(0.5, 0.5 * degreesOfFreedom))
  }

  /// The factor √((ν − 2)/ν) to unit variance, or nil for ν ≤ 2, where it is not finite.
  public var unitVarianceScale: Double? {
    degreesOfFreedom > 2 ? ((degreesOfFreedom - 2) / degreesOfFreedom).squareRoot() : nil
  }

  /// The density f(x).
  public func density(at x: Double) -> Double { exp(logDensity(at: x)) }

  /// The log density ln f(x).
  public func logDensity(at x: Double) -> Double {
    precondition(!x.isNaN, "Student's t log density at NaN")
    return logPeakDensity - 0.5 * (degreesOfFreedom + 1) * logGrowth(at: x)
  }

  /// The cumulative probability P(T ≤ x), with full relative accuracy in the lower tail.
  public func cumulativeProbability(of x: Double) -> Double {
    precondition(!x.isNaN, "Student's t probability of NaN")
    let ratio = abs(x) / degreesOfFreedom.squareRoot()
    if ratio > Self.powerLawRatio {
      let tail = exp(logTailScale - degreesOfFreedom * log(ratio))
      return x < 0 ? tail : 1 - tail
    }
    return SpecialFunctions.studentTCumulative(degreesOfFreedom: degreesOfFreedom, x)
  }

  /// The survival probability P(T > x), with full relative accuracy in the upper tail.
  public func survival(of x: Double) -> Double { cumulativeProbability(of: -x) }

  /// The quantile x with P(T ≤ x) = probability; −∞ at 0 and ∞ at 1.
  public func quantile(of probability: Double) -> Double {
    precondition(probability >= 0 && probability <= 1, "Probability \(probability) outside [0, 1]")
    if probability == 0 { return -.infinity }
    if probability == 1 { return .infinity }
    if degreesOfFreedom >= Self.nearlyNormal { return expandedQuantile(of: probability) }
    let logRatio = (logTailScale - log(min(probability, 1 - probability))) / degreesOfFreedom
    if logRatio > log(Self.powerLawRatio) {
      let magnitude = degreesOfFreedom.squareRoot() * exp(logRatio)
      return probability < 0.5 ? -magnitude : magnitude
    }
    return SpecialFunctions.studentTQuantile(degreesOfFreedom: degreesOfFreedom, probability)
  }

  /// The mean beyond the upper quantile of tail probability t, E[T | T > q₁₋ₜ].
  ///
  ///     f(q)/t · (ν + q²)/(ν − 1)
  ///
  /// The result is `.infinity` for ν ≤ 1, where the mean diverges. `tail` is in (0, 1]; at 1 the
  /// result is 0.
  ///
  /// - SeeAlso: McNeil, Frey & Embrechts (2015), *Quantitative Risk Management*, section 2.3.4.
  public func tailMean(beyond tail: Double) -> Double {
    precondition(tail > 0 && tail <= 1, "Tail probability \(tail) outside (0, 1]")
    guard degreesOfFreedom > 1 else { return .infinity }
    return upperPartialMean(beyond: quantile(of: tail)) / tail
  }

  /// (1 + x²/ν)·f(x) = f(0)·(1 + x²/ν)^(−(ν−1)/2), which neither overflows nor cancels.
  func liftedDensity(at x: Double) -> Double {
    exp(logPeakDensity - 0.5 * (degreesOfFreedom - 1) * logGrowth(at: x))
  }

  /// Above this |x|/√ν the tail equals the power law f(0)/√ν · (|x|/√ν)^−ν to the last digit.
  private static let powerLawRatio = 1e9

  /// ln(f(0)/√ν).
  private var logTailScale: Double { logPeakDensity - 0.5 * log(degreesOfFreedom) }

  /// ln(1 + x²/ν).
  private func logGrowth(at x: Double) -> Double {
    let ratio = abs(x) / degreesOfFreedom.squareRoot()
    return ratio < 1e150 ? log1p(ratio * ratio) : 2 * log(ratio)
  }

  /// Degrees of freedom from which the expansion below is exact in double precision.
  private static let nearlyNormal = 1e8

  /// The normal quantile plus correction terms in 1/ν and 1/ν² (Abramowitz & Stegun 26.7.5).
  private func expandedQuantile(of probability: Double) -> Double {
    let z = Normal.quantile(of: probability)
    let square = z * z
    let first = z * (square + 1) / (4 * degreesOfFreedom)
    let second = z * ((5 * square + 16) * square + 3) / 96 / degreesOfFreedom / degreesOfFreedom
    return z + first + second
  }
}

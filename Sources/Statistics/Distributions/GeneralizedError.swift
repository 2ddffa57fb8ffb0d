import Glibc

/// The generalized error distribution with mean 0 and variance 1, also called exponential power.
///
///     f(z) = κ / (2αΓ(1/κ)) · exp(−(|z|/α)^κ),   α = √(Γ(1/κ)/Γ(3/κ))
///
/// The shape κ is 2 for the normal distribution, 1 for Laplace and below 2 for heavier tails; as κ
/// grows the distribution tends to the uniform on ±√3. (|Z|/α)^κ is gamma distributed with shape
/// 1/κ, so quantiles use the inverse incomplete gamma function.
///
/// - SeeAlso: Nelson (1991), *Econometrica* 59(2), 347–370, equation 2.4.
public struct GeneralizedError: SymmetricStandardizedDistribution {
  /// The range of shapes for which results are accurate.
  public static let shapes = 0.1 ... 1000

  /// The shape κ, in ``shapes``.
  public let shape: Double

  /// The mean absolute value E|Z| = α Γ(2/κ)/Γ(1/κ).
  public let meanAbsoluteValue: Double

  /// The scale α.
  private let scale: Double

  /// 1/κ, the shape of the gamma distribution of (|Z|/α)^κ.
  private let gammaShape: Double

  private let logPeak: Double

  /// Creates the distribution with a shape in ``shapes``.
  public init(shape: Double) {
    precondition(
      Self.shapes.contains(shape), "Shape \(shape) of a generalized error outside \(Self.shapes)")
    self.shape = shape
    gammaShape = 1 / shape
    scale = SpecialFunctions.gammaRatio(gammaShape, 3 * gammaShape).squareRoot()
    meanAbsoluteValue = scale * SpecialFunctions.gammaRatio(2 * gammaShape, gammaShape)
    logPeak = -log(2 * scale) - SpecialFunctions.logGamma(1 + gammaShape)
  }

  /// The log density ln f(z).
  public func logDensity(at z: Double) -> Double {
    precondition(!z.isNaN, "Generalized error log density at NaN")
    return logPeak - level(at: z)
  }

  /// The cumulative probability P(Z ≤ z), with full relative accuracy in the lower tail.
  public func cumulativeProbability(of z: Double) -> Double {
    precondition(!z.isNaN, "Generalized error probability of NaN")
    let tail = 0.5 * outerShare(order: 1, beyond: z)
    return z < 0 ? tail : 1 - tail
  }

  /// The quantile z with P(Z ≤ z) = probability; −∞ at 0 and ∞ at 1.
  public func quantile(of probability: Double) -> Double {
    requireProbability(probability)
    return probability < 0.5 ? -magnitude(tail: probability) : magnitude(tail: 1 - probability)
  }

  /// The tail mean E[Z | Z > q] = α Γ(2/κ)/Γ(1/κ) · Q(2/κ, (|q|/α)^κ) / 2t.
  public func tailMean(beyond tail: Double) -> Double {
    requireTail(tail)
    let q = magnitude(tail: min(tail, 1 - tail))
    return 0.5 * meanAbsoluteValue * outerShare(order: 2, beyond: q) / tail
  }

  /// The partial mean E[Z 1(Z < z)].
  public func partialMean(below z: Double) -> Double {
    -0.5 * meanAbsoluteValue * outerShare(order: 2, beyond: z)
  }

  /// The partial second moment E[Z² 1(Z > x)] = Q(3/κ, (x/α)^κ)/2 for x ≥ 0.
  public func upperSecondMoment(beyond x: Double) -> Double {
    0.5 * outerShare(order: 3, beyond: x)
  }

  /// (|z|/α)^κ.
  private func level(at z: Double) -> Double { pow(abs(z) / scale, shape) }

  /// Q(k/κ, (|z|/α)^κ), the share of E|Z|^(k−1) from beyond ±|z|.
  private func outerShare(order: Double, beyond z: Double) -> Double {
    let level = level(at: z)
    if level.isInfinite { return 0 }
    let a = order * gammaShape
    if level < Self.negligible {
      // P(a, w) = w^a/Γ(1 + a) to the last digit, even where w underflows at a large shape.
      return 1 - pow(abs(z) / scale, order) / (1 + SpecialFunctions.gammaMinusOne(onePlus: a))
    }
    return SpecialFunctions.upperGamma(a, level)
  }

  /// A level below this is negligible relative to 1.
  private static let negligible = 0x1p-58

  /// The x ≥ 0 with P(Z > x) = tail, tail ≤ ½.
  private func magnitude(tail: Double) -> Double {
    if tail == 0 { return .infinity }
    if tail < 0.25 {
      return scale * pow(SpecialFunctions.inverseUpperGamma(gammaShape, 2 * tail), gammaShape)
    }
    let central = 1 - 2 * tail
    let small = central * (1 + SpecialFunctions.gammaMinusOne(onePlus: gammaShape))
    if pow(small, shape) < Self.negligible { return scale * small }
    return scale * pow(SpecialFunctions.inverseLowerGamma(gammaShape, central), gammaShape)
  }
}

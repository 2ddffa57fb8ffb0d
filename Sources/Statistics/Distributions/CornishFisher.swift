/// The distribution of a cubic of a standard normal, parametrized for skewness and kurtosis.
///
///     X = g(Z),  g(z) = z + (z² − 1)S/6 + (z³ − 3z)K/24 − (2z³ − 5z)S²/36
///              = b₁H₁(z) + b₂H₂(z) + b₃H₃(z),
///     b₁ = 1 − S²/36,  b₂ = S/6,  b₃ = K/24 − S²/18
///
/// Hₙ are Hermite polynomials, so the mean is zero. *S* and *K* are parameters, not the moments:
/// at S = −1, K = 5 the skewness is −1.9 and the excess kurtosis 15.0. Where *g* is increasing
/// (``isMonotone``) the p quantile is g(zₚ); elsewhere ``quantile(of:)`` is that of X, which is the
/// monotone rearrangement of g(zₚ).
///
/// - SeeAlso: Cornish and Fisher (1937), *Revue de l'Institut International de Statistique* 5,
///   307–320; Maillard (2012), *A User's Guide to the Cornish Fisher Expansion*; Chernozhukov,
///   Fernández-Val and Galichon (2010), *Econometrica* 78(3), 1093–1125.
public struct CornishFisher: Hashable, Sendable {
  /// The skewness parameter S.
  public let skewnessParameter: Double
  /// The kurtosis parameter K, zero for a normal.
  public let kurtosisParameter: Double
  let b1: Double
  let b2: Double
  let b3: Double

  /// Creates the distribution with finite parameters.
  public init(skewnessParameter s: Double, kurtosisParameter k: Double) {
    precondition(s.isFinite && k.isFinite, "Cornish–Fisher parameters \(s) and \(k)")
    skewnessParameter = s
    kurtosisParameter = k
    b1 = 1 - s * s / 36
    b2 = s / 6
    b3 = k / 24 - s * s / 18
  }

  /// The value of the cubic g(z).
  public func value(at z: Double) -> Double {
    // Horner's rule on the powers; the constant of H₂ is −1 and the slope of H₃ −3.
    ((b3 * z + b2) * z + (b1 - 3 * b3)) * z - b2
  }

  /// The slope of the cubic g′(z).
  public func slope(at z: Double) -> Double { (3 * b3 * z + 2 * b2) * z + (b1 - 3 * b3) }

  /// Whether g is increasing everywhere, which is the domain of validity.
  ///
  ///     27K² − (216 + 66S²)K + 40S⁴ + 336S² ≤ 0  and  |S| ≤ 6(√2 − 1)
  ///
  /// The first condition is the discriminant of g′. The second bounds S where the first has a
  /// solution
  /// K; it also excludes a decreasing cubic.
  public var isMonotone: Bool {
    let (s, k) = (skewnessParameter, kurtosisParameter)
    let square = s * s
    let discriminant =
      27 * k * k - (216 + 66 * square) * k + 40 * square * square + 336 * square
    return discriminant <= 0 && abs(s) <= 6 * (2.0.squareRoot() - 1)
  }

  /// The distribution of −X.
  public var mirrored: CornishFisher {
    CornishFisher(skewnessParameter: -skewnessParameter, kurtosisParameter: kurtosisParameter)
  }

  // MARK: - Moments

  /// The variance E[X²] = b₁² + 2b₂² + 6b₃².
  public var variance: Double { b1 * b1 + 2 * b2 * b2 + 6 * b3 * b3 }

  /// The skewness E[X³] / E[X²]^(3/2), with E[X³] = 6b₁²b₂ + 8b₂³ + 36b₁b₂b₃ + 108b₂b₃².
  public var skewness: Double {
    let third = 2 * b2 * (3 * b1 * b1 + 4 * b2 * b2 + 18 * b1 * b3 + 54 * b3 * b3)
    return third / (variance * variance.squareRoot())
  }

  /// The excess kurtosis E[X⁴] / E[X²]² − 3.
  ///
  ///     E[X⁴]/3 = b₁⁴ + 8b₁³b₃ + 20b₁²b₂² + 84b₁²b₃² + 192b₁b₂²b₃ + 432b₁b₃³
  ///             + 20b₂⁴ + 744b₂²b₃² + 1116b₃⁴
  public var excessKurtosis: Double {
    let (u, v, w) = (b1 * b1, b2 * b2, b3 * b3)
    let third =
      u * u + 8 * u * b1 * b3 + 20 * u * v + 84 * u * w + 192 * b1 * v * b3 + 432 * b1 * w * b3
      + 20 * v * v + 744 * v * w + 1116 * w * w
    return 3 * third / (variance * variance) - 3
  }
}

import Glibc

extension Normal {
  /// The x with Φ(x) = probability; −∞ at 0 and ∞ at 1.
  ///
  /// Algorithm AS 241, routine PPND16: three rational approximations of degree 7, accurate to about
  /// one part in 10¹⁶. The order of operations is fixed, so simulated normals are reproducible to
  /// the bit. An upper tail probability t below 10⁻¹⁶ cannot be passed as 1 − t: use
  /// −quantile(of: t).
  ///
  /// - SeeAlso: Wichura (1988), *Applied Statistics* 37(3), 477–484.
  public static func quantile(of probability: Double) -> Double {
    precondition(probability >= 0 && probability <= 1, "Probability \(probability) outside [0, 1]")
    let centered = probability - 0.5
    if abs(centered) <= centralHalfWidth { return centralQuantile(centered) }
    return tailQuantile(of: probability)
  }

  /// Half the width of the central region of AS 241.
  static let centralHalfWidth = 0.425

  /// The quantile for |q| ≤ 0.425, from q = probability − ½.
  @inline(__always)
  static func centralQuantile(_ q: Double) -> Double {
    let r = 0.180625 - q * q
    return q * centralNumerator.value(at: r) / centralDenominator.value(at: r)
  }

  /// Eight quantiles at once; each lane has the same bits as `centralQuantile`.
  @inline(__always)
  static func centralQuantiles(_ q: SIMD8<Double>) -> SIMD8<Double> {
    let r = 0.180625 - q * q
    return q * centralNumerator.values(at: r) / centralDenominator.values(at: r)
  }

  /// The quantile outside the central region, from the smaller of the two tails.
  static func tailQuantile(of probability: Double) -> Double {
    let isUpper = probability > 0.5
    let tail = isUpper ? 1 - probability : probability
    if tail == 0 { return isUpper ? .infinity : -.infinity }
    let radius = (-log(tail)).squareRoot()
    let magnitude = radius <= 5 ? nearTail(radius - 1.6) : farTail(radius - 5)
    return isUpper ? magnitude : -magnitude
  }

  /// Eight quantiles outside the central region; each lane has the same bits as `tailQuantile`.
  @inline(__always)
  static func tailQuantiles(of probabilities: SIMD8<Double>) -> SIMD8<Double> {
    let isUpper = probabilities .> 0.5
    let tails = probabilities.replacing(with: 1 - probabilities, where: isUpper)
    var radii = SIMD8<Double>()
    for lane in 0 ..< 8 { radii[lane] = -log(tails[lane]) }
    radii = radii.squareRoot()
    let r = radii - 1.6
    var magnitudes = nearNumerator.values(at: r) / nearDenominator.values(at: r)
    if any(radii .> 5) {
      for lane in 0 ..< 8 where radii[lane] > 5 { magnitudes[lane] = farTail(radii[lane] - 5) }
    }
    return magnitudes.replacing(with: 0 - magnitudes, where: .!isUpper)
  }

  /// Tail probabilities from 0.075 down to e⁻²⁵.
  private static func nearTail(_ r: Double) -> Double {
    nearNumerator.value(at: r) / nearDenominator.value(at: r)
  }

  /// Tail probabilities below e⁻²⁵.
  private static func farTail(_ r: Double) -> Double {
    farNumerator.value(at: r) / farDenominator.value(at: r)
  }
}

// MARK: - The published coefficients, constant term first

extension Normal {
  private static var centralNumerator: SeventhDegree {
    SeventhDegree(
      3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
      1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
      3.3430575583588128105e+4, 2.5090809287301226727e+3)
  }

  private static var centralDenominator: SeventhDegree {
    SeventhDegree(
      1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
      2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4,
      5.2264952788528545610e+3)
  }

  private static var nearNumerator: SeventhDegree {
    SeventhDegree(
      1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
      3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
      2.27238449892691845833e-2, 7.74545014278341407640e-4)
  }

  private static var nearDenominator: SeventhDegree {
    SeventhDegree(
      1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
      1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
      1.05075007164441684324e-9)
  }

  private static var farNumerator: SeventhDegree {
    SeventhDegree(
      6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
      2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
      2.71155556874348757815e-5, 2.01033439929228813265e-7)
  }

  private static var farDenominator: SeventhDegree {
    SeventhDegree(
      1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
      7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
      2.04426310338993978564e-15)
  }
}

/// A polynomial of degree 7, evaluated by Horner's rule in a fixed order of operations.
private struct SeventhDegree {
  let c0, c1, c2, c3, c4, c5, c6, c7: Double

  @inline(__always)
  init(
    _ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double, _ c4: Double, _ c5: Double,
    _ c6: Double, _ c7: Double
  ) {
    (self.c0, self.c1, self.c2, self.c3) = (c0, c1, c2, c3)
    (self.c4, self.c5, self.c6, self.c7) = (c4, c5, c6, c7)
  }

  @inline(__always)
  func value(at r: Double) -> Double {
    ((((((c7 * r + c6) * r + c5) * r + c4) * r + c3) * r + c2) * r + c1) * r + c0
  }

  @inline(__always)
  func values(at r: SIMD8<Double>) -> SIMD8<Double> {
    let upper = ((c7 * r + c6) * r + c5) * r + c4
    return (((upper * r + c3) * r + c2) * r + c1) * r + c0
  }
}

import Glibc

extension Normal {
  /// The x with Φ(x) = probability; −∞ at 0 and ∞ at 1.
  ///
  /// Algorithm AS 241, routine PPND16: three rational approximations of degree 7, accurate to
  /// about one part in 10¹⁶. The arithmetic is fixed, so every simulated normal is defined by it.
  /// An upper tail probability below 10⁻¹⁶ cannot be said as 1 − t: ask for −quantile(of: t).
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

  /// The quantile for |probability − ½| ≤ 0.425, from q = probability − ½.
  @inline(__always)
  static func centralQuantile(_ q: Double) -> Double {
    let r = 0.180625 - q * q
    let numerator = evaluate(
      at: r, 3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
      1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
      3.3430575583588128105e+4, 2.5090809287301226727e+3)
    let denominator = evaluate(
      at: r, 1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
      2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4,
      5.2264952788528545610e+3)
    return q * numerator / denominator
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

  /// Tail probabilities from 0.075 down to e⁻²⁵.
  private static func nearTail(_ r: Double) -> Double {
    let numerator = evaluate(
      at: r, 1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
      3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
      2.27238449892691845833e-2, 7.74545014278341407640e-4)
    let denominator = evaluate(
      at: r, 1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
      1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
      1.05075007164441684324e-9)
    return numerator / denominator
  }

  /// Tail probabilities below e⁻²⁵.
  private static func farTail(_ r: Double) -> Double {
    let numerator = evaluate(
      at: r, 6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
      2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
      2.71155556874348757815e-5, 2.01033439929228813265e-7)
    let denominator = evaluate(
      at: r, 1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
      7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
      2.04426310338993978564e-15)
    return numerator / denominator
  }

  /// Horner's rule for a polynomial of degree 7, constant term first.
  @inline(__always)
  private static func evaluate(
    at r: Double, _ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double, _ c4: Double,
    _ c5: Double, _ c6: Double, _ c7: Double
  ) -> Double {
    ((((((c7 * r + c6) * r + c5) * r + c4) * r + c3) * r + c2) * r + c1) * r + c0
  }
}

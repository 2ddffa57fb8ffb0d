internal import Glibc

/// Numerical integration over (0, ∞) of smooth decaying functions.
enum HalfLineQuadrature {
  /// Integrates by the double exponential rule w = exp(π/2 sinh t), t = −4 … 4 in steps of 1/16.
  ///
  /// For analytic integrands with at least power-law decay the error is about e^{−c n/ln n}; with
  /// 129 nodes it is below 10⁻¹² for the tails of a Student t with ν ≥ 2.
  ///
  /// - SeeAlso: Takahasi and Mori (1974), *Publ. RIMS* 9, 721–741.
  static func integrate(_ integrand: (Double) -> Double) -> Double {
    let step = 1.0 / 16
    let halfPi = Double.pi / 2
    var sum = 0.0
    for k in -64 ... 64 {
      let t = Double(k) * step
      let growth = exp(t)
      let w = exp(halfPi * (growth - 1 / growth) / 2)
      let slope = w * halfPi * (growth + 1 / growth) / 2
      let value = integrand(w)
      if value > 0 { sum += value * slope }
    }
    return sum * step
  }
}

import Glibc

/// ln(1 + ξy)/ξ and its inverse (e^(ξs) − 1)/ξ, which are y and s at ξ = 0.
///
/// The extreme-value distributions depend on their shape ξ only through these functions; both stay
/// accurate as ξ → 0.
enum ShapedLogarithm {
  /// ln(1 + ξy)/ξ; outside the support, where 1 + ξy ≤ 0, ∞ for ξ < 0 and −∞ for ξ > 0.
  static func value(at y: Double, shape: Double) -> Double {
    let product = shape * y
    if product <= -1 { return shape < 0 ? .infinity : -.infinity }
    if shape == 0 || abs(product) < negligible { return y }
    if product.isInfinite { return (log(abs(shape)) + log(abs(y))) / shape }
    return log1p(product) / shape
  }

  /// (e^(ξs) − 1)/ξ.
  static func inverse(of level: Double, shape: Double) -> Double {
    let product = shape * level
    return shape == 0 || abs(product) < negligible ? level : expm1(product) / shape
  }

  /// A p below this has ln(1 + p) and eᵖ − 1 equal to p to the last digit.
  private static let negligible = 0x1p-54
}

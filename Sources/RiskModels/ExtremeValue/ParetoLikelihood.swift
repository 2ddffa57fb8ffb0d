internal import Glibc

/// The log-likelihood of a generalized Pareto distribution and its derivatives, stable near ξ = 0.
///
///     ln f(y) = −ln β − ln(1 + w) − z·L(w),   z = y/β,  w = ξz,  L(w) = ln(1 + w)/w
enum ParetoLikelihood {
  /// The log-likelihood Σ ln f(yᵢ), or −∞ if an excess is beyond the end of the distribution.
  static func value(_ excesses: [Double], shape: Double, scale: Double) -> Double {
    var sum = 0.0
    for y in excesses {
      let z = y / scale
      let w = shape * z
      // At ξ = −1 the density is constant up to and including its end.
      if shape == -1 && w >= -1 - 1e-12 { continue }
      guard w > -1 else { return -.infinity }
      sum += log1p(w) + z * LogRatio(w).value
    }
    return -Double(excesses.count) * log(scale) - sum
  }

  /// The gradient and Hessian of Σ ln f(yᵢ) in (ξ, ln β).
  struct Derivatives {
    var shape = 0.0
    var logScale = 0.0
    var shapeShape = 0.0
    var shapeLogScale = 0.0
    var logScaleLogScale = 0.0

    /// Requires all excesses to be below the end of the distribution.
    init(_ excesses: [Double], shape xi: Double, scale: Double) {
      for y in excesses {
        let z = y / scale
        let ratio = LogRatio(xi * z)
        let share = z / (1 + xi * z)
        shape += -share - z * z * ratio.slope
        logScale += (1 + xi) * share - 1
        shapeShape += share * share - z * z * z * ratio.curvature
        shapeLogScale += share - (1 + xi) * share * share
        logScaleLogScale -= (1 + xi) * share * share / z
      }
    }

    /// The inverse observed information, or nil if it is not positive definite.
    var inverseInformation: (shape: Double, shapeLogScale: Double, logScale: Double)? {
      let determinant = shapeShape * logScaleLogScale - shapeLogScale * shapeLogScale
      guard shapeShape < 0, determinant > 0 else { return nil }
      return (
        -logScaleLogScale / determinant, shapeLogScale / determinant, -shapeShape / determinant
      )
    }
  }

  /// The function L(w) = ln(1 + w)/w with two derivatives, for w > −1.
  private struct LogRatio {
    let value: Double
    let slope: Double
    let curvature: Double

    /// Below this |w| cancellation in the closed forms exceeds the truncation error of the series.
    private static let small = 0.1

    init(_ w: Double) {
      guard abs(w) < Self.small else {
        value = log1p(w) / w
        slope = (1 / (1 + w) - value) / w
        curvature = (-1 / ((1 + w) * (1 + w)) - 2 * slope) / w
        return
      }
      // Σ (−w)ⁿ/(n + 1), differentiated term by term; the 18th term is below 10⁻¹⁸.
      var sums = (0.0, 0.0, 0.0)
      for n in stride(from: 18.0, through: 0, by: -1) {
        let coefficient = (n.truncatingRemainder(dividingBy: 2) == 0 ? 1 : -1) / (n + 1)
        sums.0 = sums.0 * w + coefficient
        if n >= 1 { sums.1 = sums.1 * w + n * coefficient }
        if n >= 2 { sums.2 = sums.2 * w + n * (n - 1) * coefficient }
      }
      (value, slope, curvature) = sums
    }
  }
}

/// A symmetric 2 × 2 matrix for a constant and a slope; the slope entries are zero without a slope.
struct LineCovariance: Hashable, Sendable {
  var constant: Double
  var cross: Double
  var slope: Double

  static let zero = LineCovariance(constant: 0, cross: 0, slope: 0)

  /// Adds w (1, x)(1, x)ᵀ.
  @inline(__always)
  mutating func add(_ w: Double, at x: Double) {
    constant += w
    cross += w * x
    slope += w * x * x
  }

  /// Returns A⁻¹ B A⁻¹ for the leading `order` rows, where A is this matrix; nil if A is singular.
  func sandwich(_ b: LineCovariance, order: Int) -> LineCovariance? {
    if order == 1 {
      guard constant > 0 else { return nil }
      return LineCovariance(constant: b.constant / (constant * constant), cross: 0, slope: 0)
    }
    let determinant = constant * slope - cross * cross
    guard determinant > 1e-12 * constant * slope else { return nil }
    let (i, j, k) = (slope / determinant, -cross / determinant, constant / determinant)
    let (p, q) = (i * b.constant + j * b.cross, i * b.cross + j * b.slope)
    let (r, s) = (j * b.constant + k * b.cross, j * b.cross + k * b.slope)
    return LineCovariance(constant: p * i + q * j, cross: p * j + q * k, slope: r * j + s * k)
  }

  /// Returns θᵀ A⁻¹ θ for the leading `order` rows; nil if A is not positive definite.
  func wald(_ theta: LinePoint, order: Int) -> Double? {
    guard constant > 0 else { return nil }
    if order == 1 { return theta.constant * theta.constant / constant }
    let determinant = constant * slope - cross * cross
    guard determinant > 1e-12 * constant * slope else { return nil }
    let (a, b) = (theta.constant, theta.slope)
    return (a * a * slope - 2 * a * b * cross + b * b * constant) / determinant
  }
}

extension JointTailFit {
  /// The exceedances of the fitted quantile: their count and the dispersion of their excesses.
  struct Exceedances: Hashable {
    /// The number strictly above the line; observations on it are excluded.
    let count: Double
    /// κ: the variance of (L − V)/σ, divisor count − 1.
    let dispersion: Double
  }

  /// Nil with fewer than three exceedances.
  var exceedances: Exceedances? {
    var (count, sum, squares) = (0.0, 0.0, 0.0)
    for i in 0 ..< cells.candidateCount where cells.weights[i] > 0 {
      let excess = cells.losses[i] - quantile.value(at: cells.quantileRegressors[i])
      guard excess > 1e-10 * shortfall.constant else { continue }
      let ratio = excess / cells.scales[i]
      count += cells.weights[i]
      sum += cells.weights[i] * ratio
      squares += cells.weights[i] * ratio * ratio
    }
    guard count >= 3 else { return nil }
    return Exceedances(
      count: count, dispersion: max(0, (squares - sum * sum / count) / (count - 1)))
  }

  /// v = κ σ²/p + (1 − p)(E − V)²/p, the variance of Z in one cell.
  @inline(__always)
  func targetVariance(of cell: Int, _ exceedances: Exceedances) -> Double {
    let distance =
      shortfall.value(at: cells.shortfallRegressors[cell])
      - quantile.value(at: cells.quantileRegressors[cell])
    let scale = cells.scales[cell]
    return (exceedances.dispersion * scale * scale + (1 - cells.tail) * distance * distance)
      / cells.tail
  }

  /// Returns the covariance Λ⁻¹ Σ Λ⁻¹/n of the shortfall's coefficients.
  ///
  /// Λ = mean x xᵀ/E², Σ = mean v x xᵀ/E⁴; nil if Λ is singular.
  func shortfallCovariance(_ exceedances: Exceedances) -> LineCovariance? {
    var (bread, meat) = (LineCovariance.zero, LineCovariance.zero)
    for i in cells.weights.indices {
      let x = cells.shortfallRegressors[i]
      let e = shortfall.value(at: x)
      let weight = cells.weights[i] / (e * e)
      bread.add(weight, at: x)
      meat.add(weight * targetVariance(of: i, exceedances) / (e * e), at: x)
    }
    // The sums are n Λ and n Σ, which gives the factor 1/n.
    return bread.sandwich(meat, order: cells.shortfallOrder)
  }
}

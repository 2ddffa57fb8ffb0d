internal import Glibc
internal import LinearAlgebra
internal import Statistics

/// The sandwich covariance D⁻¹ A D⁻¹/n of a quantile recursion's parameters.
///
/// For the tick loss (Engle and Manganelli, theorem 2):
///
///     A = p(1 − p)/n Σ ∇V ∇Vᵀ,   D = 1/(2 n c) Σ 1{|L − V| < c} ∇V ∇Vᵀ
///
/// For FZ0 with E = m V (Patton, Ziegel and Chen, theorem 2), where s is the gradient of one day's
/// loss:
///
///     A = 1/n Σ s sᵀ,   D = 1/n Σ ( 1{|L − V| < c}/(2 c p E) ∇V ∇Vᵀ + ∇E ∇Eᵀ/E² )
///
/// The bandwidth is that of Hall and Sheather, as in White, Kim and Manganelli: c is the median
/// absolute deviation of L − V times z(p + h) − z(p − h), z is the normal quantile, and h =
/// n^(−1/3) z(0.975)^(2/3) (1.5 φ(z(p))²/(2 z(p)² + 1))^(1/3), at most p/2.
///
/// - SeeAlso: White, Kim and Manganelli (2015), *Journal of Econometrics* 187(1), 169–188,
///   doi:10.1016/j.jeconom.2015.02.004.
struct QuantileCovariance: Sendable, Equatable {
  private let matrix: Matrix

  var count: Int { matrix.rowCount }

  func standardError(of parameter: Int) -> Double {
    max(0, matrix[parameter, parameter]).squareRoot()
  }

  /// The standard error √(gᵀ C g) along a gradient g in the first parameters.
  func standardError(along gradient: SIMD4<Double>) -> Double {
    var variance = 0.0
    for i in 0 ..< min(count, 4) {
      for j in 0 ..< min(count, 4) { variance += gradient[i] * matrix[i, j] * gradient[j] }
    }
    return max(0, variance).squareRoot()
  }

  /// Creates the covariance, or nil if D is singular; `states` has one more forecast than losses.
  init?(
    _ losses: [Double], states: [QuantileState], parameters k: Int, tail: Double,
    jointMultiple multiple: Double?
  ) {
    let size = multiple == nil ? k : k + 1
    let bandwidth = Self.bandwidth(losses, states, tail: tail)
    var outer = Matrix(rows: size, columns: size)
    var bread = outer
    for (loss, state) in zip(losses, states) {
      let v = state.quantile
      let kernel = abs(loss - v) < bandwidth ? 1 / (2 * bandwidth) : 0
      let slope = (0 ..< k).map { state.gradient[$0] }
      guard let multiple else {
        outer.add(tail * (1 - tail), slope)
        bread.add(kernel, slope)
        continue
      }
      let e = multiple * v
      let shortfallSlope = slope.map { multiple * $0 } + [v]
      let hit = loss > v ? 1.0 : 0
      let byQuantile = (tail - hit) / (tail * e)
      let byShortfall = -(hit * (loss - v) / tail + v - e) / (e * e)
      outer.add(1, zip(slope + [0], shortfallSlope).map { byQuantile * $0 + byShortfall * $1 })
      bread.add(kernel / (tail * e), slope + [0])
      bread.add(1 / (e * e), shortfallSlope)
    }
    // The sums are n D and n A; (n D)⁻¹ (n A) (n D)⁻¹ already contains the factor 1/n.
    guard let factor = try? Cholesky(factorizing: bread) else { return nil }
    factor.solve(&outer)
    var sandwich = outer.transposed()
    factor.solve(&sandwich)
    guard sandwich.isFinite else { return nil }
    matrix = sandwich
  }

  private static func bandwidth(
    _ losses: [Double], _ states: [QuantileState], tail: Double
  ) -> Double {
    let z = Normal.quantile(of: tail)
    let density = Normal.density(at: z)
    let h = min(
      tail / 2,
      cbrt(1 / Double(losses.count)) * pow(Normal.quantile(of: 0.975), 2.0 / 3)
        * cbrt(1.5 * density * density / (2 * z * z + 1)))
    let residuals = zip(losses, states).map { $0 - $1.quantile }
    let center = median(residuals)
    let deviation = median(residuals.map { abs($0 - center) })
    return deviation * (Normal.quantile(of: tail + h) - Normal.quantile(of: tail - h))
  }

  private static func median(_ values: [Double]) -> Double {
    var ascending = values
    sortAscending(&ascending)
    let middle = ascending.count / 2
    return ascending.count % 2 == 1
      ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2
  }
}

extension Matrix {
  /// Adds the weighted outer product `weight` · x xᵀ.
  fileprivate mutating func add(_ weight: Double, _ x: [Double]) {
    guard weight != 0 else { return }
    for i in x.indices {
      for j in x.indices { self[i, j] += weight * x[i] * x[j] }
    }
  }
}

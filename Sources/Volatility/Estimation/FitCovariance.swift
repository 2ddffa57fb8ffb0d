public import LinearAlgebra

/// Covariance matrices of the estimates: inverse Hessian and robust.
///
///     Hessian: −H⁻¹;   robust: H⁻¹ (Σ sₜ sₜᵀ) H⁻¹
///
/// H is the Hessian of ℓ at the estimates, in closed form or by central differences of the analytic
/// gradient. The robust errors remain valid if the variance is correctly specified and the
/// innovation distribution is not.
///
/// - SeeAlso: Bollerslev and Wooldridge (1992), *Econometric Reviews* 11(2), 143–172.
public struct FitCovariance: Equatable, Sendable {
  /// The inverse-Hessian covariance −H⁻¹.
  public let hessian: Matrix
  /// The robust covariance H⁻¹ (Σ sₜ sₜᵀ) H⁻¹.
  public let robust: Matrix

  /// Inverse-Hessian standard errors, in the order of the parameters.
  public var standardErrors: [Double] { Self.roots(hessian) }
  /// Robust standard errors, in the order of the parameters.
  public var robustStandardErrors: [Double] { Self.roots(robust) }

  private static func roots(_ matrix: Matrix) -> [Double] {
    (0 ..< matrix.rowCount).map { matrix[$0, $0].squareRoot() }
  }
}

extension VolatilityFit {
  /// The covariance of the estimates, or nil at a bound or if −H is not positive definite.
  ///
  /// `returns` must be those the model was fitted to; this is not checked.
  public func covariance(on returns: [Double]) -> FitCovariance? {
    guard status == .converged else { return nil }
    let scaled = ScaledReturns(returns, scale: scale)
    let unit = model.scaled(by: 1 / scaled.scale)
    let point = model.rescaled(parameters, by: 1 / scaled.scale)
    var likelihood = Likelihood(unit, returns: scaled.values)
    let products = likelihood.scoreProducts(at: point)
    guard let hessian = likelihood.inverseInformation(at: point, products) else { return nil }
    let outer = Matrix(rowMajor: products, order: point.count)
    let robust = hessian.sandwiching(outer)
    let units = model.rescalingSlopes(at: point, by: scaled.scale)
    return FitCovariance(
      hessian: units.sandwiching(hessian), robust: units.sandwiching(robust))
  }
}

extension Likelihood {
  /// The inverse information −H⁻¹ at the parameters of the last run.
  ///
  /// Nil if −H is not positive definite.
  ///
  /// H is in closed form if available, otherwise by central differences with a step of a thousandth
  /// of a standard error, or a tenth if zero residuals are kinks. The expected curvature of a mean
  /// includes the contribution of its kinks, which a step too short to cross any of them misses.
  fileprivate mutating func inverseInformation(at point: [Double], _ products: [Double]) -> Matrix?
  {
    let n = point.count
    let information = information(at: point, products)
    guard information.allSatisfy(\.isFinite),
      let factor = try? Cholesky(factorizing: Matrix(rowMajor: information, order: n))
    else { return nil }
    var inverse = Matrix.identity(order: n)
    factor.solve(&inverse)
    return inverse
  }

  /// The information −H in row-major order.
  private mutating func information(at point: [Double], _ products: [Double]) -> [Double] {
    if model.hasClosedCurvature { return secondDerivatives(at: point).map(-) }
    let n = point.count
    let share = model.form.hasKinks ? 0.1 : 1e-3
    var information = [Double](repeating: 0, count: n * n)
    var above = [Double](repeating: 0, count: n)
    var below = above
    for i in 0 ..< n {
      let step = step(
        from: point, at: i, share / max(products[i * n + i], 1e-8).squareRoot())
      var moved = point
      moved[i] = point[i] + step
      _ = value(at: moved, gradient: &above)
      let width = moved[i] - (point[i] - step)
      moved[i] = point[i] - step
      _ = value(at: moved, gradient: &below)
      for j in 0 ..< n {
        let slope = (below[j] - above[j]) / width
        information[i * n + j] += 0.5 * slope
        information[j * n + i] += 0.5 * slope
      }
    }
    return information
  }

  /// The step of a parameter, halved until the density exists on both sides.
  ///
  /// A flat likelihood has a wide standard error, and a shape parameter less far than a part of it
  /// from the end of its domain.
  private func step(from point: [Double], at index: Int, _ full: Double) -> Double {
    let first = point.count - model.innovations.parameterNames.count
    var step = full
    func isInside(_ sign: Double) -> Bool {
      var moved = point
      moved[index] += sign * step
      return model.innovations.hasDensity(shape: moved[first...])
    }
    guard index >= first else { return step }
    for _ in 0 ..< 60 where !(isInside(1) && isInside(-1)) { step *= 0.5 }
    return step
  }
}

extension ConditionalVolatility {
  /// The Jacobian of the parameters of the scaled returns with respect to those of the returns.
  fileprivate func rescalingSlopes(at point: [Double], by scale: Double) -> Matrix {
    var slopes = Matrix.identity(order: point.count)
    if mean != .zero { slopes[0, 0] = scale }
    let start = mean.parameterCount
    let row = form.omegaSlopes(of: recursive(point), rescaledBy: scale)
    for (j, slope) in row.enumerated() { slopes[start, start + j] = slope }
    return slopes
  }
}

extension Matrix {
  fileprivate init(rowMajor values: [Double], order: Int) {
    self.init(rows: (0 ..< order).map { Array(values[$0 * order ..< ($0 + 1) * order]) })
  }

  /// The sandwich product A B Aᵀ.
  fileprivate func sandwiching(_ inner: Matrix) -> Matrix {
    var half = Matrix(rows: rowCount, columns: columnCount)
    multiply(self, by: inner, into: &half)
    var whole = Matrix(rows: rowCount, columns: columnCount)
    multiply(half, by: self, .transposed, into: &whole)
    return whole
  }
}

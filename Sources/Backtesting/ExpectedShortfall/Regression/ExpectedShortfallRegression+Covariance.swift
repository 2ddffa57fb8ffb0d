internal import Glibc
public import LinearAlgebra
internal import Statistics

extension ExpectedShortfallRegression {
  /// The asymptotic covariance Λ⁻¹ Σ Λ⁻¹/n of the coefficients a, b, c, d that the equations have.
  ///
  ///     Λ = mean of ( x xᵀ f/(p E),  x′x′ᵀ/E² ) on the diagonal, zero off it
  ///     Σ = mean of ( (1−p)/(p E²) x xᵀ,  v/E⁴ x′x′ᵀ ) on the diagonal,
  ///         (1−p)(E − V)/(p E³) x x′ᵀ off it
  ///     v = κ σ²/p + (1 − p)(E − V)²/p
  ///
  /// It is valid if both equations are correctly specified. The scale σ of the losses is linear in
  /// their regressor: the least-squares line of the absolute residuals from the least-squares line
  /// of the losses, at least a tenth of its mean. κ is the variance of (L − V)/σ over the
  /// exceedances. f is the density of the losses at V: 1/σ times 2 h over the difference of the
  /// quantiles p ± h of (L − V)/σ, with h the bandwidth of Hall and Sheather, at most p/2. Nil if a
  /// matrix is singular or those quantiles coincide. Entries are in
  /// products of the coefficients' units: that of the losses for a and c, and that of the losses
  /// over the regressor's for b and d.
  ///
  /// - SeeAlso: Dimitriadis and Bayer (2019); Hall and Sheather (1988), *Journal
  ///   of the Royal Statistical Society B* 50(3), 381–391.
  public var covariance: Matrix? {
    guard let exceedances = fit.exceedances, let density = frame.density(about: fit) else {
      return nil
    }
    let cells = fit.cells
    let p = cells.tail
    let (kq, ke) = (cells.quantileOrder, cells.shortfallOrder)
    var bread = Matrix(rows: kq + ke, columns: kq + ke)
    var meat = bread
    for i in cells.weights.indices {
      let (xq, xe) = (cells.quantileRegressors[i], cells.shortfallRegressors[i])
      let x = [1, frame.quantile.given(xq)].prefix(kq) + [0, 0].prefix(ke)
      let y = [0, 0].prefix(kq) + [1, frame.shortfall.given(xe)].prefix(ke)
      let e = fit.shortfall.value(at: xe)
      let distance = e - fit.quantile.value(at: xq)
      let variance = fit.targetVariance(of: i, exceedances)
      bread.add(density / (cells.scales[i] * p * e), x, x)
      bread.add(1 / (e * e), y, y)
      meat.add((1 - p) / (p * e * e), x, x)
      meat.add((1 - p) * distance / (p * e * e * e), x, y)
      meat.add((1 - p) * distance / (p * e * e * e), y, x)
      meat.add(variance / (e * e * e * e), y, y)
    }
    // The sums are n Λ and n Σ, which gives the factor 1/n.
    guard let factor = try? Cholesky(factorizing: bread) else { return nil }
    factor.solve(&meat)
    var sandwich = meat.transposed()
    factor.solve(&sandwich)
    return sandwich.isFinite ? sandwich : nil
  }
}

extension RegressionFrame {
  /// The density of (L − V)/σ at zero; nil if the quantiles around it coincide.
  fileprivate func density(about fit: JointTailFit) -> Double? {
    let sizes = scales
    var residuals: [Double] = losses.indices.map { i in
      (losses[i] - fit.quantile.value(at: quantile.values[i])) / sizes[i]
    }
    guard residuals.allSatisfy(\.isFinite) else { return nil }
    sortAscending(&residuals)
    let p = fit.cells.tail
    let z = Normal.quantile(of: p)
    let density = Normal.density(at: z)
    let bandwidth = min(
      p / 2,
      cbrt(1 / Double(losses.count)) * pow(Normal.quantile(of: 0.975), 2.0 / 3)
        * cbrt(1.5 * density * density / (2 * z * z + 1)))
    let last = Double(losses.count - 1)
    let high = residuals[Int((last * (1 - p + bandwidth)).rounded())]
    let low = residuals[Int((last * (1 - p - bandwidth)).rounded())]
    return high > low ? 2 * bandwidth / (high - low) : nil
  }
}

extension Matrix {
  /// Adds `weight` x yᵀ.
  fileprivate mutating func add(_ weight: Double, _ x: ArraySlice<Double>, _ y: ArraySlice<Double>)
  {
    for (i, a) in x.enumerated() {
      for (j, b) in y.enumerated() { self[i, j] += weight * a * b }
    }
  }
}

internal import CKernels

extension ConditionalVolatility {
  /// Whether ``Likelihood`` has second derivatives in closed form.
  var hasClosedCurvature: Bool {
    guard case .garch(let recursion) = self.recursion else { return false }
    return recursion.isFirstOrder && recursion.recursionPower == .square
      && innovations == .normal && mean != .autoregressive
  }
}

extension Likelihood {
  /// The Hessian ∂²ℓ/∂θ∂θ′ in row-major order, at the last ``value(at:gradient:)`` parameters.
  ///
  /// It requires a model with ``ConditionalVolatility/hasClosedCurvature``.
  func secondDerivatives(at parameters: [Double]) -> [Double] {
    precondition(model.hasClosedCurvature, "No closed form of second derivatives")
    let n = dimension
    let means = series.means
    let recursive = n - means
    var byKernel = [Double](repeating: 0, count: n * n)
    unsafe series.withKernelSeries { series in
      unsafe ckernels_normal_garch_curvature(
        series, recursive == 4 ? 1 : 0, model.running(parameters), rows.variances, weights, pulls,
        rows.slopes, &byKernel)
    }
    // The kernel orders the recursion first, the model its mean.
    var hessian = byKernel
    for i in 0 ..< n {
      for j in 0 ..< n {
        hessian[((i + means) % n) * n + (j + means) % n] = byKernel[i * n + j]
      }
    }
    return hessian
  }
}

extension GARCH {
  /// Σᵢ gᵢ ∂²parameterᵢ / ∂coordinateⱼ ∂coordinateₖ of a first-order recursion, in row-major order.
  ///
  /// With persistence P, α share s and asymmetry a: α = Ps(1 − a), γ = 2Psa, β = P(1 − s).
  func coordinateCurvature(of slopes: [Double], at coordinates: [Double]) -> [Double] {
    precondition(isFirstOrder, "A recursion of first order")
    let n = parameterCount
    let (persistence, share) = (coordinates[1], coordinates[2])
    let isAsymmetric = asymmetricLags == 1
    let lean = isAsymmetric ? coordinates[3] : 0
    let byAlpha = slopes[1]
    let byGamma = isAsymmetric ? slopes[2] : 0
    let byBeta = slopes[n - 1]
    var curvature = [Double](repeating: 0, count: n * n)
    func set(_ i: Int, _ j: Int, _ value: Double) {
      curvature[i * n + j] = value
      curvature[j * n + i] = value
    }
    set(1, 2, byAlpha * (1 - lean) + byGamma * 2 * lean - byBeta)
    if isAsymmetric {
      set(1, 3, share * (2 * byGamma - byAlpha))
      set(2, 3, persistence * (2 * byGamma - byAlpha))
    }
    return curvature
  }
}

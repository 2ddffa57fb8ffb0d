extension GeneralizedParetoFit {
  init(maximizing ascending: [Double]) throws(RiskModelError) {
    let largest = ascending[ascending.count - 1]
    let profile = ParetoProfile(ascending.map { $0 / largest })
    let best = profile.greatestMaximum
    // At ξ = −1 the likelihood is greatest for a uniform up to the largest excess: ℓ = −k ln 1.
    if let best, best.value >= 0 {
      let scale = best.scale * largest
      self.init(
        shape: best.shape, scale: scale, excesses: ascending,
        covariance: Self.covariance(ascending, best.shape, scale), status: .converged)
    } else if best == nil, profile.risesBeyondHighestShape {
      throw .didNotConverge(
        model: "extreme-value",
        reason: "the likelihood rises up to a shape of \(Int(Self.highestShape)) and beyond")
    } else {
      self.init(shape: -1, scale: largest, excesses: ascending, covariance: nil, status: .boundary)
    }
  }

  /// The inverse observed information in (ξ, β), where the derivative by ln β is zero.
  private static func covariance(
    _ excesses: [Double], _ shape: Double, _ scale: Double
  ) -> Covariance? {
    guard shape > -0.5 else { return nil }
    let derivatives = ParetoLikelihood.Derivatives(excesses, shape: shape, scale: scale)
    return derivatives.inverseInformation.map { inverse in
      Covariance(
        shape: inverse.shape, shapeScale: inverse.shapeLogScale * scale,
        scale: inverse.logScale * scale * scale)
    }
  }
}

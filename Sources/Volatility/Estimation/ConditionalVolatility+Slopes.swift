extension ConditionalVolatility {
  /// ℓ of returns at parameters in the order of ``parameterNames``, with ∂ℓ/∂θ.
  package func logLikelihood(
    of returns: [Double], at parameters: [Double], gradient: inout [Double]
  ) -> Double {
    precondition(parameters.count == parameterNames.count, "\(parameters.count) parameters")
    precondition(gradient.count == parameters.count, "A gradient of \(gradient.count) numbers")
    var likelihood = Likelihood(self, returns: returns)
    return likelihood.value(at: parameters, gradient: &gradient)
  }

  /// ∂²ℓ/∂θ∂θ′ row by row, or nil without a closed form.
  package func secondDerivatives(of returns: [Double], at parameters: [Double]) -> [Double]? {
    guard hasClosedCurvature else { return nil }
    var likelihood = Likelihood(self, returns: returns)
    var gradient = [Double](repeating: 0, count: parameters.count)
    _ = likelihood.value(at: parameters, gradient: &gradient)
    return likelihood.secondDerivatives(at: parameters)
  }

  /// Σ sₜ sₜᵀ row by row, sₜ the slopes of the t-th term of ℓ.
  package func scoreProducts(of returns: [Double], at parameters: [Double]) -> [Double] {
    var likelihood = Likelihood(self, returns: returns)
    return likelihood.scoreProducts(at: parameters)
  }
}

/// What a search moves instead of the parameters.
extension ConditionalVolatility {
  /// The bounds of the recursion's coordinates.
  package var recursionBounds: (lower: [Double], upper: [Double]) {
    (form.lowerBounds, form.upperBounds)
  }

  /// The recursion's parameters at its coordinates.
  package func recursionParameters(at coordinates: [Double]) -> [Double] {
    form.parameters(at: coordinates)
  }

  /// The coordinates of the recursion's parameters, or nil for those outside the bounds.
  package func recursionCoordinates(of parameters: [Double]) -> [Double]? {
    form.coordinates(of: parameters)
  }

  /// Σᵢ slopeᵢ ∂² parameterᵢ / ∂ coordinateⱼ ∂ coordinateₖ of a GARCH of first order, else nil.
  package func coordinateCurvature(of slopes: [Double], at coordinates: [Double]) -> [Double]? {
    guard case .garch(let recursion) = recursion, recursion.isFirstOrder else { return nil }
    return recursion.coordinateCurvature(of: slopes, at: coordinates)
  }

  /// ∂ parameterᵢ / ∂ coordinateⱼ, row by row.
  package func recursionJacobian(at coordinates: [Double]) -> [Double] {
    form.jacobian(at: coordinates)
  }
}

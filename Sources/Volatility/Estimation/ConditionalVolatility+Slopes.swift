extension ConditionalVolatility {
  /// The log-likelihood ℓ with its gradient ∂ℓ/∂θ, in the order of ``parameterNames``.
  package func logLikelihood(
    of returns: [Double], at parameters: [Double], gradient: inout [Double]
  ) -> Double {
    precondition(parameters.count == parameterNames.count, "\(parameters.count) parameters")
    precondition(gradient.count == parameters.count, "A gradient of \(gradient.count) numbers")
    var likelihood = Likelihood(self, returns: returns)
    return likelihood.value(at: parameters, gradient: &gradient)
  }

  /// The Hessian ∂²ℓ/∂θ∂θ′ in row-major order, or nil if it has no closed form.
  package func secondDerivatives(of returns: [Double], at parameters: [Double]) -> [Double]? {
    guard hasClosedCurvature else { return nil }
    var likelihood = Likelihood(self, returns: returns)
    var gradient = [Double](repeating: 0, count: parameters.count)
    _ = likelihood.value(at: parameters, gradient: &gradient)
    return likelihood.secondDerivatives(at: parameters)
  }

  /// The outer product of scores Σ sₜ sₜᵀ in row-major order, where sₜ = ∂ℓₜ/∂θ.
  package func scoreProducts(of returns: [Double], at parameters: [Double]) -> [Double] {
    var likelihood = Likelihood(self, returns: returns)
    return likelihood.scoreProducts(at: parameters)
  }
}

/// The coordinates that the optimizer uses in place of the parameters.
extension ConditionalVolatility {
  /// The bounds of the recursion's coordinates.
  package var recursionBounds: (lower: [Double], upper: [Double]) {
    (form.lowerBounds, form.upperBounds)
  }

  /// The recursion's parameters at its coordinates.
  package func recursionParameters(at coordinates: [Double]) -> [Double] {
    form.parameters(at: coordinates)
  }

  /// The coordinates of the recursion's parameters, or nil if they are outside the bounds.
  package func recursionCoordinates(of parameters: [Double]) -> [Double]? {
    form.coordinates(of: parameters)
  }

  /// Σᵢ slopeᵢ ∂² parameterᵢ / ∂ coordinateⱼ ∂ coordinateₖ of a first-order GARCH, otherwise nil.
  package func coordinateCurvature(of slopes: [Double], at coordinates: [Double]) -> [Double]? {
    guard case .garch(let recursion) = recursion, recursion.isFirstOrder else { return nil }
    return recursion.coordinateCurvature(of: slopes, at: coordinates)
  }

  /// The Jacobian ∂ parameterᵢ / ∂ coordinateⱼ in row-major order.
  package func recursionJacobian(at coordinates: [Double]) -> [Double] {
    form.jacobian(at: coordinates)
  }
}

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

  /// ∂ parameterᵢ / ∂ coordinateⱼ, row by row.
  package func recursionJacobian(at coordinates: [Double]) -> [Double] {
    form.jacobian(at: coordinates)
  }
}

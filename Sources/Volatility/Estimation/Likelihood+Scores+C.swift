internal import CKernels

extension Likelihood {
  /// The outer product of scores Σₜ sₜ sₜᵀ in row-major order, where sₜ = ∂ℓₜ/∂θ.
  ///
  /// Its expectation is the information matrix if the model is correctly specified.
  mutating func scoreProducts(at parameters: [Double]) -> [Double] {
    rows.wantsSlopes = true
    filter(parameters)
    let dimensions = model.innovations.parameterCount
    let shape = Array(parameters.suffix(dimensions))
    _ = innovationScore(model.innovations, shape)
    let scores = shapeScores(model.innovations, shape)
    let all = dimension
    var products = [Double](repeating: 0, count: all * all)
    unsafe series.withKernelSeries { series in
      unsafe ckernels_score_products(
        series, weights, pulls, rows.slopes, rows.width, all - dimensions,
        shapeColumns > 0 ? 1 : 0, scores, Int32(dimensions), &products)
    }
    return products
  }

  private func shapeScores(_ family: InnovationFamily, _ shape: [Double]) -> [Double] {
    var scores = [Double](repeating: 0, count: count * shape.count)
    switch family {
    case .normal: break
    case .studentT: fillSkewedTScores(SkewedTConstants(shape[0], 0), dimension: 1, &scores)
    case .skewedT: fillSkewedTScores(SkewedTConstants(shape[0], shape[1]), dimension: 2, &scores)
    case .generalizedError:
      let constants = GeneralizedErrorConstants(shape[0])
      unsafe ckernels_generalized_error_shape_scores(
        series.residuals, rows.variances, count, constants.shape, constants.scale,
        constants.logPeakByShape,
        constants.logScaleByShape, &scores)
    }
    return scores
  }

  private func fillSkewedTScores(
    _ constants: SkewedTConstants, dimension: Int, _ scores: inout [Double]
  ) {
    let byNu = [
      constants.bByNu / constants.b + constants.logPeakByNu, constants.bByNu, constants.aByNu,
    ]
    let byLambda = [constants.bByLambda / constants.b, constants.bByLambda, constants.aByLambda]
    let count = count
    unsafe scores.withUnsafeMutableBufferPointer { scores in
      guard let first = scores.baseAddress else { return }
      unsafe ckernels_skewed_t_shape_scores(
        series.residuals, rows.variances, count, constants.nu, constants.lambda, constants.a,
        constants.b, byNu, byLambda,
        first, dimension > 1 ? first + count : nil)
    }
  }
}

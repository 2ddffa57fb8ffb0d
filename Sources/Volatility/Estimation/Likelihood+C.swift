internal import CKernels
internal import Glibc
internal import Statistics

extension ResidualSeries {
  /// Computes the residuals and the sums behind the presample variance and its slopes.
  mutating func setResiduals(
    of returns: [Double], mean: [Double]
  ) -> (squares: Double, plain: Double, lagged: Double) {
    var sums = [0.0, 0, 0]
    unsafe ckernels_residuals(
      returns, lagged, returns.count, Int32(means), mean, &residuals, &sums)
    return (sums[0], sums[1], sums[2])
  }

  /// Passes the series to a C kernel.
  func withKernelSeries<R>(_ body: (UnsafePointer<ckernels_series>) -> R) -> R {
    unsafe residuals.withUnsafeBufferPointer { residuals in
      unsafe lagged.withUnsafeBufferPointer { lagged in
        var series = unsafe ckernels_series(
          residuals: residuals.baseAddress, lagged: lagged.baseAddress, count: residuals.count,
          means: Int32(means), presample: presample, presample_slopes: presampleSlopes,
          presample_curvature: presampleCurvature)
        return unsafe body(&series)
      }
    }
  }
}

extension VarianceRows {
  /// Passes the variances to a C kernel, with the slopes if requested.
  mutating func withKernelRows(
    _ body: (UnsafeMutablePointer<Double>?, UnsafeMutablePointer<Double>?) -> Void
  ) {
    let wantsSlopes = wantsSlopes
    unsafe variances.withUnsafeMutableBufferPointer { variances in
      unsafe slopes.withUnsafeMutableBufferPointer { slopes in
        unsafe body(variances.baseAddress, wantsSlopes ? slopes.baseAddress : nil)
      }
    }
  }
}

extension GARCH {
  func filter(_ series: ResidualSeries, _ parameters: [Double], into rows: inout VarianceRows) {
    let width = rows.width
    unsafe series.withKernelSeries { series in
      unsafe rows.withKernelRows { variances, slopes in
        unsafe ckernels_threshold_garch(
          series, Int32(residualLags), Int32(asymmetricLags), Int32(varianceLags),
          Int32(recursionPower.rawValue), parameters, variances, slopes, width)
      }
    }
  }
}

extension EGARCH {
  func filter(_ series: ResidualSeries, _ parameters: [Double], into rows: inout VarianceRows) {
    let width = rows.width
    unsafe series.withKernelSeries { series in
      unsafe rows.withKernelRows { variances, slopes in
        unsafe ckernels_egarch(series, Self.centre, parameters, variances, slopes, width)
      }
    }
  }
}

extension APARCH {
  func filter(_ series: ResidualSeries, _ parameters: [Double], into rows: inout VarianceRows) {
    let width = rows.width
    unsafe series.withKernelSeries { series in
      unsafe rows.withKernelRows { variances, slopes in
        unsafe ckernels_aparch(series, parameters, variances, slopes, width)
      }
    }
  }
}

extension ExponentialWeights {
  func filter(_ series: ResidualSeries, _ parameters: [Double], into rows: inout VarianceRows) {
    unsafe series.withKernelSeries { series in
      unsafe rows.withKernelRows { variances, slopes in
        unsafe ckernels_ewma(series, self == .asymmetric ? 1 : 0, parameters, variances, slopes)
      }
    }
  }
}

extension ScoreRecursion {
  func filter(_ series: ResidualSeries, _ parameters: [Double], into rows: inout VarianceRows) {
    let width = rows.width
    var innovations = kernelInnovations(shape: Array(parameters.dropFirst(parameterCount)))
    unsafe series.withKernelSeries { series in
      unsafe rows.withKernelRows { variances, slopes in
        unsafe ckernels_score_driven(
          series, kernelFamily, isAsymmetric ? 1 : 0, &innovations, parameters, variances, slopes,
          width)
      }
    }
  }

  private var kernelFamily: Int32 {
    switch innovations {
    case .normal: Int32(ckernels_normal)
    case .studentT: Int32(ckernels_student_t)
    case .skewedT: Int32(ckernels_skewed_t)
    case .generalizedError: Int32(ckernels_generalized_error)
    }
  }

  private func kernelInnovations(shape: [Double]) -> ckernels_score_law {
    var kernel = ckernels_score_law()
    switch innovations {
    case .normal: break
    case .studentT: kernel.nu = shape[0]
    case .skewedT:
      let constants = SkewedTConstants(shape[0], shape[1])
      (kernel.nu, kernel.lambda) = (shape[0], shape[1])
      (kernel.a, kernel.b) = (constants.a, constants.b)
      (kernel.a_by_nu, kernel.b_by_nu) = (constants.aByNu, constants.bByNu)
      (kernel.a_by_lambda, kernel.b_by_lambda) = (
        constants.aByLambda, constants.bByLambda
      )
    case .generalizedError:
      let constants = GeneralizedErrorConstants(shape[0])
      (kernel.shape, kernel.scale) = (constants.shape, constants.scale)
      kernel.log_scale_by_shape = constants.logScaleByShape
    }
    return kernel
  }
}

extension Likelihood {
  /// The gradient Σ wₜ · slopes plus the direct effect of the mean on the residuals.
  ///
  /// The columns of the shape come last.
  func rowGradient(columns: Int) -> [Double] {
    var gradient = [Double](repeating: 0, count: columns + shapeColumns)
    unsafe series.withKernelSeries { series in
      unsafe ckernels_gradient(
        series, weights, pulls, rows.slopes, rows.width, columns, shapeColumns, &gradient)
    }
    return gradient
  }

  /// Fills weights and pulls; returns the log-likelihood and its slopes by the shape.
  mutating func innovationScore(_ family: InnovationFamily, _ shape: [Double]) -> InnovationScore {
    switch family {
    case .normal: normalScore()
    case .studentT: skewedTScore(SkewedTConstants(shape[0], 0), dimension: 1)
    case .skewedT: skewedTScore(SkewedTConstants(shape[0], shape[1]), dimension: 2)
    case .generalizedError: generalizedErrorScore(GeneralizedErrorConstants(shape[0]))
    }
  }

  private mutating func normalScore() -> InnovationScore {
    var sums = ckernels_sums()
    unsafe ckernels_normal_score(
      series.residuals, rows.variances, count, &weights, &pulls, &sums)
    let constant = -0.5 * Double(count) * log(2 * Double.pi)
    return InnovationScore(value: constant - 0.5 * sums.logs - 0.5 * sums.kernel, shapeSlopes: [])
  }

  private mutating func skewedTScore(_ constants: SkewedTConstants, dimension: Int)
    -> InnovationScore
  {
    var sums = ckernels_sums()
    var squares = 0.0
    unsafe ckernels_skewed_t_score(
      series.residuals, rows.variances, count, constants.nu, constants.lambda, constants.a,
      constants.b, &weights,
      &pulls, &sums, &squares)
    let n = Double(count)
    let rate = (constants.nu + 1) / (constants.nu - 2)
    let value =
      n * (log(constants.b) + constants.logPeak) - 0.5 * sums.logs - 0.5 * (constants.nu + 1)
      * sums.kernel
    let byNu =
      n * (constants.bByNu / constants.b + constants.logPeakByNu) - 0.5 * sums.kernel + 0.5 * rate
      * sums.first
      - rate * (constants.bByNu * sums.second + constants.aByNu * sums.third)
    let byLambda =
      n * constants.bByLambda / constants.b
      - rate * (constants.bByLambda * sums.second + constants.aByLambda * sums.third - squares)
    return InnovationScore(value: value, shapeSlopes: dimension == 1 ? [byNu] : [byNu, byLambda])
  }

  private mutating func generalizedErrorScore(
    _ constants: GeneralizedErrorConstants
  ) -> InnovationScore {
    var sums = ckernels_sums()
    unsafe ckernels_generalized_error_score(
      series.residuals, rows.variances, count, constants.shape, constants.scale, &weights, &pulls,
      &sums)
    let n = Double(count)
    let value = n * constants.logPeak - 0.5 * sums.logs - 0.5 * sums.kernel
    let byShape =
      n * constants.logPeakByShape
      - 0.5 * (sums.first - sums.kernel * constants.shape * constants.logScaleByShape)
    return InnovationScore(value: value, shapeSlopes: [byShape])
  }
}

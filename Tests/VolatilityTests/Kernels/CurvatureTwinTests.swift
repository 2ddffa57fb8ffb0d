import CKernels
import Testing

/// The curvature kernel's clones against plain loops: the same operations in the same order.
struct CurvatureTwinTests {
  @Test(arguments: [0, 1], [0, 1])
  func theSecondDerivativesAreTheirTwin(asymmetric: Int, means: Int) {
    let series = KernelSeries(301, means: means)
    let parameters = asymmetric == 1 ? [0.07, 0.04, 0.09, 0.83] : [0.07, 0.08, 0.85]
    let columns = parameters.count + means
    let width = columns > 4 ? 8 : 4
    var weights = [Double](repeating: 0, count: series.count)
    var pulls = weights
    var hessian = [Double](repeating: .nan, count: columns * columns)
    let rows = unsafe series.run(width: width) { kernel, variances, slopes in
      unsafe ckernels_threshold_garch(
        kernel, 1, Int32(asymmetric), 1, 2, parameters, variances, slopes, width)
      var sums = ckernels_sums()
      unsafe ckernels_normal_score(
        series.residuals, variances, series.count, &weights, &pulls, &sums)
      unsafe ckernels_normal_garch_curvature(
        kernel, Int32(asymmetric), parameters, variances, weights, pulls, slopes, &hessian)
    }
    let twin = Twin(
      series: series, rows: rows, width: width, weights: weights, pulls: pulls,
      parameters: parameters)
    #expect(hessian == twin.hessian(asymmetric: asymmetric, means: means))
  }
}

private struct Twin {
  let series: KernelSeries
  let rows: KernelSeries.Rows
  let width: Int
  let weights: [Double]
  let pulls: [Double]
  let parameters: [Double]

  func hessian(asymmetric: Int, means: Int) -> [Double] {
    let (beta, mean, columns) = (2 + asymmetric, 3 + asymmetric, 3 + asymmetric + means)
    var hessian = squares(columns)
    func add(_ i: Int, _ j: Int, _ part: Double) {
      hessian[i * columns + j] += part
      if i != j { hessian[j * columns + i] += part }
    }
    let second = second(asymmetric: asymmetric, means: means, columns: columns)
    let pulled = pulled(columns)
    if columns > 4 {
      // The fifth column stands alone: its squares come after what the four have added.
      for j in 0 ..< 5 {
        hessian[4 * columns + j] = 0
        hessian[j * columns + 4] = 0
      }
    }
    let fifths = squares(columns)
    for i in 0 ..< min(columns, 4) {
      add(beta, i, second.beta[i])
      if columns > 4 { add(mean, i, fifths[4 * columns + i]) }
      if means > 0 { add(mean, i, -pulled[i]) }
    }
    if columns > 4 {
      add(beta, mean, second.beta[4])
      add(mean, mean, fifths[4 * columns + 4] - pulled[4])
    }
    guard means > 0 else { return hessian }
    add(mean, 1, second.mean[0])
    if asymmetric == 1 { add(mean, 2, second.mean[1]) }
    add(mean, mean, second.mean[2] - pulled[mean] - second.inverses)
    return hessian
  }

  private func row(_ t: Int) -> ArraySlice<Double> { rows.slopes[t * width ..< (t + 1) * width] }

  private func squares(_ columns: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: columns * columns)
    for t in weights.indices {
      let row = Array(row(t))
      let c = -0.5 - 2 * weights[t]
      for i in 0 ..< columns {
        for j in 0 ..< columns { sums[i * columns + j] += row[i] * (c * row[j]) }
      }
    }
    return sums
  }

  private func pulled(_ columns: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: columns)
    for t in weights.indices {
      for j in 0 ..< columns { sums[j] += pulls[t] * row(t)[t * width + j] }
    }
    return sums
  }

  private func second(
    asymmetric: Int, means: Int, columns: Int
  ) -> (beta: [Double], mean: [Double], inverses: Double) {
    let alpha = parameters[1]
    let gamma = asymmetric == 1 ? parameters[2] : 0
    let beta = parameters[2 + asymmetric]
    let early = means > 0 ? series.presampleSlopes.0 : 0
    let bent = means > 0 ? (alpha + 0.5 * gamma + beta) * series.presampleCurvature : 0
    var byBeta = [Double](repeating: 0, count: max(columns, 4))
    if means > 0 { byBeta[3 + asymmetric] = early }
    var byMean = [early, 0.5 * early, bent]
    var sums = (beta: byBeta.map { _ in 0.0 }, mean: [0.0, 0, 0], inverses: 0.0)
    for t in weights.indices {
      let h = rows.variances[t]
      let inverse = 1 / h
      let share = weights[t] * inverse
      for j in 0 ..< columns {
        sums.beta[j] += share * byBeta[j]
        let twice = j == 2 + asymmetric ? 2.0 : 1
        byBeta[j] = beta * byBeta[j] + twice * (h * row(t)[t * width + j])
      }
      guard means > 0 else { continue }
      let e = series.residuals[t]
      for j in 0 ..< 3 { sums.mean[j] += share * byMean[j] }
      sums.inverses += inverse
      var fresh = [e * -2, 0, 2 * alpha]
      if asymmetric == 1, e < 0 {
        fresh[1] += e * -2
        fresh[2] += 2 * gamma
      }
      for j in 0 ..< 3 { byMean[j] = beta * byMean[j] + fresh[j] }
    }
    return sums
  }
}

import CKernels
import Foundation
import Testing

/// The kernels of the log-likelihood against plain loops.
///
/// Lengths end in every rest of eight.
struct ScoreTwinTests {
  struct Sample {
    let residuals: [Double]
    let variances: [Double]

    init(_ count: Int) {
      residuals = Series.clustered(count, seed: 23)
      variances = Series.clustered(count, seed: 29).map { 0.2 + $0 * $0 }
    }
  }

  /// Σ ln of the kernel, by blocks of products, agrees with the plain sum to rounding only.
  private func expectLogs(_ sum: Double, of values: [Double]) {
    let plain = values.map { log($0) }.reduce(0, +)
    #expect(abs(sum - plain) <= 1e-13 * values.map { abs(log($0)) }.reduce(1, +))
  }

  @Test(arguments: [1, 7, 8, 9, 63, 64, 65, 200, 300])
  func theNormalScoreIsItsTwin(count: Int) {
    let sample = Sample(count)
    var weights = [Double](repeating: 0, count: count)
    var pulls = weights
    var sums = ckernels_sums()
    unsafe ckernels_normal_score(
      sample.residuals, sample.variances, count, &weights, &pulls, &sums)
    let twinPulls = zip(sample.residuals, sample.variances).map { $0 / $1 }
    let squares = zip(twinPulls, sample.residuals).map { $0 * $1 }
    #expect(pulls == twinPulls)
    #expect(weights == squares.map { 0.5 * $0 - 0.5 })
    #expect(sums.kernel == laneSum(squares))
    expectLogs(sums.logs, of: sample.variances)
  }

  @Test(arguments: [1, 7, 8, 9, 63, 64, 65, 200, 300], [(0.0, 0.0, 1.0), (-0.3, 0.25, 1.05)])
  func theSkewedTScoreIsItsTwin(count: Int, law: (lambda: Double, a: Double, b: Double)) {
    let (nu, sample) = (5.5, Sample(count))
    var weights = [Double](repeating: 0, count: count)
    var pulls = weights
    var sums = ckernels_sums()
    var squares = 0.0
    unsafe ckernels_skewed_t_score(
      sample.residuals, sample.variances, count, nu, law.lambda, law.a, law.b, &weights, &pulls,
      &sums, &squares)
    var twin = (weights: [Double](), pulls: [Double](), growths: [Double]())
    var terms: [[Double]] = [[], [], [], []]
    for (e, h) in zip(sample.residuals, sample.variances) {
      let root = 1 / h.squareRoot()
      let z = e * root
      let x = law.b * z + law.a
      let s = x < 0 ? -1.0 : 1
      let side = x < 0 ? 1 / (1 - law.lambda) : 1 / (1 + law.lambda)
      let y = x * side
      let q = y * y
      let whole = (nu - 2) + q
      let inverse = 1 / whole
      let force = (nu + 1) * y * side * law.b * inverse
      let lean = y * side * (nu - 2) * inverse
      twin.weights.append(0.5 * (force * z) - 0.5)
      twin.pulls.append(force * root)
      twin.growths.append(whole / (nu - 2))
      for (i, term) in [q * inverse, lean * z, lean, lean * y * s].enumerated() {
        terms[i].append(term)
      }
    }
    #expect(weights == twin.weights)
    #expect(pulls == twin.pulls)
    #expect([sums.first, sums.second, sums.third, squares] == terms.map(laneSum))
    expectLogs(sums.logs, of: sample.variances)
    expectLogs(sums.kernel, of: twin.growths)
  }

  @Test(arguments: [1, 9, 300])
  func theGeneralizedErrorScoreIsItsTwin(count: Int) {
    let (shape, scale, sample) = (1.4, 0.8, Sample(count))
    var weights = [Double](repeating: 0, count: count)
    var pulls = weights
    var sums = ckernels_sums()
    unsafe ckernels_generalized_error_score(
      sample.residuals, sample.variances, count, shape, scale, &weights, &pulls, &sums)
    var twin = (weights: [Double](), pulls: [Double](), powers: [Double](), turned: [Double]())
    for (e, h) in zip(sample.residuals, sample.variances) {
      let ln = log(abs(e * (1 / h.squareRoot())) / scale)
      let power = exp(shape * ln)
      twin.weights.append(0.25 * (shape * power) - 0.5)
      twin.pulls.append(0.5 * (shape * power) / e)
      twin.powers.append(power)
      twin.turned.append(power * ln)
    }
    #expect(weights == twin.weights)
    #expect(pulls == twin.pulls)
    #expect(sums.kernel == laneSum(twin.powers))
    #expect(sums.first == laneSum(twin.turned))
    #expect(sums.logs == laneSum(sample.variances.map { log($0) }))
  }

  /// A product of many of them would run out of exponents, and its logarithm would look plausible.
  @Test(arguments: [1e-120, 1e-31, 1e31, 1e120, .infinity])
  func logarithmsOfExtremeVariancesAddUp(variance: Double) {
    let count = 200
    var variances = [Double](repeating: 1, count: count)
    for t in 50 ..< 150 { variances[t] = variance }
    let residuals = [Double](repeating: 0, count: count)
    var weights = residuals
    var pulls = residuals
    var sums = ckernels_sums()
    var squares = 0.0
    unsafe ckernels_normal_score(residuals, variances, count, &weights, &pulls, &sums)
    let expected = 100 * log(variance)
    #expect(sums.logs == expected || abs(sums.logs / expected - 1) < 1e-14)
    unsafe ckernels_skewed_t_score(
      residuals, variances, count, 5, 0, 0, 1, &weights, &pulls, &sums, &squares)
    #expect(sums.logs == expected || abs(sums.logs / expected - 1) < 1e-14)
  }

  /// 1 + q/(ν − 2) of residuals of 1e60 standard deviations.
  @Test func growthsOfExtremeResidualsAddUp() {
    let count = 200
    let residuals = [Double](repeating: 1e60, count: count)
    let variances = [Double](repeating: 1, count: count)
    var weights = residuals
    var pulls = residuals
    var sums = ckernels_sums()
    var squares = 0.0
    unsafe ckernels_skewed_t_score(
      residuals, variances, count, 5, 0, 0, 1, &weights, &pulls, &sums, &squares)
    #expect(abs(sums.kernel / (200 * log(1e120 / 3)) - 1) < 1e-14)
  }

  // MARK: - Residuals and gradients

  @Test(arguments: [0, 1, 2])
  func residualsAndTheirSumsAreTheirTwin(means: Int) {
    let series = KernelSeries(203, means: means)
    let returns = series.residuals
    let mean = [0.05, 0.1]
    var residuals = [Double](repeating: 0, count: 203)
    var sums = [0.0, 0, 0]
    unsafe ckernels_residuals(
      returns, series.lagged, 203, Int32(means), mean, &residuals, &sums)
    let twin = returns.indices.map { t in
      let level = returns[t] - (means > 0 ? mean[0] : 0)
      return means > 1 ? level - mean[1] * series.lagged[t] : level
    }
    #expect(residuals == twin)
    let cross = means > 1 ? zip(twin, series.lagged).map { $0 * $1 } : [0]
    #expect(sums == [laneSum(twin.map { $0 * $0 }), laneSum(twin), laneSum(cross)])
  }

  @Test(arguments: [4, 8, 12])
  func theGradientIsItsTwin(width: Int) {
    let series = KernelSeries(203, means: 2)
    let weights = Series.clustered(203, seed: 31)
    let pulls = Series.clustered(203, seed: 37)
    let slopes = Series.clustered(203 * width, seed: 41)
    var gradient = [Double](repeating: 0, count: width)
    _ = unsafe series.run(width: 4) { series, _, _ in
      unsafe ckernels_gradient(
        series, weights, pulls, slopes, width, width - 1, 1, &gradient)
    }
    var twin = [Double](repeating: 0, count: width)
    for t in weights.indices {
      for i in 0 ..< width { twin[i] += weights[t] * slopes[t * width + i] }
    }
    twin[width - 3] += laneSum(pulls)
    twin[width - 2] += laneSum(zip(pulls, series.lagged).map { $0 * $1 })
    #expect(gradient == twin)
  }
}

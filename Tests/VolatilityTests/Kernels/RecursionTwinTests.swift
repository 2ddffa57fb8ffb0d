import CKernels
import Foundation
import Testing

/// The kernels' clones against plain loops: the same operations in the same order, hence the same bits.
struct RecursionTwinTests {
  private func widths(_ columns: Int) -> Int { (columns + 3) / 4 * 4 }

  // MARK: - GARCH of first order

  @Test(arguments: [1, 2], [false, true])
  func theFirstOrderIsItsTwin(power: Int, isAsymmetric: Bool) {
    for means in 0 ... 2 {
      let series = KernelSeries(301, means: means)
      let parameters = isAsymmetric ? [0.07, 0.04, 0.09, 0.83] : [0.07, 0.08, 0.85]
      let width = widths(parameters.count + means)
      let rows = unsafe series.run(width: width) { series, variances, slopes in
        unsafe ckernels_threshold_garch(
          series, 1, isAsymmetric ? 1 : 0, 1, Int32(power), parameters, variances, slopes, width)
      }
      #expect(rows == firstOrder(series, power, isAsymmetric, parameters, width), "\(means)")
    }
  }

  private func firstOrder(
    _ series: KernelSeries, _ power: Int, _ isAsymmetric: Bool, _ parameters: [Double], _ width: Int
  ) -> KernelSeries.Rows {
    let (omega, alpha) = (parameters[0], parameters[1])
    let gamma = isAsymmetric ? parameters[2] : 0
    let betaColumn = isAsymmetric ? 3 : 2
    let beta = parameters[betaColumn]
    let early = series.presample
    let persistence = alpha + 0.5 * gamma + beta
    var state = omega + persistence * early
    var slope = [Double](repeating: 0, count: width)
    slope[0] = 1
    slope[1] = early
    if isAsymmetric { slope[2] = 0.5 * early }
    slope[betaColumn] = early
    for m in 0 ..< series.means { slope[betaColumn + 1 + m] = persistence * series.slope(of: m) }
    var rows = KernelSeries.Rows(variances: [], slopes: [])
    for (t, e) in series.residuals.enumerated() {
      rows.variances.append(power == 2 ? state : state * state)
      let relative = (power == 2 ? 1 : 2) / state
      rows.slopes += slope.map { $0 * relative }
      let size = power == 2 ? e * e : abs(e)
      let reaction = isAsymmetric && e < 0 ? alpha + gamma : alpha
      let pull = power == 2 ? 2 * e : (e < 0 ? -1 : 1)
      var fresh = [Double](repeating: 0, count: width)
      fresh[0] = 1
      fresh[1] = size
      if isAsymmetric { fresh[2] = e < 0 ? size : 0 }
      fresh[betaColumn] = state
      for m in 0 ..< series.means {
        fresh[betaColumn + 1 + m] = -reaction * pull * series.pull(m, t)
      }
      for i in 0 ..< width { slope[i] = beta * slope[i] + fresh[i] }
      state = omega + reaction * size + beta * state
    }
    return rows
  }

  // MARK: - GARCH of any order

  @Test(arguments: [1, 2])
  func anyOrderIsItsTwin(power: Int) {
    let series = KernelSeries(300, means: 1)
    let parameters = [0.05, 0.04, 0.03, 0.06, 0.02, 0.5, 0.3]
    let rows = unsafe series.run(width: 8) { series, variances, slopes in
      unsafe ckernels_threshold_garch(
        series, 2, 2, 2, Int32(power), parameters, variances, slopes, 8)
    }
    var variances: [Double] = []
    for t in series.residuals.indices {
      var state = parameters[0]
      for i in 0 ..< 2 {
        let e = t - 1 - i < 0 ? nil : series.residuals[t - 1 - i]
        let size = e.map { power == 2 ? $0 * $0 : abs($0) } ?? series.presample
        let share = e.map { $0 < 0 ? 1 : 0 } ?? 0.5
        state += (parameters[1 + i] + parameters[3 + i] * share) * size
      }
      for j in 0 ..< 2 {
        let before = t - 1 - j < 0 ? nil : variances[t - 1 - j]
        state +=
          parameters[5 + j]
          * (before.map { power == 2 ? $0 : $0.squareRoot() } ?? series.presample)
      }
      variances.append(power == 2 ? state : state * state)
    }
    #expect(rows.variances == variances)
  }

  // MARK: - Exponential weights

  @Test(arguments: [false, true])
  func exponentialWeightsAreTheirTwin(isAsymmetric: Bool) {
    for means in 0 ... 2 {
      let series = KernelSeries(303, means: means)
      let parameters = isAsymmetric ? [0.93, 0.4] : [0.93]
      let rows = unsafe series.run(width: 4) { series, variances, slopes in
        unsafe ckernels_ewma(series, isAsymmetric ? 1 : 0, parameters, variances, slopes)
      }
      let decay = parameters[0]
      let leverage = isAsymmetric ? parameters[1] : 0
      let weight = 1 - decay
      let mean = isAsymmetric ? 2 : 1
      var state = series.presample
      var slope = [Double](repeating: 0, count: 4)
      for m in 0 ..< means { slope[mean + m] = series.slope(of: m) }
      var twin = KernelSeries.Rows(variances: [], slopes: [])
      for (t, e) in series.residuals.enumerated() {
        twin.variances.append(state)
        twin.slopes += slope.map { $0 * (1 / state) }
        let sign = e < 0 ? -1.0 : 1
        let size = e * e
        let reaction = weight * (1 - leverage * sign)
        var fresh = [Double](repeating: 0, count: 4)
        fresh[0] = state - (1 - leverage * sign) * size
        if isAsymmetric { fresh[1] = -(weight * sign) * size }
        for m in 0 ..< means { fresh[mean + m] = -(2 * (reaction * e)) * series.pull(m, t) }
        for i in 0 ..< 4 { slope[i] = decay * slope[i] + fresh[i] }
        state = reaction * size + decay * state
      }
      #expect(rows == twin, "\(means)")
    }
  }

  // MARK: - Exponential recursions

  @Test func egarchIsItsTwin() {
    let series = KernelSeries(300, means: 1)
    let (omega, alpha, gamma, beta) = (-0.01, 0.15, -0.06, 0.96)
    let rows = unsafe series.run(width: 8) { series, variances, slopes in
      unsafe ckernels_egarch(series, 0.7979, [omega, alpha, gamma, beta], variances, slopes, 8)
    }
    var state = omega + beta * log(series.presample)
    var variances: [Double] = []
    for e in series.residuals {
      variances.append(exp(state))
      let z = e * (1 / exp(state).squareRoot())
      state = omega + alpha * (abs(z) - 0.7979) + gamma * z + beta * state
    }
    #expect(rows.variances == variances)
  }

  @Test func aparchIsItsTwin() {
    let series = KernelSeries(300, means: 1)
    let (omega, alpha, gamma, beta, delta) = (0.06, 0.08, 0.3, 0.86, 1.4)
    let rows = unsafe series.run(width: 8) { series, variances, slopes in
      unsafe ckernels_aparch(series, [omega, alpha, gamma, beta, delta], variances, slopes, 8)
    }
    var state = omega + (alpha + beta) * pow(series.presample, 0.5 * delta)
    var variances: [Double] = []
    for e in series.residuals {
      variances.append(exp(2 * (log(state) / delta)))
      state = omega + alpha * pow(abs(e) - gamma * e, delta) + beta * state
    }
    #expect(rows.variances == variances)
  }

  /// The score of each law, written as its kernel writes it.
  @Test(arguments: [ckernels_normal, ckernels_student_t, ckernels_generalized_error])
  func aScoreDrivenRecursionIsItsTwin(_ family: Int) {
    let series = KernelSeries(300, means: 1)
    var law = ckernels_score_law()
    (law.nu, law.shape, law.scale, law.log_scale_by_shape) = (6, 1.4, 0.8, 0.1)
    let (omega, alpha, gamma, beta) = (-0.005, 0.05, 0.02, 0.96)
    let rows = unsafe series.run(width: 8) { series, variances, slopes in
      unsafe ckernels_score_driven(
        series, Int32(family), 1, &law, [omega, alpha, gamma, beta], variances, slopes, 8)
    }
    var state = omega + beta * (0.5 * log(series.presample))
    var variances: [Double] = []
    for e in series.residuals {
      let sigma = exp(state)
      variances.append(sigma * sigma)
      let z = e * (1 / sigma)
      let score: Double
      switch family {
      case ckernels_normal: score = z * z - 1
      case ckernels_student_t: score = (6 + 1) * (z * z * (1 / ((6 - 2) + z * z))) - 1
      default: score = 0.5 * 1.4 * exp(1.4 * log(abs(z) / 0.8)) - 1
      }
      let lean = z < 0 ? 1.0 : -1
      state = omega + alpha * score + gamma * (lean * (score + 1)) + beta * state
    }
    #expect(rows.variances == variances)
  }

  /// The skewed t with λ = 0 is Student's t, up to the rounding of its longer formula.
  @Test func theScoreOfTheSkewedTContainsStudentsT() {
    let series = KernelSeries(300, means: 1)
    var law = ckernels_score_law()
    (law.nu, law.b) = (6, 1)
    let parameters = [-0.005, 0.05, 0.02, 0.96]
    let runs = [ckernels_skewed_t, ckernels_student_t].map { family in
      unsafe series.run(width: 8) { series, variances, slopes in
        unsafe ckernels_score_driven(
          series, Int32(family), 1, &law, parameters, variances, slopes, 8)
      }
    }
    for (skewed, plain) in zip(runs[0].variances, runs[1].variances) {
      #expect(abs(skewed / plain - 1) < 1e-12)
    }
    for t in series.residuals.indices {
      for i in 0 ..< 6 {
        let (skewed, plain) = (runs[0].slopes[t * 8 + i], runs[1].slopes[t * 8 + i])
        #expect(abs(skewed - plain) <= 1e-12 * max(1, abs(plain)))
      }
    }
  }
}

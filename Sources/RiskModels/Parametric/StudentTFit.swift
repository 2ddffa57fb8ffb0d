internal import Glibc
internal import LinearAlgebra
internal import Optimization
internal import RiskMeasures
internal import Statistics

/// The maximum-likelihood fit of a location, a scale and degrees of freedom to a sample.
///
///     ℓ(m, s, ν) = Σ ln f_ν((rᵢ − m)/s) − n ln s
///
/// For each ν the inner maximum over (m, s) is found by iterative reweighting with wᵢ = (ν + 1)/(ν
/// + zᵢ²), which never lowers ℓ; the profile is then maximized over ln ν on (``lowest``,
/// ``highest``). At an end of that interval the status is `boundary` and there are no standard
/// errors.
///
/// - SeeAlso: Liu and Rubin (1995), *Statistica Sinica* 5, 19–39.
struct StudentTFit: Sendable, Equatable {
  static let minimumObservations = 3
  /// The domain of ν: the mean requires ν > 1, and above 300 a t is normal to four digits.
  static let lowest = 1.0
  static let highest = 300.0

  let location: Double
  let scale: Double
  let degreesOfFreedom: Double
  let logLikelihood: Double
  let observations: Int
  let status: FitStatus
  /// The covariance of (location, ln scale, ln ν), lower triangle by rows, or nil at the boundary.
  let covariance: [Double]?

  /// Fits all three parameters, or only location and scale if ν is given.
  init(maximizing sample: [Double], degreesOfFreedom given: Double?) throws(RiskModelError) {
    guard sample.count >= Self.minimumObservations else {
      throw .insufficientHistory(available: sample.count, required: Self.minimumObservations)
    }
    let moments = SampleMoments(sample.span)
    guard moments.populationVariance > 0 else {
      throw .noVariation(observations: sample.count)
    }
    let start = Inner(location: moments.mean, scale: moments.populationVariance.squareRoot())
    let logNu: Double
    if let given {
      logNu = log(given)
      status = .converged
    } else {
      (logNu, status) = try Self.profileMaximum(sample, from: start)
    }
    let nu = exp(logNu)
    let solution = Self.inner(sample, nu: nu, from: start)
    guard solution.scale > 0 else {
      throw .didNotConverge(model: "student-t", reason: "the scale collapsed onto tied returns")
    }
    location = solution.location
    scale = solution.scale
    degreesOfFreedom = nu
    observations = sample.count
    logLikelihood = Self.logLikelihood(sample, solution, nu: nu)
    covariance =
      status == .boundary
      ? nil
      : Self.covariance(
        sample, at: [solution.location, log(solution.scale), logNu], free: given == nil ? 3 : 2)
  }

  private static func profileMaximum(
    _ sample: [Double], from start: Inner
  ) throws(RiskModelError) -> (logNu: Double, status: FitStatus) {
    let lower = log(lowest)
    let upper = log(highest)
    // Neighboring ν have neighboring maxima, so each search starts from the previous one.
    var current = start
    let profile = { (logNu: Double) -> Double in
      let nu = exp(logNu)
      current = inner(sample, nu: nu, from: current)
      return -logLikelihood(sample, current, nu: nu)
    }
    guard let best = try? minimizeScalar(profile, between: lower, and: upper),
      best.status.isConverged
    else {
      throw .didNotConverge(model: "student-t", reason: "no finite likelihood was found")
    }
    let edge = 1e-4
    let onEdge = best.point < lower + edge || best.point > upper - edge
    return (best.point, onEdge ? .boundary : .converged)
  }

  private struct Inner {
    var location: Double
    var scale: Double
  }

  private static func inner(_ sample: [Double], nu: Double, from start: Inner) -> Inner {
    var current = start
    for _ in 0 ..< 2_000 {
      var weights = 0.0
      var weighted = 0.0
      for r in sample {
        let z = (r - current.location) / current.scale
        let w = (nu + 1) / (nu + z * z)
        weights += w
        weighted += w * r
      }
      let location = weighted / weights
      var squares = 0.0
      for r in sample {
        let z = (r - current.location) / current.scale
        squares += (nu + 1) / (nu + z * z) * (r - location) * (r - location)
      }
      // Dividing by Σw instead of n has the same fixed point and converges in fewer steps.
      let scale = (squares / weights).squareRoot()
      let moved =
        abs(location - current.location) + abs(scale - current.scale)
      current = Inner(location: location, scale: scale)
      if !(moved > 1e-13 * scale) { break }
    }
    return current
  }

  private static func logLikelihood(_ sample: [Double], _ inner: Inner, nu: Double) -> Double {
    logLikelihood(sample, location: inner.location, logScale: log(inner.scale), nu: nu)
  }

  private static func logLikelihood(
    _ sample: [Double], location: Double, logScale: Double, nu: Double
  ) -> Double {
    let scale = exp(logScale)
    let n = Double(sample.count)
    var sum = 0.0
    for r in sample {
      let z = (r - location) / scale
      sum += log1p(z * z / nu)
    }
    let constant = StudentT(degreesOfFreedom: nu).logDensity(at: 0)
    return n * (constant - logScale) - (nu + 1) / 2 * sum
  }

  /// The inverse observed information by central differences.
  ///
  /// The step is 10⁻⁴, in units of the scale for the location and of one for the logarithms.
  ///
  /// A given ν has no error: the covariance of the first `free` parameters is padded with zeros.
  private static func covariance(
    _ sample: [Double], at point: [Double], free: Int
  ) -> [Double]? {
    let steps = [1e-4 * exp(point[1]), 1e-4, 1e-4]
    func value(_ shifts: [(Int, Double)]) -> Double {
      var x = point
      for (index, count) in shifts { x[index] += count * steps[index] }
      return logLikelihood(sample, location: x[0], logScale: x[1], nu: exp(x[2]))
    }
    var information = Matrix(rows: free, columns: free)
    for row in 0 ..< free {
      for column in 0 ... row {
        let second =
          (value([(row, 1), (column, 1)]) - value([(row, 1), (column, -1)])
            - value([(row, -1), (column, 1)]) + value([(row, -1), (column, -1)]))
          / (4 * steps[row] * steps[column])
        information[row, column] = -second
        information[column, row] = -second
      }
    }
    guard let factor = try? Cholesky(factorizing: information) else { return nil }
    var inverse = Matrix(rows: free, columns: free)
    for i in 0 ..< free { inverse[i, i] = 1 }
    factor.solve(&inverse)
    return (0 ..< 3).flatMap { row in
      (0 ... row).map { row < free ? inverse[row, $0] : 0 }
    }
  }

  /// The covariance over `bars` bars: the location scales with h, the logs are unchanged.
  func uncertainty(overBars bars: Double) -> ParametricUncertainty {
    guard let c = covariance else { return .unavailable(.boundary) }
    return .covariance([c[0] * bars * bars, c[1] * bars, c[2], c[3] * bars, c[4], c[5]])
  }

  var parameters: FittedParameters {
    var errors: [String: Double] = [:]
    if let c = covariance {
      errors = ["mu": c[0].squareRoot(), "sigma": scale * c[2].squareRoot()]
      if c[5] > 0 { errors["degreesOfFreedom"] = degreesOfFreedom * c[5].squareRoot() }
    }
    return FittedParameters(
      values: ["mu": location, "sigma": scale, "degreesOfFreedom": degreesOfFreedom],
      standardErrors: errors, logLikelihood: logLikelihood, status: status)
  }
}

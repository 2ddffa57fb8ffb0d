internal import Optimization

/// The search for the maximum-likelihood parameters of unit-variance returns.
struct FitSearch {
  private let model: ConditionalVolatility
  private let form: any EstimableRecursion
  private var likelihood: Likelihood
  private(set) var evaluations = 0
  private var hasCollapsed = false

  /// The number of likelihood evaluations that ends the search once there is a maximum.
  private static let enoughEvaluations = 800

  /// The share of the sample variance below which a fitted variance counts as degenerate.
  private static let collapsedVariance = 1e-7
  private let lowerBounds: [Double]
  private let upperBounds: [Double]

  struct Optimum {
    let parameters: [Double]
    let logLikelihood: Double
    /// The optimizer's estimate of the Hessian in the coordinates.
    let curvature: [Double]
    /// Whether a coordinate is at its bound.
    let isHeld: Bool
  }

  init(_ model: ConditionalVolatility, _ returns: [Double]) {
    self.model = model
    form = model.form
    likelihood = Likelihood(model, returns: returns)
    let means = model.mean.parameterCount
    lowerBounds = [-10, -0.999].prefix(means) + form.lowerBounds + model.innovations.lowerBounds
    upperBounds = [10, 0.999].prefix(means) + form.upperBounds + model.innovations.upperBounds
  }

  var observationCount: Int { likelihood.count }

  /// Finds the maximum, starting from a `previous` fit if there is one.
  mutating func run(
    startingAt previous: (parameters: [Double], curvature: [Double])?
  ) throws(VolatilityError) -> Optimum {
    if let previous, let start = coordinates(of: previous.parameters),
      let warm = maximum(from: start, curvature: previous.curvature), !warm.isHeld
    {
      return warm
    }
    let all = form.startingCoordinates(variance: typicalVariance())
    // The most likely of the first few starts nearly always leads to the maximum.
    if !form.hasKinks, let start = starts(all.prefix(3)).first, let first = maximum(from: start),
      !first.isHeld
    {
      return first
    }
    let starts = starts(all[...])
    var best: Optimum?
    for start in starts {
      guard let optimum = maximum(from: start) else {
        if evaluations > 2 * Self.enoughEvaluations { break }
        continue
      }
      if optimum.logLikelihood > best?.logLikelihood ?? -.infinity { best = optimum }
      // A maximum inside all bounds is usually the only one; at a bound, or between kinks, the
      // likelihood may have several.
      if (!optimum.isHeld && !form.hasKinks) || evaluations > Self.enoughEvaluations { break }
    }
    guard let best else {
      throw .didNotConverge(
        reason: starts.isEmpty
          ? "no start has a finite likelihood"
          : hasCollapsed
            ? "the likelihood rises without end as the variance of a price that stands still vanishes"
            : "no search from any start reached a zero slope")
    }
    return best
  }

  /// The starts with a finite likelihood, in descending order of likelihood.
  private mutating func starts(_ recursions: ArraySlice<[Double]>) -> [[Double]] {
    let mean = sampleMean()
    var rated: [(value: Double, start: [Double])] = []
    for recursion in recursions {
      let start = mean + recursion + model.innovations.startingCoordinates
      let value = likelihood.value(at: parameters(at: start))
      evaluations += 1
      if value.isFinite { rated.append((value, start)) }
    }
    return rated.sorted { $0.value > $1.value }.map(\.start)
  }

  /// The variance implied by the mean absolute return under a normal distribution.
  ///
  /// One jump in thousands of returns raises it far less than the sample variance, which is 1.
  private func typicalVariance() -> Double {
    var sum = 0.0
    for value in likelihood.observed { sum += abs(value) }
    let mean = sum / Double(observationCount)
    return min(1, max(mean * mean * Double.pi / 2, 1e-6))
  }

  private func sampleMean() -> [Double] {
    guard model.mean != .zero else { return [] }
    var sum = 0.0
    for value in likelihood.observed { sum += value }
    let mean = sum / Double(observationCount)
    return model.mean == .constant ? [mean] : [mean, 0]
  }

  /// The maximum reached from `start`, or nil if the search does not converge.
  private mutating func maximum(from start: [Double], curvature known: [Double]? = nil) -> Optimum?
  {
    var latest: [Double] = []
    let found =
      model.hasClosedCurvature
      ? newtonMinimum(from: start, &latest)
      : quasiNewtonMinimum(from: start, curvature: known ?? curvature(at: start), &latest)
    guard let found else { return nil }
    evaluations += found.evaluations
    // Where a zero residual is a kink, the slope jumps across zero at the maximum.
    let isReached = found.status.isConverged || found.decrement < (form.hasKinks ? 1e-2 : 1e-8)
    guard isReached else { return nil }
    // The maximum is usually the point evaluated last, so its variances are still available.
    if latest != found.point { likelihood.filter(parameters(at: found.point)) }
    guard likelihood.leastVariance > Self.collapsedVariance else {
      hasCollapsed = true
      return nil
    }
    return Optimum(
      parameters: parameters(at: found.point), logLikelihood: -found.value,
      curvature: found.curvature,
      isHeld: found.heldCoordinates.contains(true))
  }

  /// Minimizes −ℓ by a quasi-Newton method; `latest` is the point evaluated last.
  private mutating func quasiNewtonMinimum(
    from start: [Double], curvature: [Double], _ latest: inout [Double]
  ) -> SmoothMinimum? {
    guard curvature.allSatisfy(\.isFinite) else { return nil }
    var slopes = [Double](repeating: 0, count: start.count)
    return try? minimizeSmooth(
      from: start, lowerBounds: lowerBounds, upperBounds: upperBounds, curvature: curvature,
      tolerance: 1e-22, maximumEvaluations: 300
    ) { point, gradient in
      latest = point
      return negated(at: point, jacobian(at: point), &slopes, gradient: &gradient)
    }
  }

  /// Minimizes −ℓ by Newton's method with analytic second derivatives.
  private mutating func newtonMinimum(
    from start: [Double], _ latest: inout [Double]
  ) -> SmoothMinimum? {
    var slopes = [Double](repeating: 0, count: start.count)
    return try? minimizeByNewton(
      from: start, lowerBounds: lowerBounds, upperBounds: upperBounds, tolerance: 1e-22,
      maximumEvaluations: 100
    ) { point, kind, gradient, curvature in
      latest = point
      let jacobian = jacobian(at: point)
      let value = negated(at: point, jacobian, &slopes, gradient: &gradient)
      switch kind {
      case .exact: curvature = negatedCurvature(at: point, jacobian, slopes)
      case .definite: curvature = self.curvature(at: point)
      }
      return value
    }
  }

  /// −ℓ with its gradient in the coordinates; `slopes` receives ∂ℓ/∂θ.
  private mutating func negated(
    at point: [Double], _ jacobian: [Double], _ slopes: inout [Double],
    gradient: inout [Double]
  ) -> Double {
    let n = point.count
    let value = likelihood.value(at: parameters(at: point), gradient: &slopes)
    for j in 0 ..< n {
      var sum = 0.0
      for i in 0 ..< n { sum -= slopes[i] * jacobian[i * n + j] }
      gradient[j] = sum
    }
    return -value
  }

  /// The Hessian of −ℓ in the coordinates, −(Jᵀ H J + Σ gᵢ ∂²parameterᵢ).
  private func negatedCurvature(
    at point: [Double], _ jacobian: [Double], _ slopes: [Double]
  ) -> [Double] {
    let n = point.count
    var curvature = between(jacobian, likelihood.secondDerivatives(at: parameters(at: point)), n)
    if case .garch(let recursion) = model.recursion {
      let bent = recursion.coordinateCurvature(
        of: Array(slopes[means...]), at: Array(point[means...]))
      for i in 0 ..< recursive {
        for j in 0 ..< recursive {
          curvature[(means + i) * n + means + j] += bent[i * recursive + j]
        }
      }
    }
    for i in curvature.indices { curvature[i].negate() }
    return curvature
  }

  /// The information in the coordinates, Jᵀ (Σ s sᵀ) J.
  private mutating func curvature(at point: [Double]) -> [Double] {
    let products = likelihood.scoreProducts(at: parameters(at: point))
    return between(jacobian(at: point), products, point.count)
  }

  /// The product Jᵀ A J of square matrices of order n.
  private func between(_ jacobian: [Double], _ inner: [Double], _ n: Int) -> [Double] {
    var half = [Double](repeating: 0, count: n * n)
    var whole = half
    for i in 0 ..< n {
      for j in 0 ..< n {
        for k in 0 ..< n { half[i * n + j] += inner[i * n + k] * jacobian[k * n + j] }
      }
    }
    for i in 0 ..< n {
      for j in 0 ..< n {
        for k in 0 ..< n { whole[i * n + j] += jacobian[k * n + i] * half[k * n + j] }
      }
    }
    return whole
  }

  // MARK: - Coordinates

  private var means: Int { model.mean.parameterCount }
  private var recursive: Int { form.parameterCount }

  func parameters(at point: [Double]) -> [Double] {
    let recursion = form.parameters(at: Array(point[means ..< means + recursive]))
    let shape = model.innovations.parameters(at: Array(point[(means + recursive)...]))
    return point.prefix(means) + recursion + shape
  }

  /// The coordinates of parameters, clamped to the bounds, or nil if they are far outside.
  private func coordinates(of parameters: [Double]) -> [Double]? {
    guard let recursion = form.coordinates(of: model.recursive(parameters)) else { return nil }
    let shape = model.innovations.coordinates(of: Array(parameters[(means + recursive)...]))
    let point = parameters.prefix(means) + recursion + shape
    return point.indices.map { min(max(point[$0], lowerBounds[$0]), upperBounds[$0]) }
  }

  private func jacobian(at point: [Double]) -> [Double] {
    let n = point.count
    var jacobian = [Double](repeating: 0, count: n * n)
    for i in 0 ..< means { jacobian[i * n + i] = 1 }
    let block = form.jacobian(at: Array(point[means ..< means + recursive]))
    for i in 0 ..< recursive {
      for j in 0 ..< recursive {
        jacobian[(means + i) * n + means + j] = block[i * recursive + j]
      }
    }
    let shape = model.innovations.slopes(at: Array(point[(means + recursive)...]))
    for (i, slope) in shape.enumerated() {
      let index = means + recursive + i
      jacobian[index * n + index] = slope
    }
    return jacobian
  }
}

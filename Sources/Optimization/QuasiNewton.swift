/// Minimizes a smooth function within bounds by the BFGS method of Broyden, Fletcher, Goldfarb and
/// Shanno, from a given curvature.
///
///     B s = −g,  x ← P(x + t s),  B ← B + y yᵀ/(yᵀΔ) − BΔ ΔᵀB/(ΔᵀBΔ),  Δ = x′ − x,  y = g′ − g
///
/// P projects onto the bounds; coordinates held by a bound do not take part in a step (Bertsekas).
/// The search ends when gᵀB⁻¹g, twice the decrease that a full step predicts, is below `tolerance`.
/// `objective` returns the value and writes the gradient; a non-finite value is worse than any
/// other. With a good initial `curvature`, such as the information matrix of a likelihood or the
/// curvature of the previous fit, few steps are needed. The search is deterministic to the bit.
///
/// - SeeAlso: Bertsekas (1982), *SIAM Journal on Control and Optimization* 20(2); Nocedal and Wright
///   (2006), *Numerical Optimization*, procedure 18.2 for the damped update.
public func minimizeSmooth(
  from start: [Double], lowerBounds: [Double], upperBounds: [Double], curvature: [Double],
  tolerance: Double = 1e-12, maximumEvaluations: Int = 500,
  _ objective: ([Double], inout [Double]) -> Double
) throws(OptimizationError) -> SmoothMinimum {
  let box = Box(lower: lowerBounds, upper: upperBounds)
  precondition(
    curvature.count == box.dimension * box.dimension,
    "curvature of \(curvature.count) numbers for \(box.dimension) coordinates")
  return try QuasiNewton.minimum(
    from: start, in: box, curvature: curvature, rule: .updated, tolerance: tolerance,
    maximumEvaluations: maximumEvaluations
  ) { point, _, gradient, _ in objective(point, &gradient) }
}

/// The kind of matrix that an objective writes with its gradient.
public enum CurvatureKind: Hashable, Sendable {
  /// The second derivatives.
  case exact
  /// A positive definite approximation, such as the sum of score products of a likelihood.
  case definite
}

/// Minimizes a smooth function within bounds by Newton's method.
///
///     H s = −g,  x ← P(x + t s)
///
/// `objective` returns the value and writes the gradient and a matrix, row by row. If the second
/// derivatives of the free coordinates are not positive definite, it is called again for a definite
/// matrix. Projection, line search and stopping are those of
/// ``minimizeSmooth(from:lowerBounds:upperBounds:curvature:tolerance:maximumEvaluations:_:)``; near
/// the minimum, convergence is quadratic.
///
/// - SeeAlso: Bertsekas (1982), *SIAM Journal on Control and Optimization* 20(2).
public func minimizeByNewton(
  from start: [Double], lowerBounds: [Double], upperBounds: [Double],
  tolerance: Double = 1e-12, maximumEvaluations: Int = 200,
  _ objective: ([Double], CurvatureKind, inout [Double], inout [Double]) -> Double
) throws(OptimizationError) -> SmoothMinimum {
  let box = Box(lower: lowerBounds, upper: upperBounds)
  let curvature = [Double](repeating: 0, count: box.dimension * box.dimension)
  return try QuasiNewton.minimum(
    from: start, in: box, curvature: curvature, rule: .exact, tolerance: tolerance,
    maximumEvaluations: maximumEvaluations, objective)
}

/// The source of the matrix of second derivatives.
private enum CurvatureRule {
  /// Updated from the gradients at the visited points.
  case updated
  /// Given by the objective.
  case exact
}

/// Returns the value at a point; writes the gradient and, for ``CurvatureRule/exact``, a matrix.
private typealias CurvedObjective =
  ([Double], CurvatureKind, inout [Double], inout [Double]) -> Double

/// The state of a search: a point, its gradient and the approximate curvature.
private struct QuasiNewton {
  let rule: CurvatureRule
  let box: Box
  private(set) var point: [Double]
  private(set) var value: Double
  private(set) var gradient: [Double]
  private(set) var curvature: [Double]
  private(set) var evaluations = 1
  private(set) var decrement = Double.infinity
  private var trial: [Double]
  private var trialGradient: [Double]
  private var step: [Double]
  private var factor: [Double]
  private var trialCurvature: [Double]

  static func minimum(
    from start: [Double], in box: Box, curvature: [Double], rule: CurvatureRule,
    tolerance: Double, maximumEvaluations: Int, _ objective: CurvedObjective
  ) throws(OptimizationError) -> SmoothMinimum {
    precondition(
      start.count == box.dimension,
      "start of \(start.count) coordinates and bounds of \(box.dimension)")
    if let coordinate = box.firstOutside(start) {
      throw .startOutsideBounds(coordinate: coordinate)
    }
    var gradient = [Double](repeating: 0, count: box.dimension)
    var curvature = curvature
    let value = objective(start, .exact, &gradient, &curvature)
    guard value.isFinite, gradient.allSatisfy(\.isFinite) else { throw .notFiniteAtStart }
    var search = QuasiNewton(
      rule: rule, box: box, point: start, value: value, gradient: gradient, curvature: curvature)
    let status = search.run(
      tolerance: tolerance, maximumEvaluations: maximumEvaluations, objective)
    return SmoothMinimum(
      point: search.point, value: search.value, gradient: search.gradient,
      heldCoordinates: search.held, status: status, decrement: search.decrement,
      evaluations: search.evaluations, curvature: search.curvature)
  }

  init(
    rule: CurvatureRule, box: Box, point: [Double], value: Double, gradient: [Double],
    curvature: [Double]
  ) {
    self.rule = rule
    self.box = box
    self.point = point
    self.value = value
    self.gradient = gradient
    self.curvature = curvature
    trial = point
    trialGradient = gradient
    step = point
    factor = curvature
    trialCurvature = curvature
  }

  var held: [Bool] { point.indices.map(isHeld) }

  private func isHeld(_ i: Int) -> Bool {
    (point[i] <= box.lower[i] && gradient[i] >= 0) || (point[i] >= box.upper[i] && gradient[i] <= 0)
  }

  mutating func run(
    tolerance: Double, maximumEvaluations: Int, _ objective: CurvedObjective
  ) -> OptimizationStatus {
    var hasRestarted = false
    while true {
      decrement = findStep(objective)
      guard decrement.isFinite else { return .failed }
      guard decrement > tolerance else { return .converged(.optimality) }
      let before = value
      if !moves(objective) {
        // A stale curvature is reset once; with a fresh one the noise floor is reached.
        guard !hasRestarted else {
          return decrement < 1e-6 ? .roundoffLimited : .failed
        }
        hasRestarted = true
        keepDiagonal()
        continue
      }
      if before - value > 1e-9 * max(1, abs(value)) { hasRestarted = false }
      guard evaluations < maximumEvaluations else { return .evaluationLimit }
    }
  }

  /// Computes the step −B⁻¹g over the free coordinates; returns gᵀB⁻¹g.
  private mutating func findStep(_ objective: CurvedObjective) -> Double {
    let n = point.count
    let free = point.indices.filter { !isHeld($0) }
    guard !free.isEmpty else { return 0 }
    var isDefinite = factorize(free, ridge: 0)
    if !isDefinite, rule == .exact {
      value = objective(point, .definite, &gradient, &curvature)
      evaluations += 1
      isDefinite = factorize(free, ridge: 0)
    }
    var ridge = 1e-10
    while !isDefinite {
      guard ridge < 1e12 else { return .nan }  // A non-finite curvature has no factor.
      isDefinite = factorize(free, ridge: ridge)
      ridge *= 100
    }
    for i in 0 ..< n { step[i] = 0 }
    // L y = −g, then Lᵀ s = y.
    for (a, i) in free.enumerated() {
      var sum = -gradient[i]
      for (b, j) in free[..<a].enumerated() { sum -= factor[a * n + b] * step[j] }
      step[i] = sum / factor[a * n + a]
    }
    for (a, i) in free.enumerated().reversed() {
      var sum = step[i]
      for b in a + 1 ..< free.count { sum -= factor[b * n + a] * step[free[b]] }
      step[i] = sum / factor[a * n + a]
    }
    var decrement = 0.0
    for i in free { decrement -= gradient[i] * step[i] }
    return decrement
  }

  /// Computes the Cholesky factor of the free part of B with a relative ridge; false if it is not
  /// definite.
  private mutating func factorize(_ free: [Int], ridge: Double) -> Bool {
    let n = point.count
    for (a, i) in free.enumerated() {
      for (b, j) in free[...a].enumerated() {
        var sum = curvature[i * n + j]
        if a == b { sum += ridge * max(sum, 1e-8) }
        for c in 0 ..< b { sum -= factor[a * n + c] * factor[b * n + c] }
        if a == b {
          guard sum > 1e-14 * abs(curvature[i * n + i]), sum.isFinite else { return false }
          factor[a * n + a] = sum.squareRoot()
        } else {
          factor[a * n + b] = sum / factor[b * n + b]
        }
      }
    }
    return true
  }

  /// Moves along the projected step until the objective has decreased sufficiently.
  private mutating func moves(_ objective: CurvedObjective) -> Bool {
    var length = 1.0
    let noise = 1e-14 * max(1, abs(value))
    for _ in 0 ..< 40 {
      var expected = 0.0
      var isStill = true
      for i in point.indices {
        trial[i] = min(max(point[i] + length * step[i], box.lower[i]), box.upper[i])
        expected += gradient[i] * (trial[i] - point[i])
        if trial[i] != point[i] { isStill = false }
      }
      if isStill { return false }
      let there = objective(trial, .exact, &trialGradient, &trialCurvature)
      evaluations += 1
      if there.isFinite, there <= value + 1e-4 * min(expected, 0) + noise,
        trialGradient.allSatisfy(\.isFinite)
      {
        switch rule {
        case .updated: updateCurvature()
        case .exact: swap(&curvature, &trialCurvature)
        }
        swap(&point, &trial)
        swap(&gradient, &trialGradient)
        value = there
        return true
      }
      length *= shrinkage(of: length, expected: expected / length, there: there)
    }
    return false
  }

  /// The factor to the minimum of the interpolating parabola, clamped to between a tenth and a
  /// half.
  private func shrinkage(of length: Double, expected slope: Double, there: Double) -> Double {
    guard there.isFinite, slope < 0 else { return 0.25 }
    let curve = there - value - slope * length
    return min(max(-slope * length / (2 * curve), 0.1), 0.5)
  }

  /// Applies Powell's damped update, which keeps B positive definite for any curvature along the
  /// step.
  private mutating func updateCurvature() {
    let n = point.count
    var bs = [Double](repeating: 0, count: n)
    var sBs = 0.0
    var sy = 0.0
    for i in 0 ..< n {
      let s = trial[i] - point[i]
      for j in 0 ..< n { bs[i] += curvature[i * n + j] * (trial[j] - point[j]) }
      sBs += s * bs[i]
      sy += s * (trialGradient[i] - gradient[i])
    }
    guard sBs > 0 else { return }
    let share = sy >= 0.2 * sBs ? 1 : 0.8 * sBs / (sBs - sy)
    let denominator = share * sy + (1 - share) * sBs
    for i in 0 ..< n {
      let yi = share * (trialGradient[i] - gradient[i]) + (1 - share) * bs[i]
      for j in 0 ... i {
        let yj = share * (trialGradient[j] - gradient[j]) + (1 - share) * bs[j]
        curvature[i * n + j] += yi * yj / denominator - bs[i] * bs[j] / sBs
        curvature[j * n + i] = curvature[i * n + j]
      }
    }
  }

  private mutating func keepDiagonal() {
    let n = point.count
    for i in 0 ..< n {
      for j in 0 ..< n where i != j { curvature[i * n + j] = 0 }
      curvature[i * n + i] = max(abs(curvature[i * n + i]), 1e-8)
    }
  }
}

/// The evaluations of a solver and the values reported to it where the objective is not finite.
final class Search {
  private let boundedObjective: BoundedObjective
  private let start: [Double]

  private(set) var bestPoint: [Double]
  private(set) var bestValue: Double
  private(set) var evaluations = 1
  private(set) var nonFiniteEvaluations = 0

  /// The number of finite values at points other than the start.
  private(set) var finiteBesideStart = 0

  /// The largest finite value so far.
  private var worstValue: Double

  /// Fails if the objective is not finite at the start.
  init?(_ boundedObjective: BoundedObjective, from start: [Double]) {
    let value = boundedObjective.objective(start)
    guard value.isFinite else { return nil }
    self.boundedObjective = boundedObjective
    self.start = start
    (bestPoint, bestValue, worstValue) = (start, value, value)
  }

  var box: Box { boundedObjective.box }

  /// The number of objective evaluations per step of a method.
  func callsPerStep(usingGradient: Bool) -> Int {
    usingGradient && boundedObjective.gradient == nil ? 1 + 2 * box.dimension : 1
  }

  /// The objective for the solver: a value that is not finite is replaced by one worse than the
  /// worst.
  func value(at point: [Double]) -> Double {
    let value = boundedObjective.objective(point)
    count(value)
    guard value.isFinite else { return worstValue + max(1, abs(worstValue)) }
    if value < bestValue { (bestPoint, bestValue) = (point, value) }
    worstValue = max(worstValue, value)
    if point != start { finiteBesideStart += 1 }
    return value
  }

  /// The gradient for the solver: a component that is not finite is replaced by zero.
  func gradient(at point: [Double], value: Double) -> [Double] {
    boundedObjective.slope(at: point, value: value, counting: count).map { $0.isFinite ? $0 : 0 }
  }

  /// The largest component of the projected gradient at the best point; nil if it is not finite.
  func projectedGradientNorm() -> Double? {
    let gradient = boundedObjective.slope(at: bestPoint, value: bestValue, counting: count)
    guard gradient.allSatisfy(\.isFinite) else { return nil }
    return box.projectedNorm(of: gradient, at: bestPoint)
  }

  /// Whether a slope remains at the best point that only non-finite values can have hidden.
  ///
  /// The slope is steep if a move by a coordinate's own size would change the objective by more
  /// than one per cent; a converged smooth search stays orders of magnitude below.
  func isMisled(gradientNorm: Double?) -> Bool {
    guard nonFiniteEvaluations > 0, let gradientNorm else { return false }
    let size = bestPoint.reduce(BoundedObjective.smallestScale) { max($0, abs($1)) }
    return gradientNorm * size > 0.01 * max(1, abs(bestValue))
  }

  private func count(_ value: Double) {
    evaluations += 1
    if !value.isFinite { nonFiniteEvaluations += 1 }
  }
}

/// The way a solver ended.
enum SolverEnding: Equatable {
  /// It met its own stopping test.
  case stopped(OptimizationStatus)

  /// It could not make progress.
  case gaveUp

  /// It did not start.
  case refused
}

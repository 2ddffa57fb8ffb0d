/// What a solver has asked so far, and what it is told where the objective has no finite value.
final class Search {
  private let boundedObjective: BoundedObjective
  private let start: [Double]

  private(set) var bestPoint: [Double]
  private(set) var bestValue: Double
  private(set) var evaluations = 1
  private(set) var nonFiniteEvaluations = 0

  /// Finite values the solver saw anywhere but at the start.
  private(set) var finiteBesideStart = 0

  /// The largest finite value so far.
  private var worstValue: Double

  /// Nil where the objective is not finite at the start.
  init?(_ boundedObjective: BoundedObjective, from start: [Double]) {
    let value = boundedObjective.objective(start)
    guard value.isFinite else { return nil }
    self.boundedObjective = boundedObjective
    self.start = start
    (bestPoint, bestValue, worstValue) = (start, value, value)
  }

  var box: Box { boundedObjective.box }

  /// Calls of the objective that one step of a method costs.
  func callsPerStep(usingGradient: Bool) -> Int {
    usingGradient && boundedObjective.gradient == nil ? 1 + 2 * box.dimension : 1
  }

  /// The objective for the solver: a value that is not finite becomes worse than the worst.
  func value(at point: [Double]) -> Double {
    let value = boundedObjective.objective(point)
    count(value)
    guard value.isFinite else { return worstValue + max(1, abs(worstValue)) }
    if value < bestValue { (bestPoint, bestValue) = (point, value) }
    worstValue = max(worstValue, value)
    if point != start { finiteBesideStart += 1 }
    return value
  }

  /// The gradient for the solver: a component that is not finite becomes zero.
  func gradient(at point: [Double], value: Double) -> [Double] {
    boundedObjective.slope(at: point, value: value, counting: count).map { $0.isFinite ? $0 : 0 }
  }

  /// The projected gradient's largest component at the best point, nil where it is not finite.
  func projectedGradientNorm() -> Double? {
    let gradient = boundedObjective.slope(at: bestPoint, value: bestValue, counting: count)
    guard gradient.allSatisfy(\.isFinite) else { return nil }
    return box.projectedNorm(of: gradient, at: bestPoint)
  }

  /// Whether a slope remains at the best point that only values not finite can have hidden.
  ///
  /// The slope is steep where a move by a coordinate's own size would change the objective by more
  /// than a hundredth of itself; a converged smooth search stays orders of magnitude below.
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

/// How a solver came back.
enum SolverEnding: Equatable {
  /// It stopped by a test of its own.
  case stopped(OptimizationStatus)

  /// It found no way on.
  case gaveUp

  /// It did not begin.
  case refused
}

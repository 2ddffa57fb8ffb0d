/// Searches the least value of `objective` within bounds, from one start, by one method.
///
/// Nothing is retried and no other method is tried in silence: the status says how it ended.
/// A value that is NaN or infinite counts as worse than every finite one seen, and is counted.
/// Coordinates should be of order one: scale an objective of small parameters before the search.
///
/// `lbfgs` and `slsqp` take central difference quotients, one-sided at a bound, at 2n calls each;
/// the other `minimize` takes a gradient. Bounds may be infinite; equal bounds fix a coordinate.
/// The same arguments give the same bits: no method here is random.
///
/// ```swift
/// let minimum = try minimize(
///   { ($0[0] - 1) * ($0[0] - 1) }, from: [0.2], lowerBounds: [0], upperBounds: [0.5],
///   method: .bobyqa)
/// minimum.point   // [0.5]
/// ```
public func minimize(
  _ objective: ([Double]) -> Double,
  from start: [Double],
  lowerBounds: [Double],
  upperBounds: [Double],
  method: OptimizationMethod,
  tolerances: OptimizationTolerances = OptimizationTolerances()
) throws(OptimizationError) -> Minimum {
  let box = Box(lower: lowerBounds, upper: upperBounds)
  let outcome = withoutActuallyEscaping(objective) { objective in
    search(
      BoundedObjective(objective: objective, gradient: nil, box: box), from: start, method: method,
      tolerances: tolerances)
  }
  return try outcome.get()
}

/// Searches the least value of `objective` within bounds, following `gradient` where the method does.
///
/// `gradient` answers ∂f/∂xᵢ at a point, one component a coordinate. All else is as without one.
public func minimize(
  _ objective: ([Double]) -> Double,
  gradient: ([Double]) -> [Double],
  from start: [Double],
  lowerBounds: [Double],
  upperBounds: [Double],
  method: OptimizationMethod,
  tolerances: OptimizationTolerances = OptimizationTolerances()
) throws(OptimizationError) -> Minimum {
  let box = Box(lower: lowerBounds, upper: upperBounds)
  let outcome = withoutActuallyEscaping(objective) { objective in
    withoutActuallyEscaping(gradient) { gradient in
      search(
        BoundedObjective(objective: objective, gradient: gradient, box: box), from: start,
        method: method, tolerances: tolerances)
    }
  }
  return try outcome.get()
}

private func search(
  _ boundedObjective: BoundedObjective, from start: [Double], method: OptimizationMethod,
  tolerances: OptimizationTolerances
) -> Result<Minimum, OptimizationError> {
  let dimension = boundedObjective.box.dimension
  precondition(start.count == dimension, "A start of \(start.count) and bounds of \(dimension)")
  if let coordinate = boundedObjective.box.firstOutside(start) {
    return .failure(.startOutsideBounds(coordinate: coordinate))
  }
  guard let search = Search(boundedObjective, from: start) else {
    return .failure(.notFiniteAtStart)
  }
  let ending = runSolver(search, method: method, tolerances: tolerances)
  if ending == .refused { return .failure(.solverRefused) }

  var gradientNorm: Double?
  if method.usesGradient { gradientNorm = search.projectedGradientNorm() }
  return .success(
    Minimum(
      point: search.bestPoint, value: search.bestValue,
      status: status(of: search, ending, gradientNorm: gradientNorm, method: method),
      evaluations: search.evaluations, nonFiniteEvaluations: search.nonFiniteEvaluations,
      gradientNorm: gradientNorm))
}

/// What the solver said, unless what it saw says otherwise.
private func status(
  of search: Search, _ ending: SolverEnding, gradientNorm: Double?, method: OptimizationMethod
) -> OptimizationStatus {
  let sawNothing = search.nonFiniteEvaluations > 0 && search.finiteBesideStart == 0
  if sawNothing || (method.usesGradient && gradientNorm == nil) { return .failed }
  switch ending {
  case .stopped(let status):
    return status.isConverged && search.isMisled(gradientNorm: gradientNorm) ? .failed : status
  case .refused: return .failed
  case .gaveUp:
    // A line search that finds no descent where the gradient is all rounding has arrived.
    let noise = BoundedObjective.relativeStep * max(1, abs(search.bestValue))
    return (gradientNorm ?? .infinity) <= noise ? .roundoffLimited : .failed
  }
}

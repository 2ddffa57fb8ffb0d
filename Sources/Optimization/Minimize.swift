/// Minimizes `objective` within bounds from one start by one method.
///
/// There are no retries and no fallback methods: the status reports how the search ended. Values
/// that are NaN or infinite are counted and treated as worse than every finite value seen.
/// Coordinates should be of order one: rescale an objective of small parameters.
///
/// `lbfgs` and `slsqp` use central differences, one-sided at a bound, at 2n evaluations each; the
/// other `minimize` takes a gradient. Bounds may be infinite; equal bounds fix a coordinate. The
/// search is deterministic: the same arguments give the same bits.
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

/// Minimizes `objective` within bounds, with `gradient` for methods that use one.
///
/// `gradient` returns ∂f/∂xᵢ at a point, one component per coordinate. Otherwise as the overload
/// without a gradient.
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
  precondition(
    start.count == dimension, "start of \(start.count) coordinates and bounds of \(dimension)")
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

/// The solver's status, corrected by the values it saw.
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
    // A line search that finds no descent where the gradient is only rounding noise has converged.
    let noise = BoundedObjective.relativeStep * max(1, abs(search.bestValue))
    return (gradientNorm ?? .infinity) <= noise ? .roundoffLimited : .failed
  }
}

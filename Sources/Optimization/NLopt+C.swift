import CNLopt

/// Runs a local NLopt method over `search`, which records the best point itself.
func runSolver(
  _ search: Search, method: OptimizationMethod, tolerances: OptimizationTolerances
) -> SolverEnding {
  let dimension = search.box.dimension
  guard let solver = unsafe nlopt_create(method.algorithm, UInt32(dimension)) else {
    return .refused
  }
  defer { unsafe nlopt_destroy(solver) }
  var lower = search.box.lower
  var upper = search.box.upper
  var point = search.bestPoint
  let perStep = search.callsPerStep(usingGradient: method.usesGradient)
  // Two vertices of a simplex on either side of a minimum can have equal values.
  let watchesValues = method != .nelderMead || tolerances.relativePoint == 0
  let settings = unsafe [
    nlopt_set_lower_bounds(solver, &lower),
    nlopt_set_upper_bounds(solver, &upper),
    nlopt_set_ftol_rel(solver, watchesValues ? tolerances.relativeFunction : 0),
    nlopt_set_ftol_abs(solver, watchesValues ? tolerances.absoluteFunction : 0),
    nlopt_set_xtol_rel(solver, tolerances.relativePoint),
    nlopt_set_xtol_abs1(solver, tolerances.relativePoint * BoundedObjective.smallestScale),
    nlopt_set_maxeval(solver, Int32(max(1, tolerances.maximumEvaluations / perStep))),
    nlopt_set_min_objective(
      solver, unsafe evaluate, unsafe Unmanaged.passUnretained(search).toOpaque()),
  ]
  guard settings.allSatisfy({ $0 == NLOPT_SUCCESS }) else { return .refused }
  var value = 0.0
  let result = unsafe nlopt_optimize(solver, &point, &value)
  return ending(of: result)
}

/// The NLopt callback: `context` is the `Search`; the gradient is requested if the pointer is not
/// nil.
private func evaluate(
  count: UInt32, point: UnsafePointer<Double>?, gradient: UnsafeMutablePointer<Double>?,
  context: UnsafeMutableRawPointer?
) -> Double {
  guard let point = unsafe point, let context = unsafe context else { return .infinity }
  let search = unsafe Unmanaged<Search>.fromOpaque(context).takeUnretainedValue()
  let here = unsafe Array(UnsafeBufferPointer(start: point, count: Int(count)))
  let value = search.value(at: here)
  if let gradient = unsafe gradient {
    let slope = search.gradient(at: here, value: value)
    for index in slope.indices { unsafe gradient[index] = slope[index] }
  }
  return value
}

private func ending(of result: nlopt_result) -> SolverEnding {
  switch result {
  case NLOPT_SUCCESS: .stopped(.converged(.optimality))
  case NLOPT_FTOL_REACHED: .stopped(.converged(.functionTolerance))
  case NLOPT_XTOL_REACHED: .stopped(.converged(.pointTolerance))
  case NLOPT_MAXEVAL_REACHED: .stopped(.evaluationLimit)
  case NLOPT_ROUNDOFF_LIMITED: .stopped(.roundoffLimited)
  case NLOPT_INVALID_ARGS, NLOPT_OUT_OF_MEMORY: .refused
  default: .gaveUp
  }
}

extension OptimizationMethod {
  fileprivate var algorithm: nlopt_algorithm {
    switch self {
    case .lbfgs: NLOPT_LD_LBFGS
    case .slsqp: NLOPT_LD_SLSQP
    case .bobyqa: NLOPT_LN_BOBYQA
    case .nelderMead: NLOPT_LN_NELDERMEAD
    }
  }
}

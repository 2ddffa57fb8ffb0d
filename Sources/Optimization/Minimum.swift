/// Where a search ended: the best point it evaluated, and how it came to stop.
public struct Minimum: Hashable, Sendable {
  /// The evaluated point with the least finite value, inside the bounds.
  public let point: [Double]

  /// The objective at ``point``, always finite.
  public let value: Double

  /// Why the search stopped; only `.converged` is a minimum by the method's own test.
  public let status: OptimizationStatus

  /// Calls of the objective, those for difference quotients included.
  public let evaluations: Int

  /// Calls that answered NaN or an infinity, and were treated as worse than all others.
  public let nonFiniteEvaluations: Int

  /// The largest component of the projected gradient at ``point``, or nil for a method without one.
  ///
  /// A component that only pushes against an active bound counts as zero. Units of the objective
  /// per unit of the point.
  public let gradientNorm: Double?
}

/// Why a search stopped.
public enum OptimizationStatus: Hashable, Sendable {
  /// The method's own stopping test was met.
  case converged(ConvergenceTest)

  /// The permitted number of evaluations was used up.
  case evaluationLimit

  /// Rounding errors prevent further progress; the point is usually as good as can be had.
  case roundoffLimited

  /// The method gave up, or all it could see around the point was not finite.
  case failed

  /// Whether the search met its own stopping test.
  public var isConverged: Bool {
    if case .converged = self { true } else { false }
  }
}

/// Which stopping test was met.
public enum ConvergenceTest: String, Hashable, Sendable {
  /// The objective changed by less than its tolerance.
  case functionTolerance

  /// The point moved by less than its tolerance.
  case pointTolerance

  /// The method's own optimality condition held.
  case optimality
}

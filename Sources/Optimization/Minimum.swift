/// The result of a minimization: the best point evaluated and the reason for stopping.
public struct Minimum: Hashable, Sendable {
  /// The evaluated point with the least finite value, inside the bounds.
  public let point: [Double]

  /// The objective at ``point``, always finite.
  public let value: Double

  /// The reason for stopping; only `.converged` means that the method's own test was met.
  public let status: OptimizationStatus

  /// The number of objective evaluations, including those for finite differences.
  public let evaluations: Int

  /// The number of evaluations that returned NaN or an infinity, treated as worse than all others.
  public let nonFiniteEvaluations: Int

  /// The largest component of the projected gradient at ``point``, or nil for a method without one.
  ///
  /// A component that pushes against an active bound counts as zero. In units of the objective per
  /// unit of the coordinate.
  public let gradientNorm: Double?
}

/// The reason why a search stopped.
public enum OptimizationStatus: Hashable, Sendable {
  /// The method's own stopping test was met.
  case converged(ConvergenceTest)

  /// The evaluation limit was reached.
  case evaluationLimit

  /// Rounding errors prevent further progress; the point is usually as good as possible.
  case roundoffLimited

  /// The method gave up, or all values around the point were not finite.
  case failed

  /// Whether the search met its own stopping test.
  public var isConverged: Bool {
    if case .converged = self { true } else { false }
  }
}

/// The stopping test that was met.
public enum ConvergenceTest: String, Hashable, Sendable {
  /// The objective changed by less than its tolerance.
  case functionTolerance

  /// The point moved by less than its tolerance.
  case pointTolerance

  /// The method's own optimality condition held.
  case optimality
}

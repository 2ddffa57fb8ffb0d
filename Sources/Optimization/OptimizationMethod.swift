/// The methods of bounded minimization.
public enum OptimizationMethod: String, Hashable, Sendable, CaseIterable {
  /// Limited-memory BFGS with a line search; uses a gradient (Nocedal 1980; Liu & Nocedal 1989).
  case lbfgs

  /// Sequential least-squares quadratic programming; uses a gradient (Kraft 1994).
  case slsqp

  /// A quadratic model from function values only (Powell 2009).
  case bobyqa

  /// The Nelder–Mead simplex from function values only, robust and slow (1965, with Box's bounds).
  ///
  /// It stops by the size of the simplex, and by values only if the point tolerance is zero.
  case nelderMead

  /// Whether the method uses a gradient.
  public var usesGradient: Bool { self == .lbfgs || self == .slsqp }
}

/// The stopping criteria of a search.
public struct OptimizationTolerances: Hashable, Sendable {
  /// Stops if a step changes the objective by less than this fraction of it; 0 disables the test.
  public let relativeFunction: Double

  /// Stops if a step changes the objective by less than this; 0 disables the test.
  public let absoluteFunction: Double

  /// Stops if a step moves every coordinate by less than this fraction of it; 0 disables the test.
  ///
  /// Coordinates below 10⁻³ count as 10⁻³.
  public let relativePoint: Double

  /// The approximate evaluation limit, at least 1; a line search in progress is completed.
  public let maximumEvaluations: Int

  /// The tolerances of one search; none is negative.
  public init(
    relativeFunction: Double = 1e-12, absoluteFunction: Double = 0, relativePoint: Double = 1e-10,
    maximumEvaluations: Int = 20_000
  ) {
    precondition(
      relativeFunction >= 0 && absoluteFunction >= 0 && relativePoint >= 0,
      "Negative tolerance: \(relativeFunction), \(absoluteFunction), \(relativePoint)")
    precondition(
      maximumEvaluations >= 1 && maximumEvaluations <= 1_000_000_000,
      "\(maximumEvaluations) evaluations outside 1 to 10⁹")
    self.relativeFunction = relativeFunction
    self.absoluteFunction = absoluteFunction
    self.relativePoint = relativePoint
    self.maximumEvaluations = maximumEvaluations
  }
}

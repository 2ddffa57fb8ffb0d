/// How a minimum within bounds is searched.
public enum OptimizationMethod: String, Hashable, Sendable, CaseIterable {
  /// Limited-memory BFGS with a line search; uses a gradient (Nocedal 1980; Liu & Nocedal 1989).
  case lbfgs

  /// Sequential least-squares quadratic programming; uses a gradient (Kraft 1994).
  case slsqp

  /// A quadratic model through function values alone (Powell 2009).
  case bobyqa

  /// A simplex of function values alone, robust and slow (Nelder & Mead 1965, with Box's bounds).
  ///
  /// It stops by the size of the simplex, and by values only where the point tolerance is zero.
  case nelderMead

  /// Whether the method follows a gradient.
  public var usesGradient: Bool { self == .lbfgs || self == .slsqp }
}

/// When a search stops.
public struct OptimizationTolerances: Hashable, Sendable {
  /// Stop when a step changes the objective by less than this share of it; 0 is off.
  public let relativeFunction: Double

  /// Stop when a step changes the objective by less than this; 0 is off.
  public let absoluteFunction: Double

  /// Stop when a step moves every coordinate by less than this share of it; 0 is off.
  ///
  /// A coordinate below 10⁻³ counts as 10⁻³.
  public let relativePoint: Double

  /// Stop after about this many calls of the objective, at least 1.
  ///
  /// A line search under way is finished first.
  public let maximumEvaluations: Int

  /// The tolerances of one search; each is zero or more.
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

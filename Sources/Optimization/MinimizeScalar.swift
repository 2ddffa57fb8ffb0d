/// The result of a one-dimensional minimization.
public struct ScalarMinimum: Hashable, Sendable {
  /// The evaluated point with the least finite value.
  public let point: Double

  /// The objective at ``point``, always finite.
  public let value: Double

  /// `.converged(.pointTolerance)` or `.evaluationLimit`; `.failed` next to non-finite values.
  public let status: OptimizationStatus

  /// The number of objective evaluations.
  public let evaluations: Int

  /// The number of evaluations that returned NaN or an infinity, treated as worse than all others.
  public let nonFiniteEvaluations: Int
}

/// Minimizes a function of one variable between two finite ends by Brent's method.
///
/// Uses parabolic steps where they help and golden sections otherwise; the ends are approached but
/// not evaluated. For a function with a single minimum the result is within `tolerance · |x|` +
/// `tolerance²` of it, but never better than √ε·|x|, because a minimum is flat to rounding. A value
/// that is not finite counts as worse than all others.
///
/// - SeeAlso: Brent (1973), *Algorithms for Minimization without Derivatives*, chapter 5.
public func minimizeScalar(
  _ objective: (Double) -> Double,
  between lower: Double,
  and upper: Double,
  tolerance: Double = 1.5e-8,
  maximumEvaluations: Int = 200
) throws(OptimizationError) -> ScalarMinimum {
  precondition(
    lower.isFinite && upper.isFinite && lower <= upper,
    "ends \(lower) and \(upper) must be finite and in order")
  precondition(tolerance > 0, "tolerance must be above 0, not \(tolerance)")
  precondition(maximumEvaluations >= 1, "\(maximumEvaluations) evaluations")
  var bracket = Bracket(lower: lower, upper: upper, tolerance: tolerance)
  while true {
    let point = bracket.nextPoint
    bracket.record(point, objective(point))
    if bracket.isNarrow || bracket.evaluations == maximumEvaluations { break }
  }
  guard bracket.best.value.isFinite else { throw OptimizationError.notFiniteAnywhere }
  return ScalarMinimum(
    point: bracket.best.point, value: bracket.best.value, status: bracket.status,
    evaluations: bracket.evaluations, nonFiniteEvaluations: bracket.nonFiniteEvaluations)
}

/// The interval that contains the minimum, with the three best points in it.
private struct Bracket {
  struct Sample {
    var point: Double
    var value: Double
  }

  private var lower: Double
  private var upper: Double
  private let tolerance: Double
  private(set) var best: Sample
  private var second: Sample
  private var third: Sample
  private var lastStep = 0.0
  private var stepBeforeLast = 0.0
  private(set) var nextPoint: Double
  private(set) var evaluations = 0
  private(set) var nonFiniteEvaluations = 0

  /// The golden section (3 − √5)/2 of an interval.
  private static let golden = 0.381966011250105151795

  init(lower: Double, upper: Double, tolerance: Double) {
    (self.lower, self.upper, self.tolerance) = (lower, upper, tolerance)
    nextPoint = lower + Self.golden * (upper - lower)
    best = Sample(point: nextPoint, value: .infinity)
    (second, third) = (best, best)
  }

  private var middle: Double { 0.5 * (lower + upper) }
  private var leastStep: Double { tolerance * abs(best.point) + tolerance * tolerance }

  var isNarrow: Bool {
    abs(best.point - middle) <= 2 * leastStep - 0.5 * (upper - lower)
  }

  var status: OptimizationStatus {
    guard isNarrow else { return .evaluationLimit }
    return nonFiniteEvaluations == evaluations - 1 && evaluations > 1
      ? .failed : .converged(.pointTolerance)
  }

  mutating func record(_ point: Double, _ answer: Double) {
    evaluations += 1
    if !answer.isFinite { nonFiniteEvaluations += 1 }
    let sample = Sample(point: point, value: answer.isFinite ? answer : .infinity)
    if evaluations == 1 {
      (best, second, third) = (sample, sample, sample)
    } else {
      narrow(around: sample)
    }
    advance()
  }

  private mutating func narrow(around sample: Sample) {
    if sample.value <= best.value {
      if sample.point >= best.point { lower = best.point } else { upper = best.point }
      (third, second, best) = (second, best, sample)
      return
    }
    if sample.point < best.point { lower = sample.point } else { upper = sample.point }
    if sample.value <= second.value || second.point == best.point {
      (third, second) = (second, sample)
    } else if sample.value <= third.value || third.point == best.point
      || third.point == second.point
    {
      third = sample
    }
  }

  private mutating func advance() {
    let least = leastStep
    var step = parabolicStep() ?? goldenStep()
    let target = best.point + step
    if target - lower < 2 * least || upper - target < 2 * least {
      step = best.point < middle ? least : -least
    }
    lastStep = step
    // Steps are never smaller than the least step, where two values differ only by rounding.
    nextPoint = best.point + (abs(step) >= least ? step : (step > 0 ? least : -least))
  }

  /// The step to the vertex of the parabola through the three best points, or nil if it is
  /// unreliable.
  private mutating func parabolicStep() -> Double? {
    guard abs(stepBeforeLast) > leastStep else { return nil }
    let r = (best.point - second.point) * (best.value - third.value)
    let q = (best.point - third.point) * (best.value - second.value)
    let numerator = (best.point - third.point) * q - (best.point - second.point) * r
    let denominator = 2 * (r - q)
    let step = numerator / denominator
    guard step.isFinite, abs(step) < 0.5 * abs(stepBeforeLast),
      best.point + step > lower, best.point + step < upper
    else { return nil }
    stepBeforeLast = lastStep
    return step
  }

  private mutating func goldenStep() -> Double {
    stepBeforeLast = best.point < middle ? upper - best.point : lower - best.point
    return Self.golden * stepBeforeLast
  }
}

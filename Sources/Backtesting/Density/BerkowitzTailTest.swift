internal import Glibc
public import RiskMeasures
internal import Statistics

/// Berkowitz's tail test: normal scores censored at the value at risk.
///
///     ln L(μ, σ) = Σ over z > q of ln φ((z − μ)/σ)/σ  +  (n − x) ln Φ((q − μ)/σ),   q = Φ⁻¹(c)
///     LR = 2 ( ln L(μ̂, σ̂) − ln L(0, 1) )  ~  χ²(2)
///
/// z = Φ⁻¹(u) of probability integral transforms u = P(L ≤ realized loss), x of them above q. The
/// likelihood is concave in θ = 1/σ and δ = μ/σ, so Newton's method finds its unique maximum.
///
/// - SeeAlso: Berkowitz (2001), *Journal of Business & Economic Statistics* 19(4), 465–474,
///   doi:10.1198/07350010152596718; Olsen (1978), *Econometrica* 46(5), 1211–1215.
public struct BerkowitzTailTest: Hashable, Sendable {
  /// μ̂, the estimated mean of the scores.
  public let mean: Double
  /// σ̂, the estimated standard deviation of the scores.
  public let deviation: Double
  /// The likelihood ratio, nonnegative.
  public let statistic: Double

  /// Tests the scores above q, given the number of censored scores.
  ///
  /// Nil if either group is empty, a score is not finite, or the search does not converge.
  public init?(scoresBeyond scores: [Double], censored: Int, level: ConfidenceLevel) {
    guard !scores.isEmpty, censored > 0, scores.allSatisfy(\.isFinite) else { return nil }
    let likelihood = CensoredLikelihood(
      scores: scores, censored: Double(censored),
      bound: -Normal.quantile(of: level.tailProbability))
    guard let best = likelihood.maximum() else { return nil }
    deviation = 1 / best.theta
    mean = best.delta / best.theta
    let atNull = likelihood.value(theta: 1, delta: 0)
    statistic = max(0, 2 * (likelihood.value(theta: best.theta, delta: best.delta) - atNull))
  }

  /// Returns the result for one series, from every h-th forecast if the horizon is h > 1 bars.
  static func result(_ series: ForecastSeries, _ inference: Inference) -> TestResult {
    let tail = series.level.tailProbability
    let transforms = series.nonOverlapping.transforms
    // Uses 1 − u for the upper tail, which keeps precision there.
    let beyond = (transforms ?? []).filter { $0 > series.level.probability }
    let scores = beyond.map { -Normal.quantile(of: 1 - $0) }
    let censored = (transforms?.count ?? 0) - beyond.count
    let test = BerkowitzTailTest(
      scoresBeyond: scores, censored: censored, level: series.level)
    return TestResult(
      .berkowitzTail, statistic: test?.statistic, degreesOfFreedom: test == nil ? nil : 2,
      alternative: .twoSided, significance: inference.significance, horizon: series.horizon,
      overlap: .nonOverlappingBlocks
    ) {
      guard let transforms else { return .none(.noForecastLaw) }
      guard !transforms.isEmpty else { return .none(.noForecasts) }
      guard let test else {
        if beyond.isEmpty { return .none(.noExceedances) }
        if censored == 0 { return .none(.tooFewCovered) }
        return .none(beyond.contains(1) ? .transformAtBound : .didNotConverge)
      }
      guard let draws = inference.pValues.draws else {
        return .pValue(
          ChiSquared(degreesOfFreedom: 2).survival(of: test.statistic), .asymptotic,
          attainedSize: nil)
      }
      return MonteCarloNull(
        draws: draws, seed: inference.seed, identifier: "\(inference.identifier) berkowitz-tail"
      ).pValueResult(of: test.statistic) { stream, draw in
        let hits = ExceedanceSpells(
          drawing: tail, count: transforms.count, from: stream, draw: draw
        ).gaps.count
        let drawn = (0 ..< UInt32(hits)).map { hit in
          -Normal.quantile(of: tail * stream.uniform(path: draw, step: hit | 0x8000_0000))
        }
        return BerkowitzTailTest(
          scoresBeyond: drawn, censored: transforms.count - hits, level: series.level)?.statistic
      }
    }
  }
}

/// The likelihood of normal scores censored at a bound.
private struct CensoredLikelihood {
  private let count: Double
  private let sum: Double
  private let squares: Double
  private let censored: Double
  private let bound: Double

  init(scores: [Double], censored: Double, bound: Double) {
    count = Double(scores.count)
    sum = scores.reduce(0, +)
    squares = scores.reduce(0) { $0 + $1 * $1 }
    self.censored = censored
    self.bound = bound
  }

  /// ln L up to a constant.
  func value(theta: Double, delta: Double) -> Double {
    count * log(theta)
      - (theta * theta * squares - 2 * theta * delta * sum + count * delta * delta) / 2
      + censored * logCumulative(theta * bound - delta)
  }

  /// Returns the maximum over θ > 0 and δ; nil if a hundred Newton steps do not reach it.
  func maximum() -> (theta: Double, delta: Double)? {
    var (theta, delta) = (1.0, 0.0)
    var current = value(theta: theta, delta: delta)
    for _ in 0 ..< 100 {
      let w = theta * bound - delta
      let mills = exp(Normal.logDensity(at: w) - logCumulative(w))
      let bend = -mills * (w + mills)
      let slope = (
        theta: count / theta - theta * squares + delta * sum + censored * mills * bound,
        delta: theta * sum - count * delta - censored * mills
      )
      let a = -count / (theta * theta) - squares + censored * bend * bound * bound
      let b = sum - censored * bend * bound
      let c = -count + censored * bend
      let determinant = a * c - b * b
      guard determinant > 0 else { return nil }
      let step = (
        theta: -(c * slope.theta - b * slope.delta) / determinant,
        delta: -(a * slope.delta - b * slope.theta) / determinant
      )
      let gain = slope.theta * step.theta + slope.delta * step.delta
      if gain < 1e-13 { return (theta, delta) }
      var share = 1.0
      while share > 1e-10 {
        let next = (theta: theta + share * step.theta, delta: delta + share * step.delta)
        if next.theta > 0 {
          let found = value(theta: next.theta, delta: next.delta)
          if found >= current + 1e-4 * share * gain {
            (theta, delta, current) = (next.theta, next.delta, found)
            break
          }
        }
        share /= 2
      }
      // No step increases the likelihood: this is the maximum up to rounding.
      if share <= 1e-10 { return gain < 1e-6 ? (theta, delta) : nil }
    }
    return nil
  }

  private func logCumulative(_ x: Double) -> Double {
    x > -30
      ? log(Normal.cumulativeProbability(of: x))
      : Normal.logDensity(at: x) - log(-x) - 1 / (x * x)
  }
}

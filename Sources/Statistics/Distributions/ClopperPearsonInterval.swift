/// The exact (Clopper–Pearson) interval of a binomial probability, with coverage at least nominal.
///
///     lower = B(α/2; x, n − x + 1),   upper = B(1 − α/2; x + 1, n − x),   α = 1 − confidence
///
/// *x* is the number of successes in *n* trials and B(p; a, b) the beta quantile. The lower end is
/// 0 at x = 0 and the upper end 1 at x = n; the other end still uses α/2.
///
/// - SeeAlso: Clopper & Pearson (1934), *Biometrika* 26(4), 404–413.
public struct ClopperPearsonInterval: Hashable, Sendable {
  /// The lower end, in [0, 1).
  public let lower: Double

  /// The upper end, in (0, 1].
  public let upper: Double

  /// Creates the two-sided interval for `successes` in `trials` > 0 at a confidence level in (0,
  /// 1).
  public init(successes: Int, trials: Int, confidence: Double) {
    let tail = 0.5 * (1 - confidence)
    lower = Self.lowerEnd(successes: successes, trials: trials, tail: tail)
    upper = Self.upperEnd(successes: successes, trials: trials, tail: tail)
  }

  /// Returns the one-sided lower confidence bound of the probability.
  public static func lowerBound(successes: Int, trials: Int, confidence: Double) -> Double {
    lowerEnd(successes: successes, trials: trials, tail: 1 - confidence)
  }

  /// Returns the one-sided upper confidence bound of the probability.
  public static func upperBound(successes: Int, trials: Int, confidence: Double) -> Double {
    upperEnd(successes: successes, trials: trials, tail: 1 - confidence)
  }

  private static func lowerEnd(successes: Int, trials: Int, tail: Double) -> Double {
    check(successes: successes, trials: trials, tail: tail)
    if successes == 0 { return 0 }
    return Beta(alpha: Double(successes), beta: Double(trials - successes) + 1)
      .quantile(of: tail)
  }

  private static func upperEnd(successes: Int, trials: Int, tail: Double) -> Double {
    check(successes: successes, trials: trials, tail: tail)
    if successes == trials { return 1 }
    return Beta(alpha: Double(successes) + 1, beta: Double(trials - successes))
      .upperQuantile(beyond: tail)
  }

  private static func check(successes: Int, trials: Int, tail: Double) {
    precondition(trials > 0, "\(trials) trials; an interval needs at least one")
    precondition(
      successes >= 0 && successes <= trials, "\(successes) successes in \(trials) trials")
    precondition(tail > 0 && tail < 1, "Tail probability \(tail) outside (0, 1)")
  }
}

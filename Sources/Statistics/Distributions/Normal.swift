import Glibc

/// The standard normal distribution, mean 0 and standard deviation 1.
///
/// ```swift
/// Normal.quantile(of: 0.99)           // 2.3263478740408408
/// Normal.tailMean(beyond: 0.01)       // 2.66521422…
/// ```
public enum Normal {
  /// 1 / √(2π).
  private static let inverseRootTwoPi = 0.39894228040143267794

  /// ln √(2π).
  private static let logRootTwoPi = 0.91893853320467274178

  /// The density φ(x) = exp(−x²/2) / √(2π).
  public static func density(at x: Double) -> Double {
    precondition(!x.isNaN, "Normal density at NaN")
    return exp(-0.5 * x * x) * inverseRootTwoPi
  }

  /// The log density ln φ(x) = −x²/2 − ln √(2π), finite even where the density underflows.
  public static func logDensity(at x: Double) -> Double {
    precondition(!x.isNaN, "Normal log density at NaN")
    return -0.5 * x * x - logRootTwoPi
  }

  /// The cumulative probability Φ(x) = P(Z ≤ x), with full relative accuracy in the lower tail.
  public static func cumulativeProbability(of x: Double) -> Double {
    precondition(!x.isNaN, "Normal probability of NaN")
    return SpecialFunctions.normalCumulative(x)
  }

  /// The survival probability P(Z > x) = Φ(−x), with full relative accuracy in the upper tail.
  public static func survival(of x: Double) -> Double { cumulativeProbability(of: -x) }

  /// The mean of a standard normal beyond its upper quantile, E[Z | Z > z₁₋ₜ] = φ(z₁₋ₜ) / t.
  ///
  /// `tail` is the tail probability t in (0, 1]; the result is positive and decreases to 0 at t =
  /// 1. This is the expected shortfall of a standard normal loss.
  public static func tailMean(beyond tail: Double) -> Double {
    precondition(tail > 0 && tail <= 1, "Tail probability \(tail) outside (0, 1]")
    return density(at: quantile(of: tail)) / tail
  }
}

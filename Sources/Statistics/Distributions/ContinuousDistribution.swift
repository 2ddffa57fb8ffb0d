import Glibc

/// A continuous univariate distribution with accurate probabilities and quantiles in both tails.
///
/// Tails keep full relative accuracy: ``survival(of:)`` is not computed as
/// 1 − ``cumulativeProbability(of:)``, and ``upperQuantile(beyond:)`` does not form 1 − tail.
/// Preconditions: arguments are not NaN and probabilities lie in [0, 1].
public protocol ContinuousDistribution: Hashable, Sendable {
  /// The log density ln f(x), −∞ outside the support.
  func logDensity(at x: Double) -> Double

  /// The cumulative probability P(X ≤ x), with full relative accuracy in the lower tail.
  func cumulativeProbability(of x: Double) -> Double

  /// The survival probability P(X > x), with full relative accuracy in the upper tail.
  func survival(of x: Double) -> Double

  /// The quantile x with P(X ≤ x) = probability; the ends of the support at 0 and 1.
  func quantile(of probability: Double) -> Double

  /// The quantile x with P(X > x) = tail, without forming 1 − tail.
  func upperQuantile(beyond tail: Double) -> Double

  /// The tail mean E[X | X > q], where q is the upper quantile of a tail probability in (0, 1].
  ///
  /// This is the expected shortfall of a loss X at confidence level 1 − tail; `.infinity` where the
  /// mean diverges.
  func tailMean(beyond tail: Double) -> Double
}

extension ContinuousDistribution {
  /// The density f(x).
  public func density(at x: Double) -> Double { exp(logDensity(at: x)) }
}

/// Traps unless `probability` is in [0, 1].
func requireProbability(_ probability: Double) {
  precondition(probability >= 0 && probability <= 1, "Probability \(probability) outside [0, 1]")
}

/// Traps unless `tail` is in (0, 1].
func requireTail(_ tail: Double) {
  precondition(tail > 0 && tail <= 1, "Tail probability \(tail) outside (0, 1]")
}

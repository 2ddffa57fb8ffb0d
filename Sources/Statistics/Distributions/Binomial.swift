/// The binomial distribution: the number of successes in n independent trials of equal probability.
public struct Binomial: Hashable, Sendable {
  /// The number of trials n, zero or more.
  public let trials: Int

  /// The probability of a success, in [0, 1].
  public let probability: Double

  /// Creates the distribution of successes in `trials` trials with success probability
  /// `probability`.
  public init(trials: Int, probability: Double) {
    precondition(trials >= 0, "\(trials) trials; a binomial needs zero or more")
    precondition(probability >= 0 && probability <= 1, "Probability \(probability) outside [0, 1]")
    self.trials = trials
    self.probability = probability
  }

  /// The probability mass P(X = k), zero outside 0…n.
  public func mass(at successes: Int) -> Double {
    guard (0 ... trials).contains(successes) else { return 0 }
    if trials == 0 { return 1 }
    if probability == 0 { return successes == 0 ? 1 : 0 }
    if probability == 1 { return successes == trials ? 1 : 0 }
    return SpecialFunctions.betaDensity(
      Double(successes) + 1, Double(trials - successes) + 1, probability) / (Double(trials) + 1)
  }

  /// The cumulative probability P(X ≤ k) = I₁₋ₚ(n − k, k + 1).
  ///
  /// It has full relative accuracy in the lower tail.
  public func cumulativeProbability(of successes: Int) -> Double {
    if successes < 0 { return 0 }
    if successes >= trials { return 1 }
    return SpecialFunctions.upperBeta(
      Double(successes) + 1, Double(trials - successes), probability)
  }

  /// The survival probability P(X > k) = Iₚ(k + 1, n − k).
  ///
  /// It has full relative accuracy in the upper tail.
  /// The p-value of x successes, P(X ≥ x), is `survival(of: x - 1)`.
  public func survival(of successes: Int) -> Double {
    if successes < 0 { return 1 }
    if successes >= trials { return 0 }
    return SpecialFunctions.lowerBeta(
      Double(successes) + 1, Double(trials - successes), probability)
  }

  /// The smallest k with P(X ≤ k) ≥ level, by bisection on the exact probabilities.
  ///
  /// - Complexity: O(log n) incomplete beta functions.
  public func quantile(of level: Double) -> Int {
    precondition(level >= 0 && level <= 1, "Probability \(level) outside [0, 1]")
    var low = 0
    var high = trials
    while low < high {
      let middle = low + (high - low) / 2
      if cumulativeProbability(of: middle) >= level { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

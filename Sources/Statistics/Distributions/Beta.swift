/// The beta distribution on [0, 1] with shapes α > 0 and β > 0.
public struct Beta: Hashable, Sendable {
  /// The first shape α; the exponent of x in the density is α − 1.
  public let alpha: Double

  /// The second shape β; the exponent of 1 − x in the density is β − 1.
  public let beta: Double

  /// Creates the distribution with positive, finite shapes.
  public init(alpha: Double, beta: Double) {
    precondition(
      alpha > 0 && alpha.isFinite && beta > 0 && beta.isFinite,
      "Shapes \(alpha) and \(beta); a beta distribution needs two positive, finite numbers")
    self.alpha = alpha
    self.beta = beta
  }

  /// The cumulative probability P(X ≤ x) = Iₓ(α, β), zero below 0 and one above 1.
  public func cumulativeProbability(of x: Double) -> Double {
    precondition(!x.isNaN, "Beta probability of NaN")
    return SpecialFunctions.lowerBeta(alpha, beta, min(max(x, 0), 1))
  }

  /// The survival probability P(X > x), with full relative accuracy in the upper tail.
  public func survival(of x: Double) -> Double {
    precondition(!x.isNaN, "Beta survival of NaN")
    return SpecialFunctions.upperBeta(alpha, beta, min(max(x, 0), 1))
  }

  /// The quantile x with P(X ≤ x) = probability.
  public func quantile(of probability: Double) -> Double {
    precondition(probability >= 0 && probability <= 1, "Probability \(probability) outside [0, 1]")
    return SpecialFunctions.inverseLowerBeta(alpha, beta, probability)
  }

  /// The quantile x with P(X > x) = tail, without forming 1 − tail.
  public func upperQuantile(beyond tail: Double) -> Double {
    precondition(tail >= 0 && tail <= 1, "Tail probability \(tail) outside [0, 1]")
    return SpecialFunctions.inverseUpperBeta(alpha, beta, tail)
  }
}

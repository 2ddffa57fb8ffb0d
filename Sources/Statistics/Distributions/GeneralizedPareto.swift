import Glibc

/// The generalized Pareto distribution (GPD) of excesses x ≥ 0 over a threshold.
///
///     P(X > x) = (1 + ξx/β)^(−1/ξ),   exp(−x/β) at ξ = 0
///
/// The shape ξ is positive for power-law tails of index 1/ξ and negative for a bounded support that
/// ends at −β/ξ; β > 0 is in the units of x. Results stay accurate for small ξ. The tail of a loss
/// L over a threshold u with P(L > u) = ζ has quantile u + ``upperQuantile(beyond:)`` and tail mean
/// u + ``tailMean(beyond:)``, both at tail probability t/ζ.
///
/// - SeeAlso: McNeil, Frey & Embrechts (2015), *Quantitative Risk Management*, section 5.2.
public struct GeneralizedPareto: ContinuousDistribution {
  /// The shape ξ, finite.
  public let shape: Double

  /// The scale β, positive and finite, in the units of x.
  public let scale: Double

  /// Creates the distribution with shape ξ and scale β > 0.
  public init(shape: Double, scale: Double) {
    precondition(shape.isFinite, "Shape \(shape) of a generalized Pareto distribution")
    precondition(
      scale > 0 && scale.isFinite, "Scale \(scale) of a generalized Pareto is not positive")
    self.shape = shape
    self.scale = scale
  }

  /// The upper end of the support: −β/ξ for ξ < 0, else ∞.
  public var upperEnd: Double { shape < 0 ? -scale / shape : .infinity }

  /// The mean β/(1 − ξ); ∞ for ξ ≥ 1.
  public var mean: Double { shape < 1 ? scale / (1 - shape) : .infinity }

  /// The log density ln f(x) = −ln β − (1 + 1/ξ) ln(1 + ξx/β); −∞ outside the support.
  public func logDensity(at x: Double) -> Double {
    precondition(!x.isNaN, "Generalized Pareto log density at NaN")
    if x < 0 || x > upperEnd || x == .infinity { return -.infinity }
    let level = ShapedLogarithm.value(at: x / scale, shape: shape)
    return (shape == -1 ? 0 : -(1 + shape) * level) - log(scale)
  }

  /// The cumulative probability P(X ≤ x), with full relative accuracy near 0.
  public func cumulativeProbability(of x: Double) -> Double { -expm1(-level(at: x)) }

  /// The survival probability P(X > x), with full relative accuracy in the tail.
  public func survival(of x: Double) -> Double { exp(-level(at: x)) }

  /// The quantile x with P(X ≤ x) = probability; 0 at 0 and the upper end at 1.
  public func quantile(of probability: Double) -> Double {
    requireProbability(probability)
    return excess(atLevel: -log1p(-probability))
  }

  /// The quantile x with P(X > x) = tail = β (t^−ξ − 1)/ξ.
  public func upperQuantile(beyond tail: Double) -> Double {
    requireProbability(tail)
    return excess(atLevel: tail == 1 ? 0 : -log(tail))
  }

  /// The tail mean E[X | X > q] = (q + β)/(1 − ξ); ∞ for ξ ≥ 1.
  public func tailMean(beyond tail: Double) -> Double {
    requireTail(tail)
    return shape < 1 ? (upperQuantile(beyond: tail) + scale) / (1 - shape) : .infinity
  }

  /// −ln P(X > x).
  private func level(at x: Double) -> Double {
    precondition(!x.isNaN, "Generalized Pareto probability of NaN")
    return ShapedLogarithm.value(at: max(x, 0) / scale, shape: shape)
  }

  private func excess(atLevel level: Double) -> Double {
    scale * ShapedLogarithm.inverse(of: level, shape: shape)
  }
}

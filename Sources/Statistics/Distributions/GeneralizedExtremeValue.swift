import Glibc

/// The generalized extreme value distribution, the limit law of block maxima.
///
///     P(X ≤ x) = exp(−(1 + ξ(x − μ)/σ)^(−1/ξ)),   exp(−e^(−(x − μ)/σ)) at ξ = 0
///
/// The shape ξ is positive for Fréchet tails, 0 for Gumbel's, negative for Weibull's bounded ones
/// (Jenkinson's sign; some texts write k = −ξ). Small ξ costs no digits.
///
/// - SeeAlso: McNeil, Frey & Embrechts (2015), *Quantitative Risk Management*, section 5.1.
public struct GeneralizedExtremeValue: ContinuousDistribution {
  /// μ, in the units of x.
  public let location: Double

  /// σ, positive, in the units of x.
  public let scale: Double

  /// ξ, finite.
  public let shape: Double

  /// The distribution of location μ, scale σ > 0 and shape ξ.
  public init(location: Double, scale: Double, shape: Double) {
    precondition(
      location.isFinite && shape.isFinite,
      "Location \(location) and shape \(shape) of a generalized extreme value distribution")
    precondition(
      scale > 0 && scale.isFinite, "Scale \(scale) of a generalized extreme value is not positive")
    self.location = location
    self.scale = scale
    self.shape = shape
  }

  /// ln f(x) = −ln σ − (1 + ξ)s − e^−s with s = ln(1 + ξ(x − μ)/σ)/ξ; −∞ outside the support.
  public func logDensity(at x: Double) -> Double {
    let level = level(at: x)
    if level.isInfinite { return -.infinity }
    return -(1 + shape) * level - exp(-level) - log(scale)
  }

  /// P(X ≤ x), with full relative accuracy in the lower tail.
  public func cumulativeProbability(of x: Double) -> Double { exp(-exp(-level(at: x))) }

  /// P(X > x), with full relative accuracy in the upper tail.
  public func survival(of x: Double) -> Double { -expm1(-exp(-level(at: x))) }

  /// The x with P(X ≤ x) = probability; the ends of the support at 0 and 1.
  public func quantile(of probability: Double) -> Double {
    requireProbability(probability)
    return value(atLevel: -log(-log(probability)))
  }

  /// The x with P(X > x) = tail, without forming 1 − tail.
  public func upperQuantile(beyond tail: Double) -> Double {
    requireProbability(tail)
    return value(atLevel: -log(-log1p(-tail)))
  }

  /// μ + σ(Γ(1 − ξ) − 1)/ξ, μ + σγ at ξ = 0 with Euler's γ, ∞ from ξ = 1 on.
  public var mean: Double {
    guard shape < 1 else { return .infinity }
    let excess =
      abs(shape) < 0x1p-54
      ? 0.57721566490153286061 : SpecialFunctions.gammaMinusOne(onePlus: -shape) / shape
    return location + scale * excess
  }

  /// E[X | X > q], ∞ from ξ = 1 on.
  ///
  ///     μ + σ/t · ∫₀ʷ (v^−ξ − 1)/ξ · e^−v dv,   w = −ln(1 − t)
  ///
  /// The integral is (γ(1 − ξ, w) − t)/ξ with the lower incomplete gamma function; its series is
  /// summed in a form that neither ξ → 0 nor t → 0 robs of digits.
  public func tailMean(beyond tail: Double) -> Double {
    requireTail(tail)
    guard shape < 1 else { return .infinity }
    if tail == 1 { return mean }
    return location + scale * standardExcess(below: -log1p(-tail)) / tail
  }

  /// The integral of the standard quantile over the exponential variable from 0 to w.
  ///
  /// With E = (w^−ξ − 1)/ξ and γ(1 − ξ, w) = w^(1−ξ) e^−w Σ wⁿ Pₙ, Pₙ = 1/((1 − ξ)…(n + 1 − ξ)), it
  /// is w e^−w Σ wⁿ (E·Pₙ + dₙ), dₙ = (Pₙ − 1/(n + 1)!)/ξ by a recurrence of positive terms.
  private func standardExcess(below w: Double) -> Double {
    let excess = ShapedLogarithm.inverse(of: -log(w), shape: shape)
    var reciprocal = 1 / (1 - shape)
    var exponential = 1.0
    var difference = reciprocal
    var (first, second) = (reciprocal, difference)
    var index = 1.0
    while difference > second * 0x1p-56 || index < w {
      index += 1
      let factor = w / (index * (index - shape))
      difference = (index * difference + exponential) * factor
      reciprocal *= index * factor
      exponential *= w / index
      first += reciprocal
      second += difference
    }
    return w * exp(-w) * (excess * first + second)
  }

  /// s = ln(1 + ξ(x − μ)/σ)/ξ.
  private func level(at x: Double) -> Double {
    precondition(!x.isNaN, "Generalized extreme value at NaN")
    return ShapedLogarithm.value(at: (x - location) / scale, shape: shape)
  }

  private func value(atLevel level: Double) -> Double {
    location + scale * ShapedLogarithm.inverse(of: level, shape: shape)
  }
}

/// A recursion of ln σ driven by the innovations' score; Beta-t-EGARCH for Student's t.
///
///     ln σₜ = ω + α uₜ₋₁ + γ sgn(−zₜ₋₁)(uₜ₋₁ + 1) + β ln σₜ₋₁,   z = e/σ,  |β| < 1
///     u = ∂ ln f(e/σ)/σ / ∂ ln σ = −z f′(z)/f(z) − 1
///
/// u has mean zero. For a normal it is z² − 1. For a unit-variance Student's t it is (ν + 1) z²/(ν
/// − 2 + z²) − 1, never above ν, so that one jump moves the variance little. For the generalized
/// error distribution it is (s/2)|z/κ|ˢ − 1, where κ is the unit-variance scale, and for Hansen's
/// skewed t the score of either half. The shape of the innovations is also a parameter of the
/// recursion. The presample ln σ is that of the presample variance and the terms in u are zero.
///
/// - SeeAlso: Harvey (2013), *Dynamic Models for Volatility and Heavy Tails*, chapter 4; Creal,
///   Koopman and Lucas (2013), *Journal of Applied Econometrics* 28(5), 777–795, whose score of ln
///   σ with unit scaling this is; Harvey and Sucarrat (2014), *Computational Statistics and Data
///   Analysis* 76.
public struct ScoreDriven: Hashable, Sendable {
  /// The response to a negative return relative to a positive one of the same size.
  public enum Response: String, Hashable, Sendable, CaseIterable {
    /// The same response, without γ.
    case symmetric
    /// A different response, with an estimated γ.
    case asymmetric
  }

  /// Whether negative returns have a different effect.
  public let response: Response

  /// Creates a recursion of order (1, 1).
  public init(response: Response = .asymmetric) { self.response = response }
}

/// A recursion of ln σ that the score of the innovations drives: Beta-t-EGARCH for Student's t.
///
///     ln σₜ = ω + α uₜ₋₁ + γ sgn(−zₜ₋₁)(uₜ₋₁ + 1) + β ln σₜ₋₁,   z = e/σ,  |β| < 1
///     u = ∂ ln f(e/σ)/σ / ∂ ln σ = −z f′(z)/f(z) − 1
///
/// u has mean zero. For a normal it is z² − 1; for Student's t of unit variance
/// (ν + 1) z²/(ν − 2 + z²) − 1, never above ν, so that one jump moves the variance little; for the
/// generalized error (s/2)|z/κ|ˢ − 1, κ the scale of unit variance; for Hansen's skewed t that of its
/// two halves. The shape of the innovations is a parameter of the recursion too. Before the first bar
/// ln σ is that of the presample variance and the terms in u are zero.
///
/// - SeeAlso: Harvey (2013), *Dynamic Models for Volatility and Heavy Tails*, chapter 4; Creal, Koopman
///   and Lucas (2013), *Journal of Applied Econometrics* 28(5), 777–795, whose score of ln σ with unit
///   scaling this is; Harvey and Sucarrat (2014), *Computational Statistics and Data Analysis* 76.
public struct ScoreDriven: Hashable, Sendable {
  /// What a fall does that a rise of the same size does not.
  public enum Response: String, Hashable, Sendable, CaseIterable {
    /// Nothing: there is no γ.
    case symmetric
    /// γ is estimated.
    case asymmetric
  }

  /// Whether falls count more.
  public let response: Response

  /// A recursion of order (1, 1).
  public init(response: Response = .asymmetric) { self.response = response }
}

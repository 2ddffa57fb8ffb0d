/// The tests of Du and Escanciano that cumulative violations average p/2 and are uncorrelated.
///
///     Hₜ = (1 − (1 − uₜ)/p)⁺,   U = √n (H̄ − p/2) / √( p (1/3 − p/4) )  ~  N(0, 1)
///     C(m) = n Σ ρ̂ⱼ²  ~  χ²(m),   ρ̂ⱼ = γ̂ⱼ/γ̂₀,  γ̂ⱼ = Σ (Hₜ − p/2)(Hₜ₋ⱼ − p/2) / (n − j)
///
/// uₜ = P(L ≤ realized loss), so that 1 − u is the probability of a larger loss. Under the null u
/// is uniform and independent; the tests use no other property of the model.
///
/// - SeeAlso: Du and Escanciano (2017), *Management Science* 63(4), 940–958,
///   doi:10.1287/mnsc.2015.2342.
public struct DuEscancianoTest: Hashable, Sendable {
  /// H̄, the mean cumulative violation.
  public let mean: Double
  /// U, the unconditional statistic.
  public let unconditional: Double
  /// ρ̂ⱼ, j = 1 … m, the autocorrelations of cumulative violations.
  public let autocorrelations: [Double]
  /// C(m), the conditional statistic; nil if no transform lies in the tail.
  public let conditional: Double?

  /// Tests transforms in chronological order; nil unless there are more of them than lags.
  public init?(transforms: [Double], tail p: Double, lags: Int = 5) {
    self.init(
      violations: transforms.map { max(0, 1 - (1 - $0) / p) }, tail: p, lags: lags)
  }

  init?(violations: [Double], tail p: Double, lags: Int) {
    guard violations.count > lags, lags >= 1 else { return nil }
    let n = Double(violations.count)
    mean = violations.reduce(0, +) / n
    unconditional = n.squareRoot() * (mean - p / 2) / (p * (1 / 3.0 - p / 4)).squareRoot()
    let centred = violations.map { $0 - p / 2 }
    func covariance(_ lag: Int) -> Double {
      var sum = 0.0
      for t in lag ..< centred.count { sum += centred[t] * centred[t - lag] }
      return sum / Double(centred.count - lag)
    }
    guard violations.contains(where: { $0 > 0 }) else {
      autocorrelations = []
      conditional = nil
      return
    }
    let variance = covariance(0)
    autocorrelations = (1 ... lags).map { covariance($0) / variance }
    conditional = n * autocorrelations.reduce(0) { $0 + $1 * $1 }
  }
}

/// The zero-mean EWMA variance with a stronger response to negative than to positive returns.
///
///     σ²ₜ₊₁ = λ σ²ₜ + (1 − λ)(r²ₜ − δ sgn(rₜ) r²ₜ)
///
/// A negative return has weight 1 + δ, a positive return 1 − δ. For symmetric returns the weights
/// still sum to one and the expected variance is unchanged. It is GJR with ω = 0 and a persistence
/// of one: α = (1 − λ)(1 − δ), γ = 2(1 − λ)δ, β = λ. A history that starts with zero returns only
/// has no variance until the price moves. ``VarianceRecursion/asymmetricEWMA`` estimates λ and δ.
///
/// - SeeAlso: Alexander and Dakos (2023), *Quantitative Finance* 23(3), 393–427,
///   doi:10.1080/14697688.2022.2159505, who find averages with an asymmetric response and heavy
///   tails as accurate as GARCH; Glosten, Jagannathan and Runkle (1993), *Journal of Finance*
///   48(5), for the response.
public struct AsymmetricEWMA: VolatilityModel, Hashable {
  /// The decay λ, in (0, 1).
  public let decay: Double
  /// The leverage δ, in [−1, 1]; 0 is ``EWMA``, and at 1 positive returns have no effect.
  public let leverage: Double
  /// The start-up rule for the first variance.
  public let startUp: StartUp

  /// Creates a recursion with a decay in (0, 1) and a leverage in [−1, 1].
  public init(decay: Double, leverage: Double, startUp: StartUp = .sample) {
    precondition(decay > 0 && decay < 1, "A decay lies in (0, 1), not \(decay)")
    precondition(abs(leverage) <= 1, "A leverage lies in [−1, 1], not \(leverage)")
    self.decay = decay
    self.leverage = leverage
    self.startUp = startUp
  }

  /// Makes a filter without observations.
  public func makeFilter() -> ExponentialFilter { ExponentialFilter(self) }

  /// The next variance σ²ₜ₊₁ from σ²ₜ and rₜ.
  public func variance(after variance: Double, observing value: Double) -> Double {
    let response = value < 0 ? 1 + leverage : 1 - leverage
    return decay * variance + (1 - decay) * response * value * value
  }
}

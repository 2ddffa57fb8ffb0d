/// The exponentially weighted moving average of squared returns, with zero mean.
///
///     σ²ₜ₊₁ = λ σ²ₜ + (1 − λ) r²ₜ
///
/// The decay λ is given; ``VarianceRecursion/ewma`` estimates it. The first variance follows a
/// named ``StartUp`` rule; the recursion then runs over all returns, including those of the
/// start-up. A history that starts with zero returns only has no variance until the price moves.
///
/// - SeeAlso: J.P. Morgan/Reuters (1996), *RiskMetrics Technical Document*, fourth edition.
public struct EWMA: VolatilityModel, Hashable {
  /// The decay λ, in (0, 1).
  public let decay: Double
  /// The start-up rule for the first variance.
  public let startUp: StartUp

  /// Creates a recursion with a decay in (0, 1).
  public init(decay: Double, startUp: StartUp = .sample) {
    precondition(decay > 0 && decay < 1, "A decay lies in (0, 1), not \(decay)")
    self.decay = decay
    self.startUp = startUp
  }

  /// Makes a filter without observations.
  public func makeFilter() -> ExponentialFilter {
    ExponentialFilter(AsymmetricEWMA(decay: decay, leverage: 0, startUp: startUp))
  }

  /// The next variance σ²ₜ₊₁ from σ²ₜ and rₜ.
  public func variance(after variance: Double, observing value: Double) -> Double {
    decay * variance + (1 - decay) * value * value
  }
}

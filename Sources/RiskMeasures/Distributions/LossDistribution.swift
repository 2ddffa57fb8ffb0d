/// The distribution of a loss: positive is money lost, per unit of notional.
public protocol LossDistribution: Sendable {
  /// The smallest loss x with P(L ≤ x) ≥ level, or the quantile by the model's named convention.
  ///
  /// Never floored at zero.
  func valueAtRisk(at level: ConfidenceLevel) -> Double

  /// The mean of the worst 1 − level mass with the boundary loss split; `.infinity` where it diverges.
  func expectedShortfall(at level: ConfidenceLevel) -> Double
}

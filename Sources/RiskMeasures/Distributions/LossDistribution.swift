/// The distribution of a loss per unit of notional, or in price units; positive means money lost.
public protocol LossDistribution: Sendable {
  /// The smallest loss x with P(L ≤ x) ≥ level, or the quantile by the model's convention; never
  /// floored at zero.
  func valueAtRisk(at level: ConfidenceLevel) -> Double

  /// The mean of the worst 1 − level mass, with the boundary loss split; `.infinity` if it
  /// diverges.
  func expectedShortfall(at level: ConfidenceLevel) -> Double
}

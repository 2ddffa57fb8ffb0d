/// The predictive distribution of one instrument's *simple* return over one horizon.
///
/// A model that predicts log returns answers here through r = eˣ − 1.
public protocol ReturnDistribution: Sendable {
  /// The return at the edge of the worst 1 − level mass for `side`: low for a long, high for a short.
  func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double

  /// The mean of `loss(return)` over that mass, the boundary split; `.infinity` where it diverges.
  func tailMean(for side: Side, at level: ConfidenceLevel, of loss: (Double) -> Double) -> Double

  /// P(R ≤ r): the probability integral transform of a realized return.
  func cumulativeProbability(of r: Double) -> Double

  /// ln f(r), or nil for a distribution without a density.
  func logDensity(of r: Double) -> Double?

  /// The standard deviation of the predicted return, or nil where the model has none.
  var standardDeviation: Double? { get }
}

/// The distribution of a loss: positive is money lost, per unit of notional.
public protocol LossDistribution: Sendable {
  /// The smallest loss x with P(L ≤ x) ≥ level, or its named sample convention. Never floored at zero.
  func valueAtRisk(at level: ConfidenceLevel) -> Double

  /// The mean of the worst 1 − level mass with the boundary loss split; `.infinity` where it diverges.
  func expectedShortfall(at level: ConfidenceLevel) -> Double
}

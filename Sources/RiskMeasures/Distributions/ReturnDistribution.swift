public import Instruments

/// The predictive distribution of one instrument's *simple* return over one horizon.
///
/// Models of log returns convert by R = eʳ − 1. Returns are decimal fractions over the whole
/// horizon and are not annualized. Under `difference` the return is the difference of prices, in
/// price units, and so are the losses of a linear contract.
public protocol ReturnDistribution: Sendable {
  /// The return at the edge of the worst 1 − level mass for `side`: low for a long, high for a
  /// short.
  func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double

  /// The mean loss of `contract` over that mass, with the boundary split; `.infinity` if it
  /// diverges.
  func tailMeanLoss(of contract: Contract, for side: Side, at level: ConfidenceLevel) -> Double

  /// P(R ≤ r): the probability integral transform of a realized return.
  func cumulativeProbability(of r: Double) -> Double

  /// ln f(r), or nil for a distribution without a density.
  func logDensity(of r: Double) -> Double?
}

/// The prediction of a model: a distribution with a description and standard errors.
public typealias PredictedReturns = DescribedDistribution & UncertainDistribution

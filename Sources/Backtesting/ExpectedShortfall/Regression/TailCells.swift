/// Weighted observations of a joint regression of a quantile and a shortfall.
///
/// The first cells may lie above the quantile's line and have losses; the others are covered
/// whatever the line, so that of them only regressors and weights are needed. A cell is an
/// observation, or several covered ones at their mean.
struct TailCells {
  /// p = 1 − c.
  let tail: Double
  /// The losses of the first cells.
  let losses: [Double]
  /// The regressor of the quantile, about zero and of size one; zero where there is none.
  let quantileRegressors: [Double]
  /// The regressor of the shortfall, likewise.
  let shortfallRegressors: [Double]
  /// σ of each cell, up to a common factor.
  let scales: [Double]
  /// How often each cell counts.
  var weights: [Double]
  /// The coefficients of the two equations: one without a regressor, else two.
  let quantileOrder: Int
  let shortfallOrder: Int

  /// How many cells may lie above the line.
  var candidateCount: Int { losses.count }
}

/// A constant and a slope.
struct LinePoint: Hashable, Sendable {
  var constant: Double
  var slope: Double

  static let zero = LinePoint(constant: 0, slope: 0)

  @inline(__always)
  func value(at x: Double) -> Double { constant + slope * x }
}

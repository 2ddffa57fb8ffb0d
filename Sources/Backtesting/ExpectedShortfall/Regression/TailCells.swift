/// Weighted observations of a joint regression of a quantile and a shortfall.
///
/// The first cells may lie above the quantile line and have losses; the others are covered for any
/// line considered, so only their regressors and weights are needed. A cell is one observation, or
/// several covered ones at their mean.
struct TailCells {
  /// p = 1 − c.
  let tail: Double
  /// The losses of the first cells.
  let losses: [Double]
  /// The regressor of the quantile, centered with unit scale; zero if there is none.
  let quantileRegressors: [Double]
  /// The regressor of the shortfall, centered with unit scale; zero if there is none.
  let shortfallRegressors: [Double]
  /// σ of each cell, up to a common factor.
  let scales: [Double]
  /// The weight of each cell.
  var weights: [Double]
  /// The number of coefficients of the quantile equation: one without a regressor, else two.
  let quantileOrder: Int
  let shortfallOrder: Int

  /// The number of cells that may lie above the line.
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

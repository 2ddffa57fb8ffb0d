internal import MarketData
public import RiskMeasures
internal import Statistics

/// The covariance of estimated (location, ln scale, ln ν), from which tail errors follow by the
/// delta method.
public enum ParametricUncertainty: Hashable, Sendable {
  case unavailable(TailUncertainty.Reason)
  /// Variances and covariances: location, ln scale, ln ν in this order, the lower triangle by rows.
  case covariance([Double])

  /// The error of location + scale · edge, whose edge moves by `edgeSlope` per unit of ln ν.
  ///
  ///     se² = gᵀ C g,   g = (1, s·edge, s·∂edge/∂ln ν)
  func tail(
    edge: Double, edgeSlope: Double, location: Double, scale: Double,
    convention: ReturnConvention, side: Side
  ) -> TailUncertainty {
    switch self {
    case .unavailable(let reason):
      return TailUncertainty(unavailable: reason)
    case .covariance(let c):
      let g = [1, scale * edge, scale * edgeSlope]
      var variance = 0.0
      for row in 0 ..< 3 {
        for column in 0 ..< 3 {
          let entry =
            row >= column ? c[row * (row + 1) / 2 + column] : c[column * (column + 1) / 2 + row]
          variance += g[row] * entry * g[column]
        }
      }
      let error = max(0, variance).squareRoot()
      let center = location + scale * edge
      let reach = 1.9599639845400545 * error * (side == .long ? 1 : -1)
      let slope = convention == .log ? 1 + convention.simpleReturn(of: center) : 1
      return TailUncertainty(
        standardError: error * slope,
        inner: convention.simpleReturn(of: center + reach),
        outer: convention.simpleReturn(of: center - reach))
    }
  }
}

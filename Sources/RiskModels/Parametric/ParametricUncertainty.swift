internal import Instruments
internal import MarketData
public import RiskMeasures
internal import Statistics

/// The covariance of the estimates (location, ln scale, ln ν), for delta-method tail errors.
public enum ParametricUncertainty: Hashable, Sendable {
  case unavailable(TailInterval.Reason)
  /// The covariance matrix of location, ln scale and ln ν, its lower triangle by rows.
  case covariance([Double])
}

/// The error of location + scale · edge, where `edgeSlope` is the edge's derivative by ln ν.
///
///     se² = gᵀ C g,   g = (1, s·edge, s·∂edge/∂ln ν)
struct TailDelta {
  /// The value of location + scale · edge, in the model's return convention.
  private let center: Double
  private let error: Double?
  private let reason: TailInterval.Reason?

  init(
    _ uncertainty: ParametricUncertainty, edge: Double, edgeSlope: @autoclosure () -> Double,
    location: Double, scale: Double
  ) {
    center = location + scale * edge
    switch uncertainty {
    case .unavailable(let reason):
      error = nil
      self.reason = reason
    case .covariance(let c):
      let g = [1, scale * edge, scale * edgeSlope()]
      var variance = 0.0
      for row in 0 ..< 3 {
        for column in 0 ..< 3 {
          let (a, b) = (max(row, column), min(row, column))
          variance += g[row] * c[a * (a + 1) / 2 + b] * g[column]
        }
      }
      error = max(0, variance).squareRoot()
      reason = nil
    }
  }

  /// The standard error as a simple return; for a log return dR = (1 + R) dr.
  func standardError(_ convention: ReturnConvention) -> Double? {
    error.map { $0 * (convention == .log ? 1 + convention.simpleReturn(of: center) : 1) }
  }

  func interval(_ convention: ReturnConvention, _ side: Side) -> TailInterval {
    guard let error else { return TailInterval(inner: nil, outer: nil, reason: reason) }
    let reach = Normal.quantile(of: 0.975) * error * (side == .long ? 1 : -1)
    return TailInterval(
      inner: convention.simpleReturn(of: center + reach),
      outer: convention.simpleReturn(of: center - reach))
  }
}

internal import Glibc

/// The exponential GARCH of order (1, 1) of Nelson.
///
///     ln σ²ₜ = ω + α (|zₜ₋₁| − √(2/π)) + γ zₜ₋₁ + β ln σ²ₜ₋₁,   z = e/σ,  α ≥ 0,  |β| ≤ 1
///
/// The center √(2/π) is E|z| of a normal for every innovation family, so that parameters are
/// comparable; another center changes ω only. The presample ln σ² is that of the presample variance
/// and the terms in z are zero. For α < 0 the recursion is not invertible: the filtered variance
/// depends on its start indefinitely and the likelihood is not reliable.
///
/// - SeeAlso: Nelson (1991), *Econometrica* 59(2), 347–370; Wintenberger (2013), *Scandinavian
///   Journal of Statistics* 40(4), 846–867, on invertibility.
public struct EGARCH: Hashable, Sendable {
  /// The mean E|z| of a standard normal.
  static let centre = 0.797884560802865355879892119868763737

  /// Creates a recursion of order (1, 1).
  public init() {}
}

extension EGARCH: EstimableRecursion {
  var parameterNames: [String] { ["omega", "alpha", "gamma", "beta"] }
  var parameterCount: Int { 4 }
  var power: Double { 2 }
  var hasKinks: Bool { true }
  var lags: Int { 1 }

  func persistence(_ parameters: [Double]) -> Double { parameters[3] }

  func omega(of parameters: [Double], rescaledBy scale: Double) -> Double {
    parameters[0] + (1 - parameters[3]) * 2 * log(scale)
  }

  func omegaSlopes(of parameters: [Double], rescaledBy scale: Double) -> [Double] {
    [1, 0, 0, -2 * log(scale)]
  }

  func variance(
    after residuals: Span<Double>, _ variances: Span<Double>, _ parameters: [Double]
  ) -> Double {
    let before = variances[variances.count - 1]
    let z = residuals[residuals.count - 1] / before.squareRoot()
    let rise = parameters[1] * (abs(z) - Self.centre) + parameters[2] * z
    return exp(parameters[0] + rise + parameters[3] * log(before))
  }

  func expectedVariance(after variance: Double, _ parameters: [Double]) -> Double? { nil }

  // MARK: - Coordinates

  func startingCoordinates(variance: Double) -> [[Double]] {
    [(0.12, -0.05, 0.98), (0.2, 0, 0.95), (0.3, 0, 0.8), (0.05, -0.05, 0.995)].map {
      [(1 - $2) * log(variance), $0, $1, $2]
    }
  }
  var lowerBounds: [Double] { [-20, 0, -5, -1] }
  var upperBounds: [Double] { [20, 5, 5, 1] }

  func parameters(at coordinates: [Double]) -> [Double] { coordinates }
  func coordinates(of parameters: [Double]) -> [Double]? {
    abs(parameters[3]) <= 1 && parameters[1] >= 0 ? parameters : nil
  }

  func jacobian(at coordinates: [Double]) -> [Double] {
    (0 ..< 16).map { $0 % 5 == 0 ? 1 : 0 }
  }
}

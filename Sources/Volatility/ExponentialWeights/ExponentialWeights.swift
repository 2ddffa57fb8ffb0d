/// The recursions of ``EWMA`` and ``AsymmetricEWMA`` with estimated parameters.
///
/// The presample |e| and σ are the square root of the presample variance and the sign is neutral,
/// so the first variance equals the presample variance.
enum ExponentialWeights: Hashable, Sendable {
  case symmetric
  case asymmetric
}

extension ExponentialWeights: EstimableRecursion {
  var parameterNames: [String] { self == .symmetric ? ["decay"] : ["decay", "leverage"] }
  var parameterCount: Int { self == .symmetric ? 1 : 2 }
  var power: Double { 2 }
  var hasKinks: Bool { false }
  var lags: Int { 1 }

  func persistence(_ parameters: [Double]) -> Double { 1 }

  /// The parameters are unit-free.
  func omega(of parameters: [Double], rescaledBy scale: Double) -> Double { parameters[0] }

  func omegaSlopes(of parameters: [Double], rescaledBy scale: Double) -> [Double] {
    self == .symmetric ? [1] : [1, 0]
  }

  func variance(
    after residuals: Span<Double>, _ variances: Span<Double>, _ parameters: [Double]
  ) -> Double {
    let e = residuals[residuals.count - 1]
    let leverage = self == .symmetric ? 0 : parameters[1]
    let reaction = (1 - parameters[0]) * (e < 0 ? 1 + leverage : 1 - leverage)
    return reaction * (e * e) + parameters[0] * variances[variances.count - 1]
  }

  func expectedVariance(after variance: Double, _ parameters: [Double]) -> Double? { variance }

  // MARK: - Coordinates

  func startingCoordinates(variance: Double) -> [[Double]] {
    let decays = [0.94, 0.97, 0.99, 0.85, 0.6]
    guard self == .asymmetric else { return decays.map { [$0] } }
    return decays.map { [$0, 0.3] } + [[0.94, -0.3]]
  }
  var lowerBounds: [Double] { self == .symmetric ? [0.01] : [0.01, -1] }
  var upperBounds: [Double] { self == .symmetric ? [0.9999] : [0.9999, 1] }

  func parameters(at coordinates: [Double]) -> [Double] { coordinates }

  func coordinates(of parameters: [Double]) -> [Double]? {
    let isInside = parameters.indices.allSatisfy {
      parameters[$0] >= lowerBounds[$0] && parameters[$0] <= upperBounds[$0]
    }
    return isInside ? parameters : nil
  }

  func jacobian(at coordinates: [Double]) -> [Double] {
    self == .symmetric ? [1] : [1, 0, 0, 1]
  }
}

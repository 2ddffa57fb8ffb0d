internal import Glibc

/// The asymmetric power ARCH of order (1, 1) of Ding, Granger and Engle.
///
///     σᵟₜ = ω + α (|eₜ₋₁| − γ eₜ₋₁)ᵟ + β σᵟₜ₋₁
///
/// ω > 0, α ≥ 0, |γ| < 1, β ≥ 0, α + β ≤ 1, 0.1 ≤ δ ≤ 4; δ is estimated unless it is given. The
/// presample |e| and σ are the square root of the presample variance and the sign is neutral.
///
/// - SeeAlso: Ding, Granger and Engle (1993), *Journal of Empirical Finance* 1(1), 83–106.
public struct APARCH: Hashable, Sendable {
  /// The power δ, or nil to estimate it.
  public let givenPower: Double?

  /// Creates a recursion of order (1, 1); a given power must be in [0.1, 4].
  public init(power: Double? = nil) {
    if let power { precondition(power >= 0.1 && power <= 4, "A power in [0.1, 4], not \(power)") }
    givenPower = power
  }
}

extension APARCH: EstimableRecursion {
  var parameterNames: [String] { ["omega", "alpha", "gamma", "beta", "delta"] }
  var parameterCount: Int { 5 }
  var power: Double { 2 }
  var hasKinks: Bool { true }
  var lags: Int { 1 }

  func persistence(_ parameters: [Double]) -> Double { parameters[1] + parameters[3] }

  func omega(of parameters: [Double], rescaledBy scale: Double) -> Double {
    parameters[0] * pow(scale, parameters[4])
  }

  func omegaSlopes(of parameters: [Double], rescaledBy scale: Double) -> [Double] {
    let unit = pow(scale, parameters[4])
    return [unit, 0, 0, 0, parameters[0] * unit * log(scale)]
  }

  func variance(
    after residuals: Span<Double>, _ variances: Span<Double>, _ parameters: [Double]
  ) -> Double {
    let e = residuals[residuals.count - 1]
    let delta = parameters[4]
    let state =
      parameters[0] + parameters[1] * pow(abs(e) - parameters[2] * e, delta)
      + parameters[3] * pow(variances[variances.count - 1], delta / 2)
    return pow(state, 2 / delta)
  }

  func expectedVariance(after variance: Double, _ parameters: [Double]) -> Double? { nil }

  // MARK: - Coordinates

  /// The starting points in ω, α + β, α's share of α + β, γ and δ.
  func startingCoordinates(variance: Double) -> [[Double]] {
    [(0.98, 0.08), (0.95, 0.12), (0.99, 0.05), (0.8, 0.2)].flatMap { sum, share in
      [1.5, 1, 2].map { power in
        let delta = givenPower ?? power
        return [(1 - sum) * pow(variance, delta / 2), sum, share, 0.3, delta]
      }
    }
  }
  var lowerBounds: [Double] { [1e-12, 0, 0, -0.9999, givenPower ?? 0.1] }
  var upperBounds: [Double] { [100, 1, 1, 0.9999, givenPower ?? 4] }

  func parameters(at x: [Double]) -> [Double] {
    [x[0], x[1] * x[2], x[3], x[1] * (1 - x[2]), x[4]]
  }

  func coordinates(of parameters: [Double]) -> [Double]? {
    let sum = parameters[1] + parameters[3]
    guard sum <= 1, sum > 0 else { return nil }
    return [parameters[0], sum, parameters[1] / sum, parameters[2], parameters[4]]
  }

  func jacobian(at x: [Double]) -> [Double] {
    [
      1, 0, 0, 0, 0,
      0, x[2], x[1], 0, 0,
      0, 0, 0, 1, 0,
      0, 1 - x[2], -x[1], 0, 0,
      0, 0, 0, 0, 1,
    ]
  }
}

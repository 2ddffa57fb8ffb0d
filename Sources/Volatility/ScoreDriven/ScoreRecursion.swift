internal import Glibc

/// A ``ScoreDriven`` recursion with its innovation distribution.
struct ScoreRecursion {
  let isAsymmetric: Bool
  let innovations: InnovationFamily

  init(_ recursion: ScoreDriven, _ innovations: InnovationFamily) {
    isAsymmetric = recursion.response == .asymmetric
    self.innovations = innovations
  }
}

extension ScoreRecursion: EstimableRecursion {
  var parameterNames: [String] { ["omega", "alpha"] + (isAsymmetric ? ["gamma"] : []) + ["beta"] }
  var parameterCount: Int { isAsymmetric ? 4 : 3 }
  var power: Double { 2 }
  /// The score of the skewed t has a kink where its halves meet.
  var hasKinks: Bool { innovations == .skewedT }
  var lags: Int { 1 }
  var shapeColumns: Int { innovations.parameterCount }

  private func beta(_ parameters: [Double]) -> Double { parameters[parameterCount - 1] }

  func persistence(_ parameters: [Double]) -> Double { beta(parameters) }

  func omega(of parameters: [Double], rescaledBy scale: Double) -> Double {
    parameters[0] + (1 - beta(parameters)) * log(scale)
  }

  func omegaSlopes(of parameters: [Double], rescaledBy scale: Double) -> [Double] {
    [1, 0] + (isAsymmetric ? [0] : []) + [-log(scale)]
  }

  func variance(
    after residuals: Span<Double>, _ variances: Span<Double>, _ parameters: [Double]
  ) -> Double {
    let before = variances[variances.count - 1]
    let z = residuals[residuals.count - 1] / before.squareRoot()
    let score = innovations.scaleScore(z, shape: Array(parameters.dropFirst(parameterCount)))
    let gamma = isAsymmetric ? parameters[2] : 0
    let rise = parameters[1] * score + gamma * ((z < 0 ? 1 : -1) * (score + 1))
    return exp(2 * (parameters[0] + rise) + beta(parameters) * log(before))
  }

  func expectedVariance(after variance: Double, _ parameters: [Double]) -> Double? { nil }

  // MARK: - Coordinates

  func startingCoordinates(variance: Double) -> [[Double]] {
    [(0.03, 0.01, 0.98), (0.06, 0.01, 0.95), (0.1, 0, 0.8), (0.015, 0.01, 0.995)].map {
      [(1 - $2) * 0.5 * log(variance), $0] + (isAsymmetric ? [$1] : []) + [$2]
    }
  }
  var lowerBounds: [Double] { [-20, -5] + (isAsymmetric ? [-5] : []) + [-1] }
  var upperBounds: [Double] { [20, 5] + (isAsymmetric ? [5] : []) + [1] }

  func parameters(at coordinates: [Double]) -> [Double] { coordinates }
  func coordinates(of parameters: [Double]) -> [Double]? {
    abs(beta(parameters)) <= 1 ? parameters : nil
  }

  func jacobian(at coordinates: [Double]) -> [Double] {
    let n = parameterCount
    return (0 ..< n * n).map { $0 % (n + 1) == 0 ? 1 : 0 }
  }
}

extension InnovationFamily {
  /// The scale score u = −z f′(z)/f(z) − 1, the derivative of ln f(e/σ)/σ by ln σ.
  func scaleScore(_ z: Double, shape: [Double]) -> Double {
    switch self {
    case .normal: return z * z - 1
    case .studentT: return (shape[0] + 1) * z * z / (shape[0] - 2 + z * z) - 1
    case .skewedT:
      let constants = SkewedTConstants(shape[0], shape[1])
      let x = constants.b * z + constants.a
      let side = 1 / (1 + (x < 0 ? -constants.lambda : constants.lambda))
      let y = x * side
      return (constants.nu + 1) * y * side * constants.b / (constants.nu - 2 + y * y) * z - 1
    case .generalizedError:
      let constants = GeneralizedErrorConstants(shape[0])
      return 0.5 * constants.shape * pow(abs(z) / constants.scale, constants.shape) - 1
    }
  }
}

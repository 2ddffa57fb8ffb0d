/// Generalized autoregressive conditional heteroskedasticity (GARCH), optionally asymmetric.
///
///     σᵈₜ = ω + Σᵢ (αᵢ + γᵢ·1[eₜ₋ᵢ < 0]) |eₜ₋ᵢ|ᵈ + Σⱼ βⱼ σᵈₜ₋ⱼ
///
/// d = 2 is ARCH (q = 0), GARCH (o = 0) and GJR; d = 1 is AVGARCH (o = 0) and TARCH. ω > 0, αᵢ ≥ 0,
/// αᵢ + γᵢ ≥ 0, βⱼ ≥ 0, and the persistence Σαᵢ + ½Σγᵢ + Σβⱼ is at most 1. For d = 2 and symmetric
/// innovations that is the boundary of a finite variance; for d = 1 it is stricter than necessary.
///
/// - SeeAlso: Engle (1982), *Econometrica* 50(4); Bollerslev (1986), *Journal of Econometrics*
///   31(3); Glosten, Jagannathan and Runkle (1993), *Journal of Finance* 48(5); Zakoian (1994),
///   *Journal of Economic Dynamics and Control* 18(5); Taylor (1986), *Modelling Financial Time
///   Series*.
public struct GARCH: Hashable, Sendable {
  /// The power d of the residual and of σ in the recursion.
  public enum Power: Int, Hashable, Sendable {
    /// |e| and σ, d = 1.
    case absolute = 1
    /// e² and σ², d = 2.
    case square = 2
  }

  /// The number of residual lags, p.
  public let residualLags: Int
  /// The number of asymmetric lags, o; at most p.
  public let asymmetricLags: Int
  /// The number of variance lags, q.
  public let varianceLags: Int
  /// The power d of the recursion.
  public let recursionPower: Power

  /// Creates a recursion of orders p ≥ 1, o ≤ p and q ≥ 0, with at most twelve terms in all.
  public init(p: Int = 1, o: Int = 0, q: Int = 1, power: Power = .square) {
    precondition(p >= 1 && o >= 0 && o <= p && q >= 0, "Orders p = \(p), o = \(o), q = \(q)")
    precondition(p + o + q <= 12, "\(p + o + q) terms; at most 12 are estimated")
    residualLags = p
    asymmetricLags = o
    varianceLags = q
    recursionPower = power
  }

  /// Whether every lag order is at most one.
  var isFirstOrder: Bool { residualLags == 1 && asymmetricLags <= 1 && varianceLags == 1 }

  /// GJR of order (1, 1, 1).
  public static let gjr = GARCH(o: 1)

  /// TARCH of order (1, 1, 1).
  public static let tarch = GARCH(o: 1, power: .absolute)

  /// AVGARCH of order (1, 1).
  public static let avgarch = GARCH(power: .absolute)
}

extension GARCH: EstimableRecursion {
  var power: Double { Double(recursionPower.rawValue) }
  var hasKinks: Bool { recursionPower == .absolute }
  var parameterCount: Int { 1 + residualLags + asymmetricLags + varianceLags }
  var lags: Int { max(residualLags, varianceLags) }

  var parameterNames: [String] {
    func names(_ name: String, _ count: Int) -> [String] {
      count == 1 ? [name] : (1 ..< count + 1).map { "\(name)\($0)" }
    }
    return ["omega"] + names("alpha", residualLags) + names("gamma", asymmetricLags)
      + names("beta", varianceLags)
  }

  func persistence(_ parameters: [Double]) -> Double {
    var sum = 0.0
    for i in parameters.indices.dropFirst() { sum += parameters[i] * (isGamma(i) ? 0.5 : 1) }
    return sum
  }

  private func isGamma(_ index: Int) -> Bool {
    index > residualLags && index <= residualLags + asymmetricLags
  }

  func omega(of parameters: [Double], rescaledBy scale: Double) -> Double {
    parameters[0] * (recursionPower == .square ? scale * scale : scale)
  }

  func omegaSlopes(of parameters: [Double], rescaledBy scale: Double) -> [Double] {
    var slopes = [Double](repeating: 0, count: parameters.count)
    slopes[0] = recursionPower == .square ? scale * scale : scale
    return slopes
  }

  func variance(
    after residuals: Span<Double>, _ variances: Span<Double>, _ parameters: [Double]
  ) -> Double {
    var state = parameters[0]
    for i in 0 ..< residualLags {
      let e = residuals[residuals.count - 1 - i]
      var reaction = parameters[1 + i]
      if i < asymmetricLags, e < 0 { reaction += parameters[1 + residualLags + i] }
      state += reaction * (recursionPower == .square ? e * e : abs(e))
    }
    for j in 0 ..< varianceLags {
      let before = variances[variances.count - 1 - j]
      state +=
        parameters[1 + residualLags + asymmetricLags + j]
        * (recursionPower == .square ? before : before.squareRoot())
    }
    return recursionPower == .square ? state : state * state
  }

  func expectedVariance(after variance: Double, _ parameters: [Double]) -> Double? {
    guard recursionPower == .square, residualLags == 1, varianceLags <= 1 else { return nil }
    return parameters[0] + persistence(parameters) * variance
  }
}

// MARK: - Coordinates

/// The search coordinates: ω, the persistence, its split over the weights, and the asymmetries.
///
/// The p + q weights are αᵢ + ½γᵢ and βⱼ. Each split coordinate is a weight's share of the
/// remainder after the weights before it. Each γᵢ has an asymmetry a in [−1, 1] with αᵢ = w(1 − a)
/// and αᵢ + γᵢ = w(1 + a).
extension GARCH {
  private var weights: Int { residualLags + varianceLags }

  var lowerBounds: [Double] {
    [1e-12, 0] + [Double](repeating: 0, count: weights - 1)
      + [Double](repeating: -1, count: asymmetricLags)
  }

  var upperBounds: [Double] {
    [100, 1] + [Double](repeating: 1, count: weights - 1 + asymmetricLags)
  }

  func startingCoordinates(variance: Double) -> [[Double]] {
    guard varianceLags > 0 else {
      return [0.3, 0.6, 0.9].map { start(persistence: $0, reaction: $0, lean: 0.2) }
    }
    let pairs = [
      (0.98, 0.06), (0.95, 0.10), (0.995, 0.04), (0.90, 0.20), (0.6, 0.1), (0.3, 0.25),
    ]
    let level = recursionPower == .square ? variance : variance.squareRoot()
    var starts = pairs.map { start(persistence: $0, reaction: $1, lean: 0.3) }
    if asymmetricLags > 0 {
      starts += pairs.suffix(3).map { start(persistence: $0, reaction: $1, lean: -0.4) }
    }
    for i in starts.indices { starts[i][0] *= level }
    return starts
  }

  /// A start that splits `reaction` over the residual lags, the rest over the variance lags.
  ///
  /// `reaction` and the rest sum to `persistence`.
  private func start(persistence: Double, reaction: Double, lean: Double) -> [Double] {
    var weight = [Double](repeating: reaction / Double(residualLags), count: residualLags)
    let rest = (persistence - reaction) / Double(max(1, varianceLags))
    weight += [Double](repeating: rest, count: varianceLags)
    var left = persistence
    var shares: [Double] = []
    for w in weight.dropLast() {
      shares.append(w / left)
      left -= w
    }
    let leans = [Double](repeating: lean, count: asymmetricLags)
    return [1 - persistence, persistence] + shares + leans
  }

  func parameters(at coordinates: [Double]) -> [Double] {
    let weight = split(coordinates)
    let leans = coordinates.suffix(asymmetricLags)
    var alphas = Array(weight[..<residualLags])
    var gammas: [Double] = []
    for (i, lean) in leans.enumerated() {
      gammas.append(2 * alphas[i] * lean)
      alphas[i] *= 1 - lean
    }
    return [coordinates[0]] + alphas + gammas + weight[residualLags...]
  }

  func coordinates(of parameters: [Double]) -> [Double]? {
    let gammas = parameters[(1 + residualLags)...].prefix(asymmetricLags)
    var weight = Array(parameters[1 ..< 1 + residualLags])
    var leans: [Double] = []
    for (i, gamma) in gammas.enumerated() {
      weight[i] += gamma / 2
      leans.append(weight[i] > 0 ? gamma / (2 * weight[i]) : 0)
    }
    weight += parameters[(1 + residualLags + asymmetricLags)...]
    let total = weight.reduce(0, +)
    var left = total
    var shares: [Double] = []
    for w in weight.dropLast() {
      shares.append(left > 0 ? min(1, w / left) : 0)
      left -= w
    }
    let coordinates = [parameters[0], min(total, 1)] + shares + leans
    let isInside = coordinates.indices.allSatisfy {
      coordinates[$0] >= lowerBounds[$0] && coordinates[$0] <= upperBounds[$0]
    }
    return isInside ? coordinates : nil
  }

  private func split(_ coordinates: [Double]) -> [Double] {
    var left = coordinates[1]
    var weight: [Double] = []
    for share in coordinates[2 ..< 1 + weights] {
      weight.append(left * share)
      left *= 1 - share
    }
    return weight + [left]
  }

  func jacobian(at coordinates: [Double]) -> [Double] {
    let n = parameterCount
    var slopes = [Double](repeating: 0, count: n * n)
    slopes[0] = 1
    // ∂ weightᵢ / ∂ persistence and ∂ weightᵢ / ∂ shareⱼ.
    var rows = [[Double]](repeating: [Double](repeating: 0, count: n), count: weights)
    var left = 1.0
    for i in 0 ..< weights {
      let share = i < weights - 1 ? coordinates[2 + i] : 1
      rows[i][1] = left * share
      if i < weights - 1 { rows[i][2 + i] = coordinates[1] * left }
      for j in 0 ..< i {
        rows[i][2 + j] = coordinates[1] * share * product(coordinates, before: i, without: j) * -1
      }
      left *= 1 - share
    }
    let weight = split(coordinates)
    for i in 0 ..< weights {
      let isResidual = i < residualLags
      let lean = i < asymmetricLags ? coordinates[1 + weights + i] : 0
      let row = isResidual ? 1 + i : 1 + asymmetricLags + i
      for j in 0 ..< n { slopes[row * n + j] = rows[i][j] * (1 - lean) }
      guard i < asymmetricLags else { continue }
      let gamma = 1 + residualLags + i
      for j in 0 ..< n { slopes[gamma * n + j] = 2 * lean * rows[i][j] }
      slopes[row * n + 1 + weights + i] = -weight[i]
      slopes[gamma * n + 1 + weights + i] = 2 * weight[i]
    }
    return slopes
  }

  /// The product Π (1 − shareₖ) over k < i, k ≠ j.
  private func product(_ coordinates: [Double], before i: Int, without j: Int) -> Double {
    var product = 1.0
    for k in 0 ..< i where k != j { product *= 1 - coordinates[2 + k] }
    return product
  }
}

internal import Glibc

/// A conditional quantile and its derivatives ∂V/∂βᵢ, in units of the fit's scale.
struct QuantileState: Hashable, Sendable {
  var quantile: Double
  var gradient: SIMD4<Double>

  /// Creates the initial state; the first quantile does not depend on β.
  init(startingAt quantile: Double) { self.init(quantile: quantile, gradient: .zero) }

  init(quantile: Double, gradient: SIMD4<Double>) {
    self.quantile = quantile
    self.gradient = gradient
  }
}

/// A ``CAViaRSpecification`` with its parameters, in units of the fit's scale.
struct QuantileRecursion: Hashable, Sendable {
  let specification: CAViaRSpecification
  /// The parameters β₁ … β₄, zero where the specification has none.
  let beta: SIMD4<Double>
  /// The tail probability p = 1 − c.
  let tail: Double

  /// The sharpness G, per standard deviation.
  static let sharpness = 10.0

  /// Fills `path` with the quantile forecast for each of `losses`, the first equal to `start`.
  func fill(_ path: inout [Double], of losses: [Double], from start: Double) {
    switch specification {
    case .symmetricAbsoluteValue: fill(&path, losses, start, symmetric)
    case .asymmetricSlope: fill(&path, losses, start, asymmetric)
    case .indirectGARCH: fill(&path, losses, start, indirect)
    case .adaptive: fill(&path, losses, start, adaptive)
    }
  }

  @inline(__always)
  private func fill(
    _ path: inout [Double], _ losses: [Double], _ start: Double,
    _ next: (Double, Double) -> Double
  ) {
    var quantile = start
    for t in losses.indices {
      path[t] = quantile
      quantile = next(quantile, losses[t])
    }
  }

  /// The next quantile with its derivatives, bit-identical to ``fill(_:of:from:)``.
  func state(after state: QuantileState, observing loss: Double) -> QuantileState {
    let v = state.quantile
    let g = state.gradient
    switch specification {
    case .symmetricAbsoluteValue:
      return QuantileState(
        quantile: symmetric(v, loss), gradient: SIMD4(1, v, abs(loss), 0) + beta[1] * g)
    case .asymmetricSlope:
      return QuantileState(
        quantile: asymmetric(v, loss),
        gradient: SIMD4(1, v, max(loss, 0), max(-loss, 0)) + beta[1] * g)
    case .indirectGARCH:
      let next = indirect(v, loss)
      let square = SIMD4(1, v * v, loss * loss, 0) + (2 * beta[1] * v) * g
      return QuantileState(quantile: next, gradient: square / (2 * next))
    case .adaptive:
      let hit = Self.smoothHit(loss - v)
      let slope = 1 - beta[0] * Self.sharpness * hit * (1 - hit)
      return QuantileState(
        quantile: adaptive(v, loss), gradient: SIMD4(hit - tail, 0, 0, 0) + slope * g)
    }
  }

  // MARK: - Specifications

  @inline(__always)
  private func symmetric(_ v: Double, _ loss: Double) -> Double {
    beta[0] + beta[1] * v + beta[2] * abs(loss)
  }

  @inline(__always)
  private func asymmetric(_ v: Double, _ loss: Double) -> Double {
    beta[0] + beta[1] * v + (loss > 0 ? beta[2] : -beta[3]) * loss
  }

  @inline(__always)
  private func indirect(_ v: Double, _ loss: Double) -> Double {
    (beta[0] + beta[1] * v * v + beta[2] * loss * loss).squareRoot()
  }

  @inline(__always)
  private func adaptive(_ v: Double, _ loss: Double) -> Double {
    v + beta[0] * (Self.smoothHit(loss - v) - tail)
  }

  /// The smooth exceedance indicator 1/(1 + e^(−G x)).
  private static func smoothHit(_ x: Double) -> Double { 1 / (1 + exp(-sharpness * x)) }
}

/// The search coordinates of β: long-run quantile, mean reversion and the weights of returns.
///
///     V* = e^x₀,  1 − β₂ = e^x₁,  w = x₂ the share of V* that comes from returns,
///     d = x₃ the share of that from losses
///
/// β₁ = (1 − w)(1 − β₂)V* and β₃ = w(1 − β₂)V*/E|L|, with their squares for indirect GARCH; the
/// asymmetric slope also uses d. The coordinates are nearly orthogonal where the β are nearly
/// collinear. The adaptive recursion has ln β₁ only.
struct QuantileCoordinates {
  let specification: CAViaRSpecification
  /// The empirical quantile of the window, in units of the scale.
  let typical: Double

  /// The mean E|L| of a normal loss with unit standard deviation.
  private static let meanAbsolute = 0.797_884_560_802_865_4
  private static let slowest = 1e-3

  var lowerBounds: [Double] {
    guard specification != .adaptive else { return [log(1e-4 * typical)] }
    let bounds = [log(typical / 20), log(Self.slowest), 0, 0]
    return Array(bounds.prefix(specification.parameterCount))
  }

  var upperBounds: [Double] {
    guard specification != .adaptive else { return [log(20 * typical)] }
    return Array([log(20 * typical), 0, 1, 1].prefix(specification.parameterCount))
  }

  func beta(at x: [Double]) -> SIMD4<Double> {
    guard specification != .adaptive else { return SIMD4(exp(x[0]), 0, 0, 0) }
    let level = exp(x[0])
    let reversion = exp(x[1])
    let share = x[2]
    let slope = share * reversion * level / Self.meanAbsolute
    let constant = (1 - share) * reversion * level
    switch specification {
    case .symmetricAbsoluteValue: return SIMD4(constant, 1 - reversion, slope, 0)
    case .asymmetricSlope:
      return SIMD4(constant, 1 - reversion, 2 * x[3] * slope, 2 * (1 - x[3]) * slope)
    case .indirectGARCH, .adaptive:
      return SIMD4(constant * level, 1 - reversion, share * reversion * level * level, 0)
    }
  }

  /// The starting point from four uniform numbers.
  func start(_ u: SIMD4<Double>) -> [Double] {
    guard specification != .adaptive else { return [log(typical) + (u[0] - 0.8) * 6] }
    let reversion = log(0.005) + u[1] * (log(0.5) - log(0.005))
    let all = [log(typical) + 1.4 * (u[0] - 0.5), reversion, u[2], u[3]]
    return Array(all.prefix(specification.parameterCount))
  }

  /// Whether a coordinate is at its bound.
  func isHeld(_ x: [Double]) -> Bool {
    zip(x, zip(lowerBounds, upperBounds)).contains { value, bounds in
      value - bounds.0 < 1e-6 || bounds.1 - value < 1e-6
    }
  }
}

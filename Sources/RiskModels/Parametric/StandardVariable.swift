internal import Instruments
internal import RiskMeasures
internal import Statistics

/// The standard variable Z of a location-scale family, in closed form where available.
enum StandardVariable: Sendable {
  /// Standard normal.
  case normal
  /// Student t in its standard form, whose variance is ν/(ν − 2).
  case studentT(StudentT)
  /// A unit-variance distribution; with power-law tails e^{|Z|} has no mean.
  case standardized(any StandardizedDistribution, hasPowerTails: Bool)

  /// Whether the tails follow a power law, so that e^{|Z|} has no mean.
  var hasPowerTails: Bool {
    switch self {
    case .normal: false
    case .studentT: true
    case .standardized(_, let hasPowerTails): hasPowerTails
    }
  }

  /// The standard deviation, infinite for a t with ν ≤ 2.
  var standardDeviation: Double {
    guard case .studentT(let t) = self else { return 1 }
    let nu = t.degreesOfFreedom
    return nu > 2 ? (nu / (nu - 2)).squareRoot() : .infinity
  }

  /// The quantile at the start of the tail of `side`.
  func edge(for side: Side, tail p: Double) -> Double {
    switch self {
    case .normal: mirrored(Normal.quantile(of: p), side)
    case .studentT(let t): mirrored(t.quantile(of: p), side)
    case .standardized(let z, _): side == .long ? z.quantile(of: p) : z.upperQuantile(beyond: p)
    }
  }

  private func mirrored(_ lower: Double, _ side: Side) -> Double {
    side == .long ? lower : -lower
  }

  /// The outward tail mean: −E[Z | Z < z] for a long, E[Z | Z > z] for a short position.
  func tailMean(for side: Side, tail p: Double) -> Double {
    switch self {
    case .normal: Normal.tailMean(beyond: p)
    case .studentT(let t): t.tailMean(beyond: p)
    case .standardized(let z, _): side == .long ? -z.tailMean(below: p) : z.tailMean(beyond: p)
    }
  }

  /// The probability P(Z ≤ z).
  func cumulativeProbability(of z: Double) -> Double {
    switch self {
    case .normal: Normal.cumulativeProbability(of: z)
    case .studentT(let t): t.cumulativeProbability(of: z)
    case .standardized(let distribution, _): distribution.cumulativeProbability(of: z)
    }
  }

  /// The log density ln f(z).
  func logDensity(at z: Double) -> Double {
    switch self {
    case .normal: Normal.logDensity(at: z)
    case .studentT(let t): t.logDensity(at: z)
    case .standardized(let distribution, _): distribution.logDensity(at: z)
    }
  }

  /// The variable with ν multiplied by `factor`, unchanged if ν is not estimated with the scale.
  func degreesOfFreedom(times factor: Double) -> StandardVariable {
    guard case .studentT(let t) = self else { return self }
    return .studentT(StudentT(degreesOfFreedom: t.degreesOfFreedom * factor))
  }

  /// The derivative ∂ edge/∂ ln ν by central difference, zero without such a ν.
  ///
  /// The relative step is 10⁻⁴.
  func edgeSlope(for side: Side, tail p: Double) -> Double {
    guard case .studentT = self else { return 0 }
    let step = 1e-4
    let above = degreesOfFreedom(times: 1 + step).edge(for: .long, tail: p)
    let below = degreesOfFreedom(times: 1 - step).edge(for: .long, tail: p)
    let slope = (above - below) / (2 * step)
    return side == .long ? slope : -slope
  }
}

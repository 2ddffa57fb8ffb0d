internal import Glibc
internal import Optimization

/// The profile likelihood of a generalized Pareto distribution along θ = ξ/β.
///
///     ξ(θ) = (1/k) Σ ln(1 + θyᵢ),  β(θ) = ξ(θ)/θ,  ℓ(θ) = −k (ln β(θ) + ξ(θ) + 1)
///
/// Excesses are scaled so that the largest is 1, and t = ln(1 + θ). Each term of ξ changes its
/// slope over a distance of about one in t, so a grid of step one half misses no local maximum. t
/// also separates points at which θ rounds to −1.
///
/// - SeeAlso: Grimshaw (1993), *Technometrics* 35(2), 185–191.
struct ParetoProfile {
  /// The excesses in ascending order; the last is 1.
  private let excesses: [Double]
  /// The number of excesses equal to 1.
  private let ties: Int
  private let grid: [(t: Double, value: Double)]

  struct Point {
    var shape: Double
    var scale: Double
    /// The log-likelihood ℓ.
    var value: Double
  }

  init(_ excesses: [Double]) {
    self.excesses = excesses
    let ties = excesses.count { $0 == 1 }
    self.ties = ties
    grid = Self.grid { Self.point(at: $0, excesses, ties: ties) }
  }

  /// Whether ℓ is greater at the highest shape than at ξ = −1.
  var risesBeyondHighestShape: Bool { grid[grid.count - 1].value > 0 }

  /// The greatest local maximum with −1 < ξ < ``GeneralizedParetoFit/highestShape``.
  var greatestMaximum: Point? {
    var best: Point?
    for i in 1 ..< grid.count - 1
    where grid[i].value > grid[i - 1].value && grid[i].value >= grid[i + 1].value {
      let value = { (t: Double) -> Double in
        let point = Self.point(at: t, excesses, ties: ties)
        return Self.holds(point.shape) ? -point.value : .infinity
      }
      guard
        let near = try? minimizeScalar(
          value, between: grid[i - 1].t, and: grid[i + 1].t, tolerance: 1e-4),
        let top = stationary(from: Self.point(at: near.point, excesses, ties: ties))
      else { continue }
      if top.value > best?.value ?? -.infinity { best = top }
    }
    return best
  }

  private static func holds(_ shape: Double) -> Bool {
    shape > -1 && shape < GeneralizedParetoFit.highestShape
  }

  /// Below t = −37, where 1 + θ is lost to rounding, ℓ is decreasing down to ξ = −1.
  private static func grid(_ point: (Double) -> Point) -> [(t: Double, value: Double)] {
    var grid: [(t: Double, value: Double)] = [(-38, -.infinity)]
    var t = -37.0
    var next = point(t)
    while next.shape < GeneralizedParetoFit.highestShape {
      grid.append((t, next.shape > -1 ? next.value : -.infinity))
      t += abs(t + 0.25) < 4 ? 0.5 : 1
      next = point(t)
    }
    return grid + [(t, next.value)]
  }

  private static func point(at t: Double, _ excesses: [Double], ties: Int) -> Point {
    let theta = expm1(t)
    let k = Double(excesses.count)
    var sum = Double(ties) * t
    for i in 0 ..< excesses.count - ties { sum += log1p(theta * excesses[i]) }
    let shape = sum / k
    let scale = theta == 0 ? excesses.reduce(0, +) / k : shape / theta
    return Point(shape: shape, scale: scale, value: -k * (log(scale) + shape + 1))
  }

  /// The maximum near `start` by Newton's method in (ξ, ln β), or nil if there is none.
  ///
  /// It stops when the expected gain of the next step, gᵀ I⁻¹ g / 2, is below rounding error.
  private func stationary(from start: Point) -> Point? {
    var current = start
    current.value = ParetoLikelihood.value(excesses, shape: start.shape, scale: start.scale)
    var promise = Double.infinity
    for _ in 0 ..< 50 where promise > 1e-22 {
      let slope = ParetoLikelihood.Derivatives(
        excesses, shape: current.shape, scale: current.scale)
      guard let inverse = slope.inverseInformation else { return nil }
      let shapeStep = inverse.shape * slope.shape + inverse.shapeLogScale * slope.logScale
      let scaleStep = inverse.shapeLogScale * slope.shape + inverse.logScale * slope.logScale
      promise = (shapeStep * slope.shape + scaleStep * slope.logScale) / 2
      guard let next = climb(from: current, shapeStep, scaleStep) else { break }
      current = next
    }
    return promise < 1e-12 && Self.holds(current.shape) ? current : nil
  }

  /// The first point of a step-halving search that does not lower the likelihood.
  private func climb(from point: Point, _ shapeStep: Double, _ scaleStep: Double) -> Point? {
    var part = 1.0
    while part > 1e-6 {
      let shape = point.shape + part * shapeStep
      let scale = point.scale * exp(part * scaleStep)
      let value = ParetoLikelihood.value(excesses, shape: shape, scale: scale)
      if value >= point.value { return Point(shape: shape, scale: scale, value: value) }
      part /= 2
    }
    return nil
  }
}

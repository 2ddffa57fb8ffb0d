internal import Glibc
internal import Optimization
internal import Statistics

/// The search for the β that minimize the tick loss or FZ0 of a series of losses.
///
/// Both losses are piecewise smooth with many local minima. The best ``refinedStarts`` of
/// ``randomStarts`` addressed random starts are each refined by a Nelder–Mead simplex. The best
/// result is restarted from a fresh simplex until it no longer improves.
struct QuantileSearch {
  static let randomStarts = 32
  static let refinedStarts = 3

  let coordinates: QuantileCoordinates
  let tailModel: QuantileTailModel
  /// The tail probability p = 1 − c.
  let tail: Double
  /// The losses, in units of the scale.
  let losses: [Double]
  /// The first quantile, in units of the scale.
  let start: Double
  private let lossSum: Double
  private var path: [Double]

  struct Optimum {
    let recursion: QuantileRecursion
    let value: Double
    let isHeld: Bool
  }

  init(
    _ losses: [Double], specification: CAViaRSpecification, tailModel: QuantileTailModel,
    tail: Double, start: Double, typical: Double
  ) {
    coordinates = QuantileCoordinates(specification: specification, typical: typical)
    self.tailModel = tailModel
    self.tail = tail
    self.losses = losses
    self.start = start
    lossSum = losses.reduce(0, +)
    path = [Double](repeating: 0, count: losses.count)
  }

  mutating func run(seed: UInt64) throws(RiskModelError) -> Optimum {
    let stream = RandomStream(seed: seed, identifier: "caviar")
    var starts: [(value: Double, point: [Double])] = []
    for k in 0 ..< UInt32(Self.randomStarts) {
      let u = SIMD4((0 ..< 4).map { stream.uniform(path: k, step: $0) })
      let point = coordinates.start(u)
      starts.append((value(at: point), point))
    }
    starts.sort { $0.value < $1.value }
    var best: Minimum?
    for start in starts.prefix(Self.refinedStarts) where start.value.isFinite {
      guard let found = refined(from: start.point) else { continue }
      if found.value < best?.value ?? .infinity { best = found }
    }
    guard var best else {
      throw .didNotConverge(model: "caviar", reason: "no search from any start came to rest")
    }
    while let again = refined(from: best.point), again.value < best.value - 1e-9 * abs(best.value) {
      best = again
    }
    return Optimum(
      recursion: recursion(at: best.point), value: best.value,
      isHeld: coordinates.isHeld(best.point))
  }

  private mutating func refined(from point: [Double]) -> Minimum? {
    let found = try? minimize(
      { value(at: $0) }, from: point, lowerBounds: coordinates.lowerBounds,
      upperBounds: coordinates.upperBounds, method: .nelderMead,
      tolerances: OptimizationTolerances(relativePoint: 1e-7, maximumEvaluations: 3_000))
    return found?.status.isConverged == true ? found : nil
  }

  private func recursion(at point: [Double]) -> QuantileRecursion {
    QuantileRecursion(
      specification: coordinates.specification, beta: coordinates.beta(at: point), tail: tail)
  }

  /// The mean loss at a point, infinite if a quantile is not positive.
  private mutating func value(at point: [Double]) -> Double {
    recursion(at: point).fill(&path, of: losses, from: start)
    return tailModel == .multiple ? meanTickLoss : meanJointLoss
  }

  /// The mean tick loss (Σ (L − V)⁺ − p Σ (L − V))/n.
  private var meanTickLoss: Double {
    var excess = 0.0
    var sum = 0.0
    var least = Double.infinity
    for t in losses.indices {
      let v = path[t]
      excess += max(losses[t] - v, 0)
      sum += v
      least = min(least, v)
    }
    guard least > 0 else { return .infinity }
    return (excess - tail * (lossSum - sum)) / Double(losses.count)
  }

  /// The mean FZ0 loss at the optimal m: mean ln V + ln m, m = 1 + Σ (L/V − 1)⁺/(n p).
  private var meanJointLoss: Double {
    var excess = 0.0
    var product = 1.0
    var logarithms = 0.0
    for t in losses.indices {
      let v = path[t]
      guard v > 1e-9 else { return .infinity }
      if losses[t] > v { excess += losses[t] / v - 1 }
      product *= v
      // One logarithm for many factors, taken well before the product overflows.
      if product > 1e100 || product < 1e-100 {
        logarithms += log(product)
        product = 1
      }
    }
    let count = Double(losses.count)
    return (logarithms + log(product)) / count + log1p(excess / (count * tail))
  }
}

extension SIMD4<Double> {
  /// Creates a vector from the first four numbers of an array.
  fileprivate init(_ values: [Double]) { self.init(values[0], values[1], values[2], values[3]) }
}

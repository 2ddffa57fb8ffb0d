internal import Glibc

/// The alternating search for the quantile and shortfall lines that minimize the FZ0 score.
///
///     F = Σ w ( Z/E + ln E ) / Σ w,   Z = V + (L − V)⁺/p,   V = a + b x,   E = c + d x′
///
/// Given E, the best V is a quantile regression with weights w/E. The search walks its vertices:
/// along an edge, the lines through one observation, the minimum is at another observation. Given
/// V, the score is smooth in E and Newton's method applies. If neither step improves the score, no
/// small joint move does: F is smooth in E, so its derivative along a joint move is the sum of the
/// two. Other local minima may exist.
struct JointTailFit {
  var cells: TailCells
  private(set) var quantile = LinePoint.zero
  private(set) var shortfall = LinePoint.zero
  /// The observations on the quantile line.
  private var vertex: (first: Int, second: Int?)?
  /// 1/E of each cell.
  private var inverses: [Double]
  /// Z of each cell.
  private var targets: [Double]
  /// w/(p E) of the cells that may lie above the line.
  private var hingeWeights: [Double]
  /// The distance from the line within which a loss counts as on it: rounding error of the largest
  /// loss.
  private let tolerance: Double
  private var search = BreakpointSearch()

  enum Turn: Hashable {
    case moved
    case stayed
    /// The score has no minimum: too few cells may lie above the line.
    case failed
  }

  init(_ cells: TailCells, startingAt quantile: LinePoint) {
    self.cells = cells
    self.quantile = quantile
    inverses = Array(repeating: 1, count: cells.weights.count)
    targets = Array(repeating: 0, count: cells.weights.count)
    hingeWeights = Array(repeating: 0, count: cells.candidateCount)
    tolerance = 1e-12 * (cells.losses.max() ?? 0)
  }

  /// Moves the quantile line and sets the best shortfall for it.
  mutating func restart(at quantile: LinePoint) -> Bool {
    self.quantile = quantile
    vertex = nil
    updateTargets()
    return startShortfall()
  }

  /// Fits both lines from scratch, starting with equal weights; false if there is no fit.
  mutating func start() -> Bool {
    for index in inverses.indices { inverses[index] = 1 }
    vertex = nil
    guard improveQuantile() != .failed else { return false }
    updateTargets()
    return startShortfall()
  }

  /// Iterates until the quantile line stays unchanged; false if a step fails.
  mutating func descend(rounds: Int, tolerance: Double) -> Bool {
    for _ in 0 ..< rounds {
      let turn = improveQuantile()
      guard turn != .failed else { return false }
      if turn == .stayed { return true }
      updateTargets()
      guard improveShortfall(tolerance: tolerance) else { return false }
    }
    return true
  }

  /// Fits the same observations with other weights, from the current lines.
  func reweighted(_ weights: [Double]) -> JointTailFit? {
    var fit = self
    fit.cells.weights = weights
    guard fit.improveQuantile() != .failed else { return nil }
    fit.updateTargets()
    guard fit.improveShortfall(tolerance: 1e-6), fit.descend(rounds: 10, tolerance: 1e-6) else {
      return nil
    }
    return fit
  }

  /// F at the current lines.
  var score: Double {
    var (sum, total) = (0.0, 0.0)
    for i in cells.weights.indices {
      let w = cells.weights[i]
      sum += w * (targets[i] * inverses[i] - log(inverses[i]))
      total += w
    }
    return sum / total
  }
}

// MARK: - The quantile

extension JointTailFit {
  /// Updates the quantile regression with weights w/E from the current line.
  private mutating func improveQuantile() -> Turn {
    var (total, moment) = (0.0, 0.0)
    for i in cells.weights.indices {
      let v = cells.weights[i] * inverses[i]
      total += v
      moment += v * cells.quantileRegressors[i]
    }
    let scale = 1 / cells.tail
    for i in hingeWeights.indices { hingeWeights[i] = cells.weights[i] * inverses[i] * scale }
    var turn = Turn.stayed
    if vertex == nil || cells.quantileOrder == 1 {
      turn = searchConstant(total: total)
      guard turn != .failed, cells.quantileOrder == 2 else { return turn }
    }
    // A vertex with no descending edge is a minimum.
    var idle = 0
    for _ in 0 ..< 200 {
      guard let pivot = vertex?.first else { return .failed }
      switch searchEdge(through: pivot, total: total, moment: moment) {
      case .failed: return .failed
      case .moved:
        turn = .moved
        // The search along this edge is complete; continue with the other one.
        idle = 1
      case .stayed: idle += 1
      }
      guard let ends = vertex, let second = ends.second, idle < 2 else { return turn }
      vertex = (second, ends.first)
    }
    return turn
  }

  /// Finds the best constant at the current slope.
  private mutating func searchConstant(total: Double) -> Turn {
    let (losses, x, weights) = (cells.losses, cells.quantileRegressors, hingeWeights)
    let slope = quantile.slope
    let outcome = search.minimum(
      slope: total, from: quantile.constant, tolerance: tolerance, count: losses.count
    ) { i in
      BreakpointSearch.Hinge(height: losses[i] - slope * x[i], lever: 1, weight: weights[i])
    }
    switch outcome {
    case .unbounded: return .failed
    case .stays:
      guard vertex == nil else { return .stayed }
      // Start at the nearest observation; any start is valid.
      let line = quantile
      guard
        let nearest = losses.indices.min(by: {
          abs(losses[$0] - line.value(at: x[$0])) < abs(losses[$1] - line.value(at: x[$1]))
        })
      else { return .failed }
      vertex = (nearest, nil)
      quantile.constant = losses[nearest] - slope * x[nearest]
      return .moved
    case .moves(let constant, let hinge):
      vertex = (hinge, nil)
      quantile.constant = constant
      return .moved
    }
  }

  /// Finds the best line through one observation, from the current slope.
  private mutating func searchEdge(through pivot: Int, total: Double, moment: Double) -> Turn {
    let (losses, x, weights) = (cells.losses, cells.quantileRegressors, hingeWeights)
    let (loss, position) = (losses[pivot], x[pivot])
    let outcome = search.minimum(
      slope: moment - position * total, from: quantile.slope, tolerance: tolerance,
      count: losses.count
    ) { i in
      BreakpointSearch.Hinge(height: losses[i] - loss, lever: x[i] - position, weight: weights[i])
    }
    switch outcome {
    case .unbounded: return .failed
    case .stays: return .stayed
    case .moves(let slope, let hinge):
      quantile = LinePoint(constant: loss - slope * position, slope: slope)
      vertex = (pivot, hinge)
      return .moved
    }
  }
}

// MARK: - The shortfall

extension JointTailFit {
  private mutating func updateTargets() {
    let scale = 1 / cells.tail
    for i in targets.indices {
      let v = quantile.value(at: cells.quantileRegressors[i])
      targets[i] = i < cells.candidateCount ? v + max(0, cells.losses[i] - v) * scale : v
    }
  }

  /// Σ wZ and Σ w; nil unless both are positive.
  private var weightedTargets: (sum: Double, total: Double)? {
    var (sum, total) = (0.0, 0.0)
    for i in targets.indices {
      sum += cells.weights[i] * targets[i]
      total += cells.weights[i]
    }
    return sum > 0 && total > 0 ? (sum, total) : nil
  }

  /// Sets the shortfall from the mean of Z.
  private mutating func startShortfall() -> Bool {
    guard let (sum, total) = weightedTargets else { return false }
    shortfall = LinePoint(constant: sum / total, slope: 0)
    return improveShortfall(tolerance: 1e-10)
  }

  /// Sets the best shortfall for the current quantile, and 1/E; false if E cannot be positive.
  private mutating func improveShortfall(tolerance: Double) -> Bool {
    if cells.shortfallOrder == 1 {
      guard let (sum, total) = weightedTargets else { return false }
      shortfall = LinePoint(constant: sum / total, slope: 0)
      for i in inverses.indices { inverses[i] = total / sum }
      return true
    }
    var step = LinePoint.zero
    for _ in 0 ..< 100 {
      guard let next = newtonStep() else {
        // E was not positive: halve the step.
        step = LinePoint(constant: step.constant / 2, slope: step.slope / 2)
        shortfall.constant -= step.constant
        shortfall.slope -= step.slope
        guard abs(step.constant) + abs(step.slope) > 0 else { return false }
        continue
      }
      if abs(next.constant) + abs(next.slope) <= tolerance * abs(shortfall.constant) { return true }
      step = next
      shortfall.constant += step.constant
      shortfall.slope += step.slope
    }
    return false
  }

  /// Returns the Newton step at the current shortfall, or the Fisher scoring step if the curvature
  /// is not positive.
  ///
  /// Updates 1/E. Nil if an E is not positive.
  private mutating func newtonStep() -> LinePoint? {
    var (g0, g1) = (0.0, 0.0)
    var (f0, f1, f2, h0, h1, h2) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    var least = Double.infinity
    for i in targets.indices {
      let x = cells.shortfallRegressors[i]
      let e = shortfall.value(at: x)
      least = min(least, e)
      let inverse = 1 / e
      inverses[i] = inverse
      let w = cells.weights[i] * inverse
      let ratio = targets[i] * inverse
      let g = w * (1 - ratio)
      let f = w * inverse
      let h = f * (2 * ratio - 1)
      g0 += g
      g1 += g * x
      f0 += f
      f1 += f * x
      f2 += f * x * x
      h0 += h
      h1 += h * x
      h2 += h * x * x
    }
    guard least > 0 else { return nil }
    let determinant = h0 * h2 - h1 * h1
    if h0 > 0, determinant > 1e-10 * h0 * h2 {
      return LinePoint(
        constant: (h1 * g1 - h2 * g0) / determinant, slope: (h1 * g0 - h0 * g1) / determinant)
    }
    let expected = f0 * f2 - f1 * f1
    guard expected > 0 else { return nil }
    return LinePoint(
      constant: (f1 * g1 - f2 * g0) / expected, slope: (f1 * g0 - f0 * g1) / expected)
  }
}

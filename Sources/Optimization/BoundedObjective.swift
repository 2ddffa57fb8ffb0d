import Glibc

/// An objective with bounds and its gradient, given or by finite differences.
struct BoundedObjective {
  let objective: ([Double]) -> Double
  let gradient: (([Double]) -> [Double])?
  let box: Box

  /// The relative step ε^(1/3), which balances truncation and rounding errors of a central
  /// difference.
  static let relativeStep = cbrt(Double.ulpOfOne)

  /// The minimum scale of a coordinate for the step size.
  static let smallestScale = 1e-3

  /// The gradient ∂f/∂xᵢ at `point`, where the objective is `value`; NaN where no difference is
  /// finite.
  ///
  /// `counting` is called for every evaluation of the objective.
  func slope(at point: [Double], value: Double, counting: (Double) -> Void) -> [Double] {
    if let gradient {
      let answer = gradient(point)
      precondition(
        answer.count == box.dimension,
        "gradient of \(answer.count) components for \(box.dimension) coordinates")
      return answer
    }
    var moved = point
    return point.indices.map { index in
      quotient(index, at: &moved, value: value, counting: counting)
    }
  }

  private func quotient(
    _ index: Int, at point: inout [Double], value: Double, counting: (Double) -> Void
  ) -> Double {
    let center = point[index]
    if box.lower[index] == box.upper[index] { return 0 }
    let step = Self.relativeStep * max(abs(center), Self.smallestScale)
    var side: [(offset: Double, value: Double)] = []
    for target in [center + step, center - step]
    where target <= box.upper[index] && target >= box.lower[index] {
      point[index] = target
      let there = objective(point)
      counting(there)
      if there.isFinite { side.append((target - center, there)) }
    }
    point[index] = center
    switch side.count {
    case 2: return (side[0].value - side[1].value) / (side[0].offset - side[1].offset)
    case 1: return (side[0].value - value) / side[0].offset
    default: return .nan
    }
  }
}

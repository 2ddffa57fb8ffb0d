/// Lower and upper bounds of every coordinate, which may be infinite or equal.
struct Box {
  let lower: [Double]
  let upper: [Double]

  init(lower: [Double], upper: [Double]) {
    precondition(
      lower.count == upper.count, "\(lower.count) lower and \(upper.count) upper bounds")
    precondition(!lower.isEmpty, "no coordinates to optimize")
    for (low, high) in zip(lower, upper) {
      precondition(low <= high, "lower bound \(low) above upper bound \(high)")
    }
    self.lower = lower
    self.upper = upper
  }

  var dimension: Int { lower.count }

  /// The first coordinate of `point` that is NaN or out of bounds.
  func firstOutside(_ point: [Double]) -> Int? {
    point.indices.first { !(lower[$0] <= point[$0] && point[$0] <= upper[$0]) }
  }

  /// The largest gradient component, ignoring those that push against an active bound.
  func projectedNorm(of gradient: [Double], at point: [Double]) -> Double {
    var norm = 0.0
    for index in point.indices {
      let isHeldBelow = point[index] <= lower[index] && gradient[index] > 0
      let isHeldAbove = point[index] >= upper[index] && gradient[index] < 0
      if !isHeldBelow && !isHeldAbove { norm = max(norm, abs(gradient[index])) }
    }
    return norm
  }
}

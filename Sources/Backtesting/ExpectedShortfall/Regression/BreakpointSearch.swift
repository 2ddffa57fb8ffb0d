/// The least value along a line of a sum of hinges, found among its breakpoints.
///
///     f(τ) = A τ + Σ v (r − τ d)⁺,   v ≥ 0
///
/// f is convex and piecewise linear with a breakpoint at each τ = r/d, where its slope rises by v|d|.
/// From a start the slope is known by one pass, and the breakpoint where it changes sign by a
/// selection among those on the side of descent: O(n), without a sort.
struct BreakpointSearch {
  /// One term v (r − τ d)⁺ of the sum.
  struct Hinge {
    let height: Double
    let lever: Double
    let weight: Double
  }

  enum Outcome: Hashable {
    /// The start is a least point.
    case stays
    /// The least point is the breakpoint of that hinge.
    case moves(to: Double, hinge: Int)
    /// The sum falls forever.
    case unbounded
  }

  private struct Breakpoint {
    let distance: Double
    let jump: Double
    let hinge: Int
  }

  private enum Direction: Double {
    case up = 1
    case down = -1
  }

  private var points: [Breakpoint] = []

  init() {}

  /// The least point of the sum of `count` hinges, from a start where any slope will do.
  ///
  /// A hinge of a size |r − τ d| within `tolerance` bends at the start: rounding would put its breakpoint on
  /// either side.
  @inline(__always)
  mutating func minimum(
    slope: Double, from start: Double, tolerance: Double, count: Int, _ hinge: (Int) -> Hinge
  ) -> Outcome {
    var (left, right, size) = (slope, slope, abs(slope))
    for i in 0 ..< count {
      let term = hinge(i)
      let pull = term.weight * term.lever
      let offset = term.height - start * term.lever
      size += abs(pull)
      // A bent term is positive left of its breakpoint for a positive lever, right of it otherwise.
      if offset > tolerance || (offset >= -tolerance && pull > 0) { left -= pull }
      if offset > tolerance || (offset >= -tolerance && pull < 0) { right -= pull }
    }
    let rounding = 1e-13 * size
    let direction: Direction
    if right < -rounding {
      direction = .up
    } else if left > rounding {
      direction = .down
    } else {
      return .stays
    }
    let total = collect(direction, from: start, tolerance: tolerance, count: count, hinge)
    let need = direction == .up ? -right : left
    guard total >= need else { return .unbounded }
    let found = select(need)
    let term = hinge(found)
    return .moves(to: term.height / term.lever, hinge: found)
  }

  /// Gathers the breakpoints on one side of the start, and adds up their jumps.
  @inline(__always)
  private mutating func collect(
    _ direction: Direction, from start: Double, tolerance: Double, count: Int,
    _ hinge: (Int) -> Hinge
  ) -> Double {
    points.removeAll(keepingCapacity: true)
    var total = 0.0
    for i in 0 ..< count {
      let term = hinge(i)
      let offset = (term.height - start * term.lever) * direction.rawValue
      // A quotient is positive where its parts have one sign.
      guard abs(offset) > tolerance, offset * term.lever > 0, term.weight > 0 else { continue }
      let jump = abs(term.weight * term.lever)
      points.append(Breakpoint(distance: offset / term.lever, jump: jump, hinge: i))
      total += jump
    }
    return total
  }

  /// The nearest breakpoint such that it and all before it have jumps of at least `need`.
  private mutating func select(_ need: Double) -> Int {
    var (low, high, need) = (0, points.count - 1, need)
    while low < high {
      let middle = median(
        points[low].distance, points[(low + high) / 2].distance, points[high].distance)
      var (i, j) = (low, high)
      while i <= j {
        while points[i].distance < middle { i += 1 }
        while points[j].distance > middle { j -= 1 }
        if i <= j {
          points.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      var before = 0.0
      for k in low ..< j + 1 { before += points[k].jump }
      if before >= need {
        high = j
        continue
      }
      need -= before
      // What lies between the two parts equals the middle.
      for k in j + 1 ..< i {
        if points[k].jump >= need { return points[k].hinge }
        need -= points[k].jump
      }
      low = i
    }
    return points[min(low, points.count - 1)].hinge
  }

  private func median(_ a: Double, _ b: Double, _ c: Double) -> Double {
    max(min(a, b), min(max(a, b), c))
  }
}

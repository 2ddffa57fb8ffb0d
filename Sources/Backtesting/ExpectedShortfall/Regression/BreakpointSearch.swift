/// Minimization of a sum of hinge functions along a line, by a search over breakpoints.
///
///     f(τ) = A τ + Σ v (r − τ d)⁺,   v ≥ 0
///
/// f is convex and piecewise linear with a breakpoint at each τ = r/d, where its slope increases by
/// v|d|. One pass computes the slope at the start, and a selection among the breakpoints on the
/// descent side finds where it changes sign: O(n), without a sort.
struct BreakpointSearch {
  /// One term v (r − τ d)⁺ of the sum.
  struct Hinge {
    let height: Double
    let lever: Double
    let weight: Double
  }

  enum Outcome: Hashable {
    /// The start is a minimum.
    case stays
    /// The minimum is at the breakpoint of that hinge.
    case moves(to: Double, hinge: Int)
    /// The sum is unbounded below.
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

  /// Finds the minimum of the sum of `count` hinges, from any start.
  ///
  /// A hinge with |r − τ d| within `tolerance` has its breakpoint at the start; rounding could put
  /// it on either side.
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
      // An active term is positive left of its breakpoint for a positive lever, right of it
      // otherwise.
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

  /// Collects the breakpoints on one side of the start and sums their jumps.
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
      // The quotient is positive if both parts have the same sign.
      guard abs(offset) > tolerance, offset * term.lever > 0, term.weight > 0 else { continue }
      let jump = abs(term.weight * term.lever)
      points.append(Breakpoint(distance: offset / term.lever, jump: jump, hinge: i))
      total += jump
    }
    return total
  }

  /// Returns the nearest breakpoint at which the cumulative jumps reach `need`.
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
      // The elements between the two partitions equal the pivot.
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

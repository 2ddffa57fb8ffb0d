/// Bisects an interval to locate the point at which a monotone condition becomes true.
///
///     lower ← m where the condition fails at m = (lower + upper)/2,  upper ← m where it holds
///
/// Continues while `isWide` returns true for the two ends, and stops at adjacent floating-point
/// numbers. The condition is not evaluated at the given ends.
///
/// ```swift
/// let root = bisect(between: 1, and: 2, while: { $1 - $0 > 1e-9 }) { $0 * $0 >= 2 }
/// root.upper   // the least number, to within 1e-9, whose square is at least 2
/// ```
///
/// - Complexity: One call of each closure per halving.
@inlinable
public func bisect(
  between lower: Double, and upper: Double, while isWide: (Double, Double) -> Bool,
  _ holds: (Double) -> Bool
) -> (lower: Double, upper: Double) {
  var (lower, upper) = (lower, upper)
  while isWide(lower, upper) {
    let middle = (lower + upper) / 2
    guard middle > lower, middle < upper else { break }
    if holds(middle) { upper = middle } else { lower = middle }
  }
  return (lower, upper)
}

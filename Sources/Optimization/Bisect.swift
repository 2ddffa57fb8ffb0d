/// Halves an interval between two ends of a condition that turns true once and stays so.
///
///     lower ← m where the condition fails at m = (lower + upper)/2,  upper ← m where it holds
///
/// It goes on while `isWide` says so of the two ends, and stops at neighbouring numbers in any case.
/// An end that was given is taken at its word: the condition is asked in between alone.
///
/// ```swift
/// let root = bisect(between: 1, and: 2, while: { $1 - $0 > 1e-9 }) { $0 * $0 >= 2 }
/// root.upper   // the least number, to 1e-9, whose square is 2 or more
/// ```
///
/// - Complexity: a call of each closure a halving.
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

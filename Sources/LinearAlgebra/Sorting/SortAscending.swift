internal import CLAPACK

/// Sorts numbers into ascending order in place, in O(n log n) on average.
///
/// Equal numbers are one another's equal, so the order of ties is not seen; it takes about half the
/// time of a stable sort. LAPACK: `dlasrt`. Numbers that are not finite are a precondition failure:
/// a NaN has no place in an order.
public func sortAscending(_ numbers: inout [Double]) {
  precondition(numbers.allSatisfy(\.isFinite), "A number that is not finite among \(numbers.count)")
  guard numbers.count > 1 else { return }
  let info = unsafe clapack_dlasrt_rising(dimension(numbers.count), &numbers)
  precondition(info == 0, "dlasrt rejected its argument \(-info)")
}

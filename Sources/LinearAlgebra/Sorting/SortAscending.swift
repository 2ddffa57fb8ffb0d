internal import CKernels

/// Sorts finite numbers into ascending order in place, −0 before +0.
///
/// A radix sort of eight passes over the bytes, O(n) for any input order. Numbers that are not
/// finite are a precondition failure, because NaN has no order.
public func sortAscending(_ numbers: inout [Double]) {
  precondition(numbers.allSatisfy(\.isFinite), "a number among \(numbers.count) is not finite")
  guard numbers.count > 1 else { return }
  var scratch = [Double](repeating: 0, count: numbers.count)
  unsafe ckernels_sort_ascending(&numbers, &scratch, numbers.count)
}

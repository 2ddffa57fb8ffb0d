internal import CKernels

/// Sorts finite numbers into ascending order in place, −0 before +0.
///
/// A radix sort of eight passes over the bytes, O(n) whatever the order was: ties and sorted input
/// cost what any other does. Numbers that are not finite are a precondition failure, for a NaN has no
/// place in an order.
public func sortAscending(_ numbers: inout [Double]) {
  precondition(numbers.allSatisfy(\.isFinite), "A number that is not finite among \(numbers.count)")
  guard numbers.count > 1 else { return }
  var scratch = [Double](repeating: 0, count: numbers.count)
  unsafe ckernels_sort_ascending(&numbers, &scratch, numbers.count)
}

internal import CLAPACK

extension Cholesky {
  /// Solves A X = B in place.
  ///
  /// `rightHandSide` is *B*, *n* × *k*, and is overwritten by *X*. NaN and infinity propagate. A
  /// different number of rows is a precondition failure.
  ///
  /// - Complexity: O(*n*² *k*). LAPACK: `dpotrs`.
  public func solve(_ rightHandSide: inout Matrix) {
    precondition(
      rightHandSide.rowCount == order,
      "A factor of order \(order) for a right-hand side of \(rightHandSide.shape)")
    guard order > 0 && rightHandSide.columnCount > 0 else { return }
    let columns = dimension(rightHandSide.columnCount)
    let info = unsafe rightHandSide.withUnsafeMutableElements { b in
      unsafe lower.withUnsafeElements { l in
        unsafe clapack_dpotrs_lower(dimension(order), columns, l, b)
      }
    }
    precondition(info == 0, "dpotrs rejected its argument \(-info)")
  }
}

internal import CLAPACK

/// Solves a lower triangular system for many right-hand sides in place.
///
///     B ← op(L)⁻¹ B
///
/// *L* is `lower`, of which only the lower triangle is read; *B* is `rightHandSide`, which is
/// overwritten by the solution. NaN and infinity propagate.
///
/// - Throws: ``LinearAlgebraError/singular(diagonal:)`` for an exact zero on the diagonal; *B* is
///   then unchanged.
/// - Complexity: O(*n*² *k*). BLAS: `dtrsm`.
public func solveLower(
  _ lower: Matrix, _ form: Transposition = .plain, for rightHandSide: inout Matrix
) throws(LinearAlgebraError) {
  let order = lower.triangularOrder
  precondition(
    rightHandSide.rowCount == order,
    "A triangle of order \(order) for a right-hand side of \(rightHandSide.shape)")
  try lower.checkTriangularDiagonal()
  guard order > 0 && rightHandSide.columnCount > 0 else { return }
  let columns = dimension(rightHandSide.columnCount)
  unsafe rightHandSide.withUnsafeMutableElements { b in
    unsafe lower.withUnsafeElements { l in
      unsafe clapack_dtrsm_lower(form.isTransposed, dimension(order), columns, l, b)
    }
  }
}

/// Solves a lower triangular system for one right-hand side in place.
///
///     x ← op(L)⁻¹ x
///
/// *L* is `lower`, of which only the lower triangle is read; *x* is `rightHandSide`, overwritten.
///
/// - Throws: ``LinearAlgebraError/singular(diagonal:)`` for an exact zero on the diagonal; *x* is
///   then unchanged.
/// - Complexity: O(*n*²). BLAS: `dtrsv`.
public func solveLower(
  _ lower: Matrix, _ form: Transposition = .plain, for rightHandSide: inout MutableSpan<Double>
) throws(LinearAlgebraError) {
  let order = lower.triangularOrder
  precondition(
    rightHandSide.count == order,
    "A triangle of order \(order) for a right-hand side of \(rightHandSide.count) elements")
  try lower.checkTriangularDiagonal()
  guard order > 0 else { return }
  unsafe rightHandSide.withUnsafeMutableBufferPointer { x in
    unsafe lower.withUnsafeElements { l in
      unsafe clapack_dtrsv_lower(form.isTransposed, dimension(order), l, x.baseAddress)
    }
  }
}

extension Matrix {
  /// Finds an exact zero on the diagonal, which makes a triangular system unsolvable.
  ///
  /// - Throws: ``LinearAlgebraError/singular(diagonal:)``.
  fileprivate func checkTriangularDiagonal() throws(LinearAlgebraError) {
    for index in 0 ..< rowCount where storage[index + index * rowCount] == 0 {
      throw .singular(diagonal: index)
    }
  }
}

internal import CLAPACK

/// Multiplies a matrix in place by a lower triangle from the left.
///
///     B ← op(L) B
///
/// *L* is `lower`, of which only the lower triangle is read; *B* is `matrix`, overwritten. With
/// independent standard normal columns in *B* and a Cholesky factor in *L*, the columns of the result
/// have the covariance L Lᵀ.
///
/// - Complexity: O(*n*² *k*). BLAS: `dtrmm`.
public func multiplyLower(
  _ lower: Matrix, _ form: Transposition = .plain, by matrix: inout Matrix
) {
  let order = lower.triangularOrder
  precondition(matrix.rowCount == order, "A triangle of order \(order) times \(matrix.shape)")
  guard order > 0 && matrix.columnCount > 0 else { return }
  let columns = dimension(matrix.columnCount)
  unsafe matrix.withUnsafeMutableElements { b in
    unsafe lower.withUnsafeElements { l in
      unsafe clapack_dtrmm_lower(form.isTransposed, dimension(order), columns, l, b)
    }
  }
}

/// Multiplies a vector in place by a lower triangle.
///
///     x ← op(L) x
///
/// *L* is `lower`, of which only the lower triangle is read; *x* is `vector`, overwritten.
///
/// - Complexity: O(*n*²). BLAS: `dtrmv`.
public func multiplyLower(
  _ lower: Matrix, _ form: Transposition = .plain, by vector: inout MutableSpan<Double>
) {
  let order = lower.triangularOrder
  precondition(
    vector.count == order, "A triangle of order \(order) times \(vector.count) elements")
  guard order > 0 else { return }
  unsafe vector.withUnsafeMutableBufferPointer { x in
    unsafe lower.withUnsafeElements { l in
      unsafe clapack_dtrmv_lower(form.isTransposed, dimension(order), l, x.baseAddress)
    }
  }
}

extension Matrix {
  /// The order of a triangular matrix, which must be square.
  var triangularOrder: Int {
    precondition(rowCount == columnCount, "A triangle in a matrix of \(shape)")
    return rowCount
  }
}

internal import CLAPACK

/// Adds the products of a matrix with itself to the lower triangle of a symmetric matrix.
///
///     C ← scale · op(A) op(A)ᵀ + keeping · C
///
/// *C* is `matrix`: only its lower triangle is read and written, and it is not read if `keeping` is
/// zero. ``Matrix/mirrorLowerTriangle()`` fills the upper one, which factorizations do not need.
/// With centered observations in the columns of *A*, `scale` 1/(n − 1) and `keeping` 0, *C* is the
/// sample covariance.
///
/// - Complexity: O(*n*² *k*), half of a product. BLAS: `dsyrk`.
public func rankUpdate(
  _ matrix: inout Matrix, by factor: Matrix, _ form: Transposition = .plain,
  scale: Double = 1, keeping: Double = 1
) {
  let order = factor.rowCount(read: form)
  precondition(
    matrix.rowCount == order && matrix.columnCount == order,
    "An update of order \(order) to a matrix of \(matrix.shape)")
  guard order > 0 else { return }
  unsafe matrix.withUnsafeMutableElements { c in
    unsafe factor.withUnsafeElements { a in
      unsafe clapack_dsyrk_lower(
        form.isTransposed, dimension(order), dimension(factor.columnCount(read: form)), scale, a,
        leadingDimension(factor.rowCount), keeping, c, dimension(order))
    }
  }
}

/// Adds the product of a vector with itself to the lower triangle of a symmetric matrix.
///
///     C ← C + scale · x xᵀ
///
/// *C* is `matrix`: only its lower triangle is read and written. *x* is `vector`.
///
/// - Complexity: O(*n*²). BLAS: `dsyr`.
public func rankUpdate(_ matrix: inout Matrix, by vector: Span<Double>, scale: Double = 1) {
  let order = vector.count
  precondition(
    matrix.rowCount == order && matrix.columnCount == order,
    "An update of order \(order) to a matrix of \(matrix.shape)")
  guard order > 0 else { return }
  unsafe matrix.withUnsafeMutableElements { c in
    unsafe vector.withUnsafeBufferPointer { x in
      unsafe clapack_dsyr_lower(dimension(order), scale, x.baseAddress, c)
    }
  }
}

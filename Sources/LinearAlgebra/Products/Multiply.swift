internal import CLAPACK

/// Writes a product of two matrices into a third.
///
///     C ← scale · op(A) op(B) + keeping · C
///
/// *A* is `left`, *B* is `right`, *C* is `product`, which is overwritten; op is the transposition
/// given after each matrix. If `keeping` is zero, the default, the old elements of *C* are not
/// read. NaN and infinity propagate. Mismatched shapes are a precondition failure.
///
/// ```swift
/// multiply(a, .transposed, by: b, into: &c)   // C = Aᵀ B
/// ```
///
/// - Complexity: O(*m n k*). BLAS: `dgemm`.
public func multiply(
  _ left: Matrix, _ leftForm: Transposition = .plain,
  by right: Matrix, _ rightForm: Transposition = .plain,
  into product: inout Matrix, scale: Double = 1, keeping: Double = 0
) {
  let rows = left.rowCount(read: leftForm)
  let inner = left.columnCount(read: leftForm)
  let columns = right.columnCount(read: rightForm)
  precondition(
    right.rowCount(read: rightForm) == inner,
    "\(rows) × \(inner) times \(right.rowCount(read: rightForm)) × \(columns)")
  precondition(
    product.rowCount == rows && product.columnCount == columns,
    "A product of \(rows) × \(columns) into a matrix of \(product.shape)")
  guard rows > 0 && columns > 0 else { return }
  unsafe product.withUnsafeMutableElements { c in
    unsafe left.withUnsafeElements { a in
      unsafe right.withUnsafeElements { b in
        unsafe clapack_dgemm(
          leftForm.isTransposed, rightForm.isTransposed, dimension(rows), dimension(columns),
          dimension(inner), scale, a, leadingDimension(left.rowCount), b,
          leadingDimension(right.rowCount), keeping, c)
      }
    }
  }
}

/// Writes the product of a matrix and a vector into another vector.
///
///     y ← scale · op(A) x + keeping · y
///
/// *A* is `left`, *x* is `vector`, *y* is `product`, which is overwritten. If `keeping` is zero,
/// the default, the old elements of *y* are not read. Mismatched lengths are a precondition
/// failure.
///
/// - Complexity: O(*m n*). BLAS: `dgemv`.
public func multiply(
  _ left: Matrix, _ form: Transposition = .plain, by vector: Span<Double>,
  into product: inout MutableSpan<Double>, scale: Double = 1, keeping: Double = 0
) {
  let rows = left.rowCount(read: form)
  let inner = left.columnCount(read: form)
  precondition(vector.count == inner, "\(rows) × \(inner) times \(vector.count) elements")
  precondition(
    product.count == rows, "A product of \(rows) elements into \(product.count) elements")
  guard inner > 0 else {
    // An empty sum: dgemv would return without touching y.
    for index in product.indices { product[index] = keeping == 0 ? 0 : keeping * product[index] }
    return
  }
  guard rows > 0 else { return }
  unsafe product.withUnsafeMutableBufferPointer { y in
    unsafe vector.withUnsafeBufferPointer { x in
      unsafe left.withUnsafeElements { a in
        unsafe clapack_dgemv(
          form.isTransposed, dimension(left.rowCount), dimension(left.columnCount), scale, a,
          x.baseAddress, keeping, y.baseAddress)
      }
    }
  }
}

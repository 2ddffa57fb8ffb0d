extension Matrix {
  /// The square matrix with ones on the diagonal and zeros elsewhere.
  public static func identity(order: Int) -> Matrix {
    var matrix = Matrix(rows: order, columns: order)
    for index in 0 ..< order { matrix.storage[index + index * order] = 1 }
    return matrix
  }

  /// The elementwise sum of two matrices of the same shape.
  public static func + (left: consuming Matrix, right: Matrix) -> Matrix {
    precondition(left.hasShape(of: right), "\(left.shape) plus \(right.shape)")
    for index in left.storage.indices { left.storage[index] += right.storage[index] }
    return left
  }

  /// The elementwise difference of two matrices of the same shape.
  public static func - (left: consuming Matrix, right: Matrix) -> Matrix {
    precondition(left.hasShape(of: right), "\(left.shape) minus \(right.shape)")
    for index in left.storage.indices { left.storage[index] -= right.storage[index] }
    return left
  }

  /// Every element times `scale`.
  public static func * (scale: Double, matrix: consuming Matrix) -> Matrix {
    for index in matrix.storage.indices { matrix.storage[index] *= scale }
    return matrix
  }

  private func hasShape(of other: Matrix) -> Bool {
    rowCount == other.rowCount && columnCount == other.columnCount
  }
}

// MARK: - Transposition and symmetry

extension Matrix {
  /// A transposed copy of the matrix.
  ///
  /// Products and triangular solves take a ``Transposition`` and need no copy.
  public func transposed() -> Matrix {
    Matrix(rows: columnCount, columns: rowCount) { elements in
      for row in 0 ..< rowCount {
        for column in 0 ..< columnCount { elements.append(storage[row + column * rowCount]) }
      }
    }
  }

  /// Copies the lower triangle over the upper one, which makes a square matrix symmetric.
  ///
  /// Functions that update a symmetric matrix write only its lower triangle.
  public mutating func mirrorLowerTriangle() {
    precondition(rowCount == columnCount, "A matrix of \(shape) has no mirror image")
    let order = rowCount
    unsafe withUnsafeMutableElements { a in
      for first in stride(from: 0, to: order, by: Self.tile) {
        for column in first ..< order {
          for row in first ..< min(column, first + Self.tile) {
            unsafe a[row + column * order] = a[column + row * order]
          }
        }
      }
    }
  }

  /// The number of rows mirrored at a time, so that the columns read stay in the cache.
  private static var tile: Int { 16 }

  /// Sets every element above the diagonal of a square matrix to zero.
  mutating func clearAboveDiagonal() {
    let order = rowCount
    precondition(columnCount == order, "A triangle in a matrix of \(shape)")
    unsafe withUnsafeMutableElements { a in
      for column in 0 ..< order {
        unsafe (a + column * order).update(repeating: 0, count: column)
      }
    }
  }

  /// The order of a square and finite matrix.
  ///
  /// - Throws: ``LinearAlgebraError/notSquare(rows:columns:)`` or ``LinearAlgebraError/notFinite``.
  func checkedOrder() throws(LinearAlgebraError) -> Int {
    guard columnCount == rowCount else { throw .notSquare(rows: rowCount, columns: columnCount) }
    guard isFinite else { throw .notFinite }
    return rowCount
  }
}

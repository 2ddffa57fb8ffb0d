internal import CLAPACK

/// The factorization A = V Λ Vᵀ of a symmetric matrix.
public struct SymmetricEigen: Sendable, Equatable {
  /// The eigenvalues in ascending order.
  public let values: [Double]

  /// The eigenvectors: column *j* belongs to `values[j]` and has unit length and an arbitrary sign.
  ///
  /// For equal eigenvalues, any rotation of their columns is equally valid.
  public let vectors: Matrix

  /// Factorizes `matrix` in place.
  ///
  /// Only the lower triangle is used, but no element may be NaN or infinite. The eigenvectors
  /// overwrite the matrix: pass `consume sigma` and nothing is copied.
  ///
  /// - Throws: ``LinearAlgebraError/notSquare(rows:columns:)``, ``LinearAlgebraError/notFinite`` or
  ///   ``LinearAlgebraError/didNotConverge(info:)``.
  /// - Complexity: O(*n*³), with 2*n*² numbers of scratch. LAPACK: `dsyevd`.
  public init(factorizing matrix: consuming Matrix) throws(LinearAlgebraError) {
    let order = try matrix.checkedOrder()
    var values = [Double](repeating: 0, count: order)
    if order > 0 {
      let info = matrix.replaceByEigenvectors(values: &values)
      precondition(info >= 0, "dsyevd rejected its argument \(-info)")
      guard info == 0 else { throw .didNotConverge(info: Int(info)) }
      guard values.allSatisfy(\.isFinite) else { throw .notFinite }
    }
    self.values = values
    vectors = matrix
  }

  /// The number of rows and columns of the factorized matrix.
  public var order: Int { vectors.rowCount }
}

extension Matrix {
  /// Queries the scratch size of `dsyevd` and runs it.
  ///
  /// - Returns: LAPACK's `info`.
  fileprivate mutating func replaceByEigenvectors(values: inout [Double]) -> Int32 {
    precondition(rowCount <= 32_766, "The scratch of dsyevd for order \(rowCount) overflows")
    let order = dimension(rowCount)
    var realLength = 0.0
    var integerLength: Int32 = 0
    return unsafe withUnsafeMutableElements { elements in
      let query = unsafe clapack_dsyevd_lower(
        order, elements, &values, &realLength, -1, &integerLength, -1)
      guard query == 0 else { return query }
      let length = workLength(fromQuery: realLength)
      var workspace = Workspace(capacity: length)
      var integers = [Int32](repeating: 0, count: Int(integerLength))
      return unsafe workspace.withUnsafeScratch { work in
        unsafe clapack_dsyevd_lower(
          order, elements, &values, work, dimension(length), &integers, integerLength)
      }
    }
  }
}

/// The thin factorization A = U Σ Vᵀ of an *m* × *n* matrix, with k = min(m, n).
public struct SingularValueDecomposition: Sendable, Equatable {
  /// `U`, *m* × *k*, its columns orthonormal.
  public let left: Matrix

  /// The diagonal of `Σ`, in falling order, and what it says about rank and condition.
  public let singularValues: SingularValues

  /// `Vᵀ`, *k* × *n*, its rows orthonormal.
  public let rightTransposed: Matrix

  /// Factorizes `matrix`, whose elements are destroyed where it is consumed.
  ///
  /// The sign of each pair of singular vectors is arbitrary.
  ///
  /// - Throws: ``LinearAlgebraError/notFinite`` or ``LinearAlgebraError/didNotConverge(info:)``.
  /// - Complexity: O(*m n* min(*m*, *n*)). LAPACK: `dgesdd`.
  public init(factorizing matrix: consuming Matrix) throws(LinearAlgebraError) {
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    let lesserSide = min(rows, columns)
    var left = Matrix(rows: rows, columns: lesserSide)
    var right = Matrix(rows: lesserSide, columns: columns)
    let values = try matrix.destroyForSingularValues(left: &left, right: &right, withVectors: true)
    self.left = left
    singularValues = SingularValues(values: values, greaterSide: max(rows, columns))
    rightTransposed = right
  }
}

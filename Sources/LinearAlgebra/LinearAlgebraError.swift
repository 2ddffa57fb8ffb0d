/// The reasons why a matrix operation failed.
///
/// Mismatched shapes are programming errors and preconditions; these cases depend on the values.
/// Leading minors are counted from one, as in LAPACK; all other indices from zero.
public enum LinearAlgebraError: Error, Hashable, Sendable {
  /// The matrix is not square.
  case notSquare(rows: Int, columns: Int)

  /// An element of the input or, after overflow, of the result is NaN or infinite.
  case notFinite

  /// The leading principal minor of this order is not positive, so no Cholesky factor exists.
  case notPositiveDefinite(leadingMinor: Int)

  /// After this many pivots the remainder is neither zero nor positive, so an eigenvalue is
  /// negative.
  case notPositiveSemidefinite(pivots: Int)

  /// A triangular matrix has an exact zero at this index of its diagonal, counted from zero.
  case singular(diagonal: Int)

  /// The column at this index, counted from zero, depends linearly on the previous ones to working
  /// precision.
  case rankDeficient(column: Int)

  /// A least squares problem has fewer rows than columns, so its solution is not unique.
  case underdetermined(rows: Int, columns: Int)

  /// The iteration for eigenvalues or singular values failed with LAPACK's positive `info`.
  case didNotConverge(info: Int)
}

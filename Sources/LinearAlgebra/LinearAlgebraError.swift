/// What a matrix could not support.
///
/// A wrong shape between two arguments is the caller's mistake and a precondition; these cases are
/// news about the numbers. Indices count from one, as LAPACK's do, where the label says minor, and
/// from zero elsewhere.
public enum LinearAlgebraError: Error, Hashable, Sendable {
  /// A square matrix was needed.
  case notSquare(rows: Int, columns: Int)

  /// An element is NaN or infinite: in the input or, where the numbers overflow, in the result.
  case notFinite

  /// The leading principal minor of this order is not positive, so no Cholesky factor exists.
  case notPositiveDefinite(leadingMinor: Int)

  /// After this many pivots what was left was neither zero nor positive: an eigenvalue is negative.
  case notPositiveSemidefinite(pivots: Int)

  /// A triangular matrix has an exact zero in this place of its diagonal, counted from zero.
  case singular(diagonal: Int)

  /// This column, counted from zero, is a combination of those before it to working precision.
  case rankDeficient(column: Int)

  /// A least squares problem has fewer rows than columns, so its solution is not unique.
  case underdetermined(rows: Int, columns: Int)

  /// The iteration for eigenvalues or singular values failed, with LAPACK's positive `info`.
  case didNotConverge(info: Int)
}

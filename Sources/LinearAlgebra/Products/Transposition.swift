/// Whether a function reads a matrix as stored or transposed.
///
/// BLAS reads either in place: nothing is copied.
public enum Transposition: Hashable, Sendable {
  /// The matrix as stored.
  case plain
  /// The transposed matrix.
  case transposed

  var isTransposed: Bool { self == .transposed }
}

extension Matrix {
  /// The number of rows as read with a transposition.
  func rowCount(read form: Transposition) -> Int { form == .plain ? rowCount : columnCount }

  /// The number of columns as read with a transposition.
  func columnCount(read form: Transposition) -> Int { form == .plain ? columnCount : rowCount }
}

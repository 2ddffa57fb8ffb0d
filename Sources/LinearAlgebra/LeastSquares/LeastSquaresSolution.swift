internal import Glibc

/// The least squares solution for one or more responses.
public struct LeastSquaresSolution: Sendable, Equatable {
  /// The coefficients, *n* variables × *k* responses.
  public let coefficients: Matrix

  /// The Euclidean length of the residual A x − b of each response.
  public let residualNorms: [Double]

  /// Splits the result of QR: coefficients in the first *n* rows, the rest of Qᵀ b below.
  init(rotated: Matrix, variableCount: Int) {
    coefficients = Matrix(rows: variableCount, columns: rotated.columnCount) { elements in
      for column in 0 ..< rotated.columnCount {
        for row in 0 ..< variableCount { elements.append(rotated[row, column]) }
      }
    }
    residualNorms = (0 ..< rotated.columnCount).map { column in
      (variableCount ..< rotated.rowCount).reduce(0) { hypot($0, rotated[$1, column]) }
    }
  }
}

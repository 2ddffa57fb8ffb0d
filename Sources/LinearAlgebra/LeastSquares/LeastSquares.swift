internal import CLAPACK
internal import Glibc

/// The factorization A = Q R of a tall matrix, for the problem min ‖A x − b‖.
///
/// A column that depends linearly on the previous ones, to working precision, is reported as an
/// error instead of getting an arbitrary coefficient.
public struct LeastSquares: Sendable, Equatable {
  /// R on and above the diagonal, Householder vectors below it.
  private let reflected: Matrix
  private let reflectorScales: [Double]

  /// Factorizes the design matrix, *m* observations × *n* variables, in place.
  ///
  /// Column *j* counts as dependent if |rⱼⱼ| ≤ max(m, n) · ε · ‖aⱼ‖, which does not depend on the
  /// units of the columns.
  ///
  /// - Throws: ``LinearAlgebraError/underdetermined(rows:columns:)``, ``LinearAlgebraError/notFinite``
  ///   or ``LinearAlgebraError/rankDeficient(column:)``.
  /// - Complexity: O(*m n*²). LAPACK: `dgeqrf`.
  public init(factorizing design: consuming Matrix) throws(LinearAlgebraError) {
    let (rows, columns) = (design.rowCount, design.columnCount)
    guard rows >= columns else { throw .underdetermined(rows: rows, columns: columns) }
    guard design.isFinite else { throw .notFinite }
    var scales = [Double](repeating: 0, count: columns)
    if columns > 0 {
      let info = design.replaceByReflectors(scales: &scales)
      precondition(info == 0, "dgeqrf rejected its argument \(-info)")
      guard design.isFinite else { throw .notFinite }
    }
    if let column = design.firstDependentColumn() { throw .rankDeficient(column: column) }
    reflected = design
    reflectorScales = scales
  }

  /// The number of observations, *m*.
  public var observationCount: Int { reflected.rowCount }

  /// The number of variables, *n*.
  public var variableCount: Int { reflected.columnCount }

  /// `R`, *n* × *n*, with zeros below the diagonal: AᵀA = RᵀR.
  public var upper: Matrix {
    var upper = Matrix(rows: variableCount, columns: variableCount)
    for column in 0 ..< variableCount {
      for row in 0 ... column { upper[row, column] = reflected[row, column] }
    }
    return upper
  }

  /// The solution for each column of `response`, *m* × *k*, which is overwritten if consumed.
  ///
  /// A different number of rows is a precondition failure.
  ///
  /// - Throws: ``LinearAlgebraError/notFinite`` for NaN or infinity in the response or, after
  ///   overflow, in the solution.
  /// - Complexity: O(*m n k*). LAPACK: `dormqr`, `dtrtrs`.
  public func solution(
    for response: consuming Matrix
  ) throws(LinearAlgebraError) -> LeastSquaresSolution {
    precondition(
      response.rowCount == observationCount,
      "\(observationCount) observations and a response of \(response.shape)")
    guard response.isFinite else { throw .notFinite }
    if variableCount > 0 && response.columnCount > 0 {
      rotate(&response)
      try divideByUpper(&response)
      guard response.isFinite else { throw .notFinite }
    }
    return LeastSquaresSolution(rotated: response, variableCount: variableCount)
  }

  /// Replaces the response *b* by Qᵀ b.
  private func rotate(_ response: inout Matrix) {
    let (rows, columns) = (dimension(observationCount), dimension(response.columnCount))
    let reflectors = dimension(variableCount)
    let info = unsafe response.withUnsafeMutableElements { c in
      unsafe reflected.withUnsafeElements { qr in
        var realLength = 0.0
        let query = unsafe clapack_dormqr_transposed(
          rows, columns, reflectors, qr, reflectorScales, c, &realLength, -1)
        guard query == 0 else { return query }
        let length = workLength(fromQuery: realLength)
        var workspace = Workspace(capacity: length)
        return unsafe workspace.withUnsafeScratch { work in
          unsafe clapack_dormqr_transposed(
            rows, columns, reflectors, qr, reflectorScales, c, work, dimension(length))
        }
      }
    }
    precondition(info == 0, "dormqr rejected its argument \(-info)")
  }

  /// Replaces the first *n* rows of Qᵀ b by R⁻¹ times them.
  ///
  /// - Throws: ``LinearAlgebraError/rankDeficient(column:)``, which the factorization has ruled out.
  private func divideByUpper(_ response: inout Matrix) throws(LinearAlgebraError) {
    let (rows, columns) = (dimension(observationCount), dimension(response.columnCount))
    let info = unsafe response.withUnsafeMutableElements { b in
      unsafe reflected.withUnsafeElements { r in
        unsafe clapack_dtrtrs_upper(dimension(variableCount), columns, r, rows, b, rows)
      }
    }
    precondition(info >= 0, "dtrtrs rejected its argument \(-info)")
    guard info == 0 else { throw .rankDeficient(column: Int(info) - 1) }
  }
}

// MARK: - The factorization

extension Matrix {
  /// Queries the scratch size of `dgeqrf` and runs it.
  ///
  /// - Returns: LAPACK's `info`.
  fileprivate mutating func replaceByReflectors(scales: inout [Double]) -> Int32 {
    let (rows, columns) = (dimension(rowCount), dimension(columnCount))
    return unsafe withUnsafeMutableElements { elements in
      var realLength = 0.0
      let query = unsafe clapack_dgeqrf(rows, columns, elements, &scales, &realLength, -1)
      guard query == 0 else { return query }
      let length = workLength(fromQuery: realLength)
      var workspace = Workspace(capacity: length)
      return unsafe workspace.withUnsafeScratch { work in
        unsafe clapack_dgeqrf(rows, columns, elements, &scales, work, dimension(length))
      }
    }
  }

  /// The first column of R whose diagonal element is only rounding; R's columns have the lengths of
  /// A's.
  fileprivate func firstDependentColumn() -> Int? {
    let tolerance = Double(max(rowCount, columnCount)) * Double.ulpOfOne
    return (0 ..< columnCount).first { column in
      let length = (0 ... column).reduce(0) { hypot($0, self[$1, column]) }
      return self[column, column].magnitude <= tolerance * length
    }
  }
}

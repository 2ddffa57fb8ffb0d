internal import CLAPACK

/// The singular values of a matrix, without the vectors.
public struct SingularValues: Sendable, Equatable {
  /// The singular values in falling order, as many as the lesser side of the matrix.
  public let values: [Double]

  /// The greater of rows and columns, which scales the default tolerance.
  private let greaterSide: Int

  /// Finds the singular values of `matrix`, whose elements are destroyed where it is consumed.
  ///
  /// - Throws: ``LinearAlgebraError/notFinite`` or ``LinearAlgebraError/didNotConverge(info:)``.
  /// - Complexity: O(*m n* min(*m*, *n*)). LAPACK: `dgesdd` without vectors.
  public init(of matrix: consuming Matrix) throws(LinearAlgebraError) {
    greaterSide = max(matrix.rowCount, matrix.columnCount)
    var left = Matrix(rows: 0, columns: 0)
    var right = Matrix(rows: 0, columns: 0)
    values = try matrix.destroyForSingularValues(left: &left, right: &right, withVectors: false)
  }

  /// Wraps the values of a decomposition that has the vectors too.
  init(values: [Double], greaterSide: Int) {
    self.values = values
    self.greaterSide = greaterSide
  }

  /// How many singular values lie above a tolerance in the units of the matrix.
  ///
  /// Without one it is max(m, n) · ε · σ₁, the size of the rounding in the values themselves.
  public func rank(tolerance: Double? = nil) -> Int {
    let bound = tolerance ?? Double(greaterSide) * Double.ulpOfOne * (values.first ?? 0)
    return values.count { $0 > bound }
  }

  /// σ₁/σₙ, infinite for a singular matrix and one for an empty one.
  public var conditionNumber: Double {
    guard let largest = values.first, let smallest = values.last else { return 1 }
    return smallest == 0 ? .infinity : largest / smallest
  }
}

extension Matrix {
  /// Asks `dgesdd` for its scratch and runs it, which destroys the elements.
  ///
  /// `left` and `right` receive the thin U and Vᵀ and must have their shapes, unless not wanted.
  ///
  /// - Throws: ``LinearAlgebraError/notFinite`` or ``LinearAlgebraError/didNotConverge(info:)``.
  /// - Returns: the singular values in falling order.
  mutating func destroyForSingularValues(
    left: inout Matrix, right: inout Matrix, withVectors: Bool
  ) throws(LinearAlgebraError) -> [Double] {
    guard isFinite else { throw .notFinite }
    let lesserSide = min(rowCount, columnCount)
    guard lesserSide > 0 else { return [] }
    precondition(lesserSide <= 23_000, "The scratch of dgesdd for \(shape) overflows")
    let (rows, columns) = (dimension(rowCount), dimension(columnCount))
    var values = [Double](repeating: 0, count: lesserSide)
    var integers = [Int32](repeating: 0, count: 8 * lesserSide)
    var realLength = 0.0
    let info = unsafe withUnsafeMutableElements { a in
      unsafe left.withUnsafeMutableElements { u in
        unsafe right.withUnsafeMutableElements { v in
          let query = unsafe clapack_dgesdd(
            withVectors, rows, columns, a, &values, u, v, &realLength, -1, &integers)
          guard query == 0 else { return query }
          let length = workLength(fromQuery: realLength)
          var workspace = Workspace(capacity: length)
          return unsafe workspace.withUnsafeScratch { work in
            unsafe clapack_dgesdd(
              withVectors, rows, columns, a, &values, u, v, work, dimension(length), &integers)
          }
        }
      }
    }
    precondition(info >= 0, "dgesdd rejected its argument \(-info)")
    guard info == 0 else { throw .didNotConverge(info: Int(info)) }
    guard values.allSatisfy(\.isFinite) else { throw .notFinite }
    return values
  }
}

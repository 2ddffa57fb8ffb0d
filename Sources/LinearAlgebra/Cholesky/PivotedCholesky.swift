internal import CLAPACK

/// The factorization Pᵀ A P = L Lᵀ of a symmetric positive semidefinite matrix, with its rank.
///
/// The largest remaining diagonal element is the next pivot, so the factor of a singular covariance
/// (more instruments than days, or a duplicate instrument) ends where only rounding is left.
///
/// - SeeAlso: Higham (2002), *Accuracy and Stability of Numerical Algorithms*, section 10.3;
///   Lucas (2004), LAPACK Working Note 161.
public struct PivotedCholesky: Sendable, Equatable {
  /// `L`, *n* × ``rank``, with zeros above the diagonal and a positive, decreasing diagonal.
  public let lower: Matrix

  /// The row permutation: row *i* of `L` belongs to row `permutation[i]` of the matrix.
  public let permutation: [Int]

  /// The number of pivots above the tolerance.
  public var rank: Int { lower.columnCount }

  /// Factorizes `matrix` in place.
  ///
  /// Only the lower triangle is used, but no element may be NaN or infinite; both triangles are
  /// overwritten. A pivot at or below `tolerance`, in the units of the matrix, ends the
  /// elimination; the default tolerance is n · ε · max aᵢᵢ. The remainder must then be zero up to
  /// the tolerance and rounding, or the matrix has a negative eigenvalue.
  ///
  /// - Throws: ``LinearAlgebraError/notSquare(rows:columns:)``, ``LinearAlgebraError/notFinite`` or
  ///   ``LinearAlgebraError/notPositiveSemidefinite(pivots:)``.
  /// - Complexity: O(*n* · rank²) for the factor, O(rank · (*n* − rank)²) for the check.
  ///   LAPACK: `dpstrf`.
  public init(
    factorizing matrix: consuming Matrix, tolerance: Double? = nil
  ) throws(LinearAlgebraError) {
    precondition((tolerance ?? 0) >= 0, "A tolerance of \(tolerance ?? 0)")
    let order = try matrix.checkedOrder()
    guard order > 0 else {
      lower = matrix
      permutation = []
      return
    }
    let diagonal = matrix.diagonal
    let scale = diagonal.reduce(0) { max($0, $1.magnitude) }
    // dpstrf does not touch the upper triangle, which keeps the original for the check of the
    // remainder.
    matrix.mirrorLowerTriangle()
    let (rank, permutation) = matrix.factorizeWithPivots(tolerance: tolerance ?? -1)
    if rank < order {
      let remainder = matrix.remainder(
        afterPivots: rank, permutation: permutation, diagonal: diagonal)
      let rounding = 10 * Double(order * (rank + 1)) * Double.ulpOfOne * scale
      guard remainder <= (tolerance ?? 0) + rounding else {
        throw .notPositiveSemidefinite(pivots: rank)
      }
    }
    matrix.clearAboveDiagonal()
    lower = Matrix(firstColumns: rank, of: matrix)
    self.permutation = permutation
  }

  /// The factor with its rows in the order of the matrix: B = P L, *n* × ``rank``, with A = B Bᵀ.
  ///
  /// It is not triangular, but B z has the covariance *A* for ``rank`` independent standard normals
  /// *z*.
  public var unpermutedLower: Matrix {
    var result = Matrix(rows: lower.rowCount, columns: rank)
    for column in 0 ..< rank {
      for (row, origin) in permutation.enumerated() { result[origin, column] = lower[row, column] }
    }
    return result
  }
}

// MARK: - Factorization and check

extension Matrix {
  /// Runs `dpstrf` on the lower triangle.
  ///
  /// - Returns: The rank, and the permutation counted from zero.
  fileprivate mutating func factorizeWithPivots(tolerance: Double) -> (Int, [Int]) {
    let order = rowCount
    var pivots = [Int32](repeating: 0, count: order)
    var rank: Int32 = 0
    var workspace = Workspace(capacity: 2 * order)
    let info = unsafe withUnsafeMutableElements { elements in
      unsafe workspace.withUnsafeScratch { work in
        unsafe clapack_dpstrf_lower(dimension(order), elements, &pivots, &rank, tolerance, work)
      }
    }
    // A positive info means that the rank is below the order, which is not a failure here.
    precondition(info >= 0, "dpstrf rejected its argument \(-info)")
    return (Int(rank), pivots.map { Int($0) - 1 })
  }

  /// The largest magnitude in the remainder of the elimination, S = A₂₂ − L₂₁ L₂₁ᵀ, which
  /// overwrites its block.
  ///
  /// The factor is in the lower triangle and the original matrix in the upper one and in
  /// `diagonal`.
  fileprivate mutating func remainder(
    afterPivots rank: Int, permutation: [Int], diagonal: [Double]
  ) -> Double {
    let order = rowCount
    var original = Matrix(rows: order - rank, columns: order - rank)
    for column in rank ..< order {
      for row in column ..< order {
        let (p, q) = (permutation[row], permutation[column])
        original[row - rank, column - rank] = p == q ? diagonal[p] : self[min(p, q), max(p, q)]
      }
    }
    if rank > 0 {
      unsafe original.withUnsafeMutableElements { block in
        unsafe withUnsafeElements { elements in
          unsafe clapack_dsyrk_lower(
            false, dimension(order - rank), dimension(rank), -1, elements + rank, dimension(order),
            1, block, dimension(order - rank))
        }
      }
    }
    return original.storage.reduce(0) { max($0, $1.magnitude) }
  }
}

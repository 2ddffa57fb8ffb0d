import LinearAlgebra
import Testing

@Suite("Pivoted Cholesky")
struct PivotedCholeskyTests {
  /// B Bᵀ for an order × rank matrix B: positive semidefinite of that rank.
  static func semidefinite(order: Int, rank: Int, seed: UInt64) -> Matrix {
    let b = Samples.matrix(rows: order, columns: rank, seed: seed)
    return Samples.product(b, b.transposed())
  }

  @Test func aFactorSmallEnoughForPaper() throws {
    // The pivots are 16, then 9: the rows come in the order 2, 0, and row 1 is half of row 2.
    let a = Matrix(rows: [[9, 77, 77], [0, 4, 77], [0, 8, 16]])
    let factor = try PivotedCholesky(factorizing: a)
    #expect(factor.rank == 2)
    #expect(factor.permutation == [2, 0, 1])
    #expect(factor.lower == Matrix(rows: [[4, 0], [0, 3], [2, 0]]))
    #expect(factor.unpermutedLower == Matrix(rows: [[0, 3], [2, 0], [4, 0]]))
  }

  // The error of a factorization stopped at rank r is the rounding of the factor, as in lemma 2.1 of
  // LAPACK Working Note 14, plus a remainder whose diagonal is at most the tolerance n ε max aᵢᵢ.
  @Test(arguments: [(1, 1), (6, 6), (12, 5), (80, 30), (90, 90)])
  func theFactorReproducesTheMatrixAndItsRank(_ order: Int, _ rank: Int) throws {
    let a = Self.semidefinite(order: order, rank: rank, seed: UInt64(order + rank))
    let factor = try PivotedCholesky(factorizing: a)
    #expect(factor.rank == rank)
    #expect(factor.permutation.sorted() == Array(0 ..< order))
    let b = factor.unpermutedLower
    let residual = a - Samples.product(b, b.transposed())
    let largest = a.diagonal.reduce(0, max)
    #expect(Samples.largest(residual) <= (gamma(order + 1) + gamma(order)) * largest)
    for j in 1 ..< max(rank, 1) { #expect(factor.lower[j, j] <= factor.lower[j - 1, j - 1]) }
  }

  @Test func oneInstrumentTwiceHasOneRankLess() throws {
    let a = Matrix(rows: [[4, 2, 4], [2, 3, 2], [4, 2, 4]])
    let factor = try PivotedCholesky(factorizing: a)
    #expect(factor.rank == 2)
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 3)) {
      try Cholesky(factorizing: a)
    }
  }

  @Test func aConsumedMatrixIsFactorizedInPlace() throws {
    let a = Self.semidefinite(order: 8, rank: 3, seed: 5)
    let identity = a.storageIdentity
    let factor = try PivotedCholesky(factorizing: consume a)
    #expect(factor.lower.storageIdentity == identity)
    #expect(factor.lower.rowCount == 8 && factor.lower.columnCount == 3)
  }

  @Test func aSharedMatrixKeepsItsValues() throws {
    let a = Self.semidefinite(order: 8, rank: 3, seed: 5)
    _ = try PivotedCholesky(factorizing: a)
    #expect(a == Self.semidefinite(order: 8, rank: 3, seed: 5))
  }

  @Test func aToleranceEndsTheEliminationEarly() throws {
    let a = Samples.diagonal([1e-3, 5, 1e-2])
    #expect(try PivotedCholesky(factorizing: a).rank == 3)
    let factor = try PivotedCholesky(factorizing: a, tolerance: 5e-3)
    #expect(factor.rank == 2)
    #expect(factor.permutation == [1, 2, 0])
  }

  @Test func aNegativeEigenvalueIsRefused() {
    // Eigenvalues ±1; 3 and −1; 2, and −1 after one pivot; −1.
    let indefinite: [(Matrix, Int)] = [
      (Matrix(rows: [[0, 1], [1, 0]]), 0),
      (Matrix(rows: [[1, 2], [2, 1]]), 1),
      (Samples.diagonal([2, -1]), 1),
      (Matrix(rows: [[-1]]), 0),
    ]
    for (a, pivots) in indefinite {
      #expect(throws: LinearAlgebraError.notPositiveSemidefinite(pivots: pivots)) {
        try PivotedCholesky(factorizing: a)
      }
    }
  }

  @Test func aCorrelationMatrixThatIsSlightlyIndefiniteIsRefused() {
    // Determinant 1 + 2abc − a² − b² − c² < 0 by a hair: −1e-8.
    let a = Matrix(rows: [[1, 1, 1], [1, 1, 1 - 1e-4], [1, 1 - 1e-4, 1]])
    #expect(throws: LinearAlgebraError.notPositiveSemidefinite(pivots: 1)) {
      try PivotedCholesky(factorizing: a)
    }
  }

  @Test func theZeroMatrixHasRankZero() throws {
    let factor = try PivotedCholesky(factorizing: Matrix(rows: 3, columns: 3))
    #expect(factor.rank == 0)
    #expect(factor.lower == Matrix(rows: 3, columns: 0))
    #expect(factor.permutation.sorted() == [0, 1, 2])
    #expect(factor.unpermutedLower == Matrix(rows: 3, columns: 0))
  }

  @Test func ordersZeroAndOneAreDefined() throws {
    let none = try PivotedCholesky(factorizing: Matrix(rows: 0, columns: 0))
    #expect(none.rank == 0)
    #expect(none.permutation == [])
    #expect(try PivotedCholesky(factorizing: Matrix(rows: [[9]])).lower == Matrix(rows: [[3]]))
  }

  @Test func badInputIsRefused() async {
    #expect(throws: LinearAlgebraError.notSquare(rows: 3, columns: 2)) {
      try PivotedCholesky(factorizing: Matrix(rows: 3, columns: 2))
    }
    #expect(throws: LinearAlgebraError.notFinite) {
      try PivotedCholesky(factorizing: Matrix(rows: [[.nan]]))
    }
    await #expect(processExitsWith: .failure) {
      _ = try? PivotedCholesky(factorizing: .identity(order: 2), tolerance: -1)
    }
  }
}

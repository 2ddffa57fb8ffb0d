import LinearAlgebra
import Testing

/// Bounds: p(m, n) ε σ₁ for residual, orthogonality and singular values with p = max(m, n), LAPACK
/// Users' Guide (3rd edition, 1999), section 4.9; ‖·‖_F stands for the larger side of σ₁ ≤ ‖A‖_F.
@Suite("Singular values")
struct SingularValuesTests {
  @Test func singularValuesSmallEnoughForPaper() throws {
    let values = try SingularValues(of: Matrix(rows: [[0, 3], [-4, 0], [0, 0]])).values
    #expect(values.count == 2)
    #expect(abs(values[0] - 4) <= 3 * Double.ulpOfOne * 4)
    #expect(abs(values[1] - 3) <= 3 * Double.ulpOfOne * 4)
  }

  @Test(arguments: [(4, 3), (3, 7), (50, 20), (20, 50), (64, 64), (90, 4)])
  func theFactorsReproduceTheMatrix(_ rows: Int, _ columns: Int) throws {
    let a = Samples.matrix(rows: rows, columns: columns, seed: UInt64(rows))
    let lesser = min(rows, columns)
    let svd = try SingularValueDecomposition(factorizing: a)
    let values = svd.singularValues.values
    #expect(svd.left.rowCount == rows && svd.left.columnCount == lesser)
    #expect(svd.rightTransposed.rowCount == lesser && svd.rightTransposed.columnCount == columns)
    #expect(values == values.sorted(by: >))
    #expect(values.allSatisfy { $0 >= 0 })
    let bound = Double(max(rows, columns)) * Double.ulpOfOne
    let scaled = Samples.product(svd.left, Samples.diagonal(values))
    let residual = a - Samples.product(scaled, svd.rightTransposed)
    #expect(Samples.frobenius(residual) <= bound * Samples.frobenius(a))
    let one = Matrix.identity(order: lesser)
    let u = svd.left
    let vt = svd.rightTransposed
    #expect(Samples.largest(Samples.product(u.transposed(), u) - one) <= bound)
    #expect(Samples.largest(Samples.product(vt, vt.transposed()) - one) <= bound)
    let alone = try SingularValues(of: a).values
    for (x, y) in zip(alone, values) { #expect(abs(x - y) <= 2 * bound * values[0]) }
  }

  @Test func theRankOfAProductIsItsInnerSide() throws {
    let a = Samples.product(
      Samples.matrix(rows: 30, columns: 4, seed: 1), Samples.matrix(rows: 4, columns: 20, seed: 2))
    let values = try SingularValues(of: a)
    #expect(values.rank() == 4)
    #expect(values.rank(tolerance: .infinity) == 0)
    #expect(try SingularValueDecomposition(factorizing: a).singularValues.rank() == 4)
  }

  @Test func theConditionNumberIsTheRatioOfTheExtremes() throws {
    let diagonal = try SingularValues(of: Samples.diagonal([1, -8, 2]))
    #expect(abs(diagonal.conditionNumber - 8) <= 2 * 3 * Double.ulpOfOne * 8 * 8)
    #expect(try SingularValues(of: Samples.diagonal([1, 0])).conditionNumber == .infinity)
    #expect(try SingularValues(of: Matrix(rows: 0, columns: 0)).conditionNumber == 1)
  }

  @Test func anEmptyOrZeroMatrixHasRankZero() throws {
    #expect(try SingularValues(of: Matrix(rows: 0, columns: 3)).values == [])
    #expect(try SingularValues(of: Matrix(rows: 3, columns: 0)).rank() == 0)
    #expect(try SingularValues(of: Matrix(rows: 3, columns: 2)).rank() == 0)
    let svd = try SingularValueDecomposition(factorizing: Matrix(rows: 3, columns: 0))
    #expect(svd.left == Matrix(rows: 3, columns: 0))
    #expect(svd.rightTransposed == Matrix(rows: 0, columns: 0))
  }

  @Test func oneElementIsItsOwnSingularValue() throws {
    let svd = try SingularValueDecomposition(factorizing: Matrix(rows: [[-5]]))
    #expect(svd.singularValues.values == [5])
    #expect(svd.left[0, 0] * svd.rightTransposed[0, 0] == -1)
  }

  @Test func aSharedMatrixKeepsItsValues() throws {
    let a = Samples.matrix(rows: 5, columns: 3, seed: 3)
    _ = try SingularValues(of: a)
    _ = try SingularValueDecomposition(factorizing: a)
    #expect(a == Samples.matrix(rows: 5, columns: 3, seed: 3))
  }

  @Test func notANumberIsRefused() {
    let a = Matrix(rows: [[1, .nan]])
    #expect(throws: LinearAlgebraError.notFinite) { try SingularValues(of: a) }
    #expect(throws: LinearAlgebraError.notFinite) {
      try SingularValueDecomposition(factorizing: a)
    }
  }

  @Test func aResultThatOverflowsIsRefused() {
    let a = Matrix(rows: 2, columns: 2, repeating: .greatestFiniteMagnitude)
    #expect(throws: LinearAlgebraError.notFinite) { try SingularValues(of: a) }
  }
}

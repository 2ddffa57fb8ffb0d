import LinearAlgebra
import Testing

/// Bounds: p(n) ε ‖A‖ for residual, orthogonality and eigenvalues with p(n) = n, LAPACK Users' Guide
/// (3rd edition, 1999), section 4.7.
@Suite("Symmetric eigenvalues")
struct SymmetricEigenTests {
  @Test func eigenvaluesSmallEnoughForPaper() throws {
    // The upper triangle holds another number: it is not used.
    let eigen = try SymmetricEigen(factorizing: Matrix(rows: [[2, 77], [1, 2]]))
    #expect(abs(eigen.values[0] - 1) <= 2 * Double.ulpOfOne * 3)
    #expect(abs(eigen.values[1] - 3) <= 2 * Double.ulpOfOne * 3)
    // (1, −1)/√2 and (1, 1)/√2, up to sign.
    let v = eigen.vectors
    #expect(abs(abs(v[0, 0]) - 0.5.squareRoot()) <= 2 * Double.ulpOfOne)
    #expect(v[0, 0] * v[1, 0] < 0 && v[0, 1] * v[1, 1] > 0)
  }

  @Test(arguments: [3, 10, 64, 120])
  func theFactorsReproduceTheMatrix(_ order: Int) throws {
    let a = Samples.symmetric(order: order, seed: UInt64(order))
    let eigen = try SymmetricEigen(factorizing: a)
    let v = eigen.vectors
    #expect(eigen.order == order)
    #expect(eigen.values == eigen.values.sorted())
    let scaled = Samples.product(v, Samples.diagonal(eigen.values))
    let residual = a - Samples.product(scaled, v.transposed())
    let bound = Double(order) * Double.ulpOfOne
    #expect(Samples.frobenius(residual) <= bound * Samples.frobenius(a))
    let defect = Samples.product(v.transposed(), v) - .identity(order: order)
    #expect(Samples.largest(defect) <= bound)
  }

  @Test func theEigenvaluesOfTheSecondDifferenceAreKnown() throws {
    // 2 − 2 cos(jπ/(n+1)) for the tridiagonal (−1, 2, −1), here n = 5: cosines ±√3/2, ±1/2, 0.
    var a = 2 * Matrix.identity(order: 5)
    for i in 1 ..< 5 { a[i, i - 1] = -1 }
    let root = 3.0.squareRoot()
    let expected = [2 - root, 1, 2, 3, 2 + root]
    let values = try SymmetricEigen(factorizing: a).values
    for (value, known) in zip(values, expected) {
      #expect(abs(value - known) <= 5 * Double.ulpOfOne * (2 + root))
    }
  }

  @Test func aSingularMatrixHasAZeroEigenvalue() throws {
    let a = Matrix(rows: 6, columns: 6, repeating: 1)
    let values = try SymmetricEigen(factorizing: a).values
    for value in values.dropLast() { #expect(abs(value) <= 6 * Double.ulpOfOne * 6) }
    #expect(abs(values[5] - 6) <= 6 * Double.ulpOfOne * 6)
  }

  @Test func aConsumedMatrixBecomesItsEigenvectors() throws {
    let a = Samples.symmetric(order: 5, seed: 1)
    let identity = a.storageIdentity
    let eigen = try SymmetricEigen(factorizing: consume a)
    #expect(eigen.vectors.storageIdentity == identity)
  }

  @Test func aSharedMatrixKeepsItsValues() throws {
    let a = Samples.symmetric(order: 5, seed: 1)
    _ = try SymmetricEigen(factorizing: a)
    #expect(a == Samples.symmetric(order: 5, seed: 1))
  }

  @Test func ordersZeroAndOneAreDefined() throws {
    #expect(try SymmetricEigen(factorizing: Matrix(rows: 0, columns: 0)).values == [])
    let one = try SymmetricEigen(factorizing: Matrix(rows: [[-7]]))
    #expect(one.values == [-7])
    #expect(one.vectors == Matrix(rows: [[1]]))
  }

  @Test func badInputIsRefused() {
    #expect(throws: LinearAlgebraError.notSquare(rows: 3, columns: 2)) {
      try SymmetricEigen(factorizing: Matrix(rows: 3, columns: 2))
    }
    #expect(throws: LinearAlgebraError.notFinite) {
      try SymmetricEigen(factorizing: Matrix(rows: [[1, 0], [-.infinity, 1]]))
    }
  }

  @Test func aResultThatOverflowsIsRefused() {
    let a = Matrix(rows: 2, columns: 2, repeating: .greatestFiniteMagnitude)
    #expect(throws: LinearAlgebraError.notFinite) { try SymmetricEigen(factorizing: a) }
  }
}

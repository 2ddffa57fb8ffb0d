import LinearAlgebra
import Testing

@Suite("multiplyLower and solveLower")
struct TriangularTests {
  /// Its upper triangle is NaN: whoever reads it shows.
  static func lower(order: Int, seed: UInt64) -> Matrix {
    var l = Samples.matrix(rows: order, columns: order, seed: seed)
    for j in 0 ..< order {
      l[j, j] += 2
      for i in 0 ..< j { l[i, j] = .nan }
    }
    return l
  }

  static func cleared(_ lower: Matrix, _ form: Transposition) -> Matrix {
    var l = lower
    for j in 0 ..< l.columnCount {
      for i in 0 ..< j { l[i, j] = 0 }
    }
    return form == .plain ? l : l.transposed()
  }

  @Test func aProductSmallEnoughForPaper() {
    var z = Matrix(rows: [[1, 10], [2, 20]])
    multiplyLower(Matrix(rows: [[2, .nan], [3, 4]]), by: &z)
    #expect(z == Matrix(rows: [[2, 20], [11, 110]]))
  }

  @Test func independentDrawsTakeTheCovarianceOfTheFactor() throws {
    let sigma = Matrix(rows: [[4, 2], [2, 10]])
    let factor = try Cholesky(factorizing: consume sigma)
    var draws = Matrix(rows: [[1, 0], [0, 1]])
    multiplyLower(factor.lower, by: &draws)
    #expect(draws == Matrix(rows: [[2, 0], [1, 3]]))
  }

  // γₙ |L||B|, as for any product: Higham (2002), (3.13).
  @Test(arguments: [Transposition.plain, .transposed])
  func theProductAgreesWithThreeLoopsAndReadsOneTriangle(_ form: Transposition) {
    let l = Self.lower(order: 9, seed: 1)
    let b = Samples.matrix(rows: 9, columns: 4, seed: 2)
    let full = Self.cleared(l, form)
    let expected = Samples.product(full, b)
    let bound = Samples.product(Samples.magnitudes(full), Samples.magnitudes(b))
    var product = b
    multiplyLower(l, form, by: &product)
    var column = Samples.elements(b)
    column.removeLast(27)
    var span = column.mutableSpan
    multiplyLower(l, form, by: &span)
    for i in 0 ..< 9 {
      for j in 0 ..< 4 {
        #expect(abs(product[i, j] - expected[i, j]) <= gamma(9) * bound[i, j])
      }
      #expect(abs(column[i] - expected[i, 0]) <= gamma(9) * bound[i, 0])
    }
  }

  // (L + ΔL) x̂ = b with |ΔL| ≤ γₙ |L|: Higham (2002), theorem 8.5.
  @Test(arguments: [Transposition.plain, .transposed])
  func theSolutionLeavesABackwardStableResidual(_ form: Transposition) throws {
    let l = Self.lower(order: 12, seed: 3)
    let full = Self.cleared(l, form)
    let b = Samples.matrix(rows: 12, columns: 3, seed: 4)
    var x = b
    try solveLower(l, form, for: &x)
    var column = Array(Samples.elements(b)[..<12])
    var span = column.mutableSpan
    try solveLower(l, form, for: &span)
    let residual = b - Samples.product(full, x)
    let bound = Samples.product(Samples.magnitudes(full), Samples.magnitudes(x))
    let single = Matrix(rows: 12, columns: 1) { rest in column.forEach { rest.append($0) } }
    let singleProduct = Samples.product(full, single)
    for i in 0 ..< 12 {
      for j in 0 ..< 3 { #expect(abs(residual[i, j]) <= gamma(13) * bound[i, j]) }
      #expect(abs(b[i, 0] - singleProduct[i, 0]) <= gamma(13) * bound[i, 0])
    }
  }

  @Test func matricesAreOverwrittenInPlace() throws {
    let l = Self.lower(order: 6, seed: 5)
    var b = Samples.matrix(rows: 6, columns: 2, seed: 6)
    let before = b.storageIdentity
    multiplyLower(l, by: &b)
    try solveLower(l, for: &b)
    #expect(b.storageIdentity == before)
  }

  @Test func aZeroOnTheDiagonalIsNamedAndNothingChanges() {
    let singular = Matrix(rows: [[1, 0, 0], [2, 0, 0], [3, 4, 5]])
    let b = Matrix(rows: [[1], [2], [3]])
    var x = b
    #expect(throws: LinearAlgebraError.singular(diagonal: 1)) {
      try solveLower(singular, for: &x)
    }
    #expect(x == b)
    var column: [Double] = [1, 2, 3]
    var span = column.mutableSpan
    #expect(throws: LinearAlgebraError.singular(diagonal: 1)) {
      try solveLower(singular, .transposed, for: &span)
    }
    #expect(column == [1, 2, 3])
  }

  @Test func ordersZeroAndOneAreDefined() throws {
    var none = Matrix(rows: 0, columns: 2)
    multiplyLower(Matrix(rows: 0, columns: 0), by: &none)
    try solveLower(Matrix(rows: 0, columns: 0), for: &none)
    #expect(none == Matrix(rows: 0, columns: 2))
    var one = Matrix(rows: [[6]])
    try solveLower(Matrix(rows: [[2]]), for: &one)
    #expect(one == Matrix(rows: [[3]]))
    multiplyLower(Matrix(rows: [[2]]), .transposed, by: &one)
    #expect(one == Matrix(rows: [[6]]))
    var noColumns = Matrix(rows: 2, columns: 0)
    multiplyLower(.identity(order: 2), by: &noColumns)
    #expect(noColumns.rowCount == 2)
  }

  @Test func shapesThatDoNotFitTrap() async {
    await #expect(processExitsWith: .failure) {
      var b = Matrix(rows: 3, columns: 1)
      multiplyLower(.identity(order: 2), by: &b)
    }
    await #expect(processExitsWith: .failure) {
      var b = Matrix(rows: 3, columns: 1)
      try? solveLower(Matrix(rows: 3, columns: 2), for: &b)
    }
  }
}

import LinearAlgebra
import Testing

@Suite("Cholesky")
struct CholeskyTests {
  @Test func aFactorSmallEnoughForPaper() throws {
    // The upper triangle holds other numbers: it is not used.
    let factor = try Cholesky(
      factorizing: Matrix(rows: [[4, 77, 77], [2, 10, 77], [-4, 7, 14]]))
    #expect(factor.lower == Matrix(rows: [[2, 0, 0], [1, 3, 0], [-2, 3, 1]]))
    #expect(factor.order == 3)
  }

  @Test func aConsumedMatrixIsFactorizedInPlace() throws {
    let a = Samples.positiveDefinite(order: 4, seed: 1)
    let identity = a.storageIdentity
    let factor = try Cholesky(factorizing: consume a)
    #expect(factor.lower.storageIdentity == identity)
  }

  @Test func aSharedMatrixKeepsItsValues() throws {
    let a = Samples.positiveDefinite(order: 4, seed: 1)
    _ = try Cholesky(factorizing: a)
    #expect(a == Samples.positiveDefinite(order: 4, seed: 1))
  }

  // |A − LLᵀ|ᵢⱼ ≤ γₙ₊₁ √(aᵢᵢ aⱼⱼ): Demmel (1989), LAPACK Working Note 14, lemma 2.1.
  @Test(arguments: [1, 2, 5, 33, 130])
  func theFactorReproducesTheMatrix(_ order: Int) throws {
    let a = Samples.positiveDefinite(order: order, seed: UInt64(order))
    let lower = try Cholesky(factorizing: a).lower
    let residual = a - Samples.product(lower, lower.transposed())
    for j in 0 ..< order {
      for i in 0 ..< order {
        let bound = gamma(order + 1) * (a[i, i] * a[j, j]).squareRoot()
        #expect(abs(residual[i, j]) <= bound)
        if i < j { #expect(lower[i, j] == 0) }
      }
    }
  }

  // (A + ΔA) x̂ = b with |ΔA| ≤ γ₃ₙ₊₁ |L||Lᵀ|: Higham (2002), theorem 10.4.
  @Test(arguments: [1, 3, 40])
  func theSolutionLeavesABackwardStableResidual(_ order: Int) throws {
    let a = Samples.positiveDefinite(order: order, seed: 7)
    let b = Samples.matrix(rows: order, columns: 3, seed: 8)
    let factor = try Cholesky(factorizing: a)
    var x = b
    factor.solve(&x)
    let residual = b - Samples.product(a, x)
    let l = Samples.magnitudes(factor.lower)
    let bound = Samples.product(Samples.product(l, l.transposed()), Samples.magnitudes(x))
    for j in 0 ..< 3 {
      for i in 0 ..< order { #expect(abs(residual[i, j]) <= gamma(3 * order + 1) * bound[i, j]) }
    }
  }

  @Test func aRightHandSideIsSolvedInItsMemory() throws {
    let factor = try Cholesky(factorizing: Matrix(rows: [[4, 2], [2, 10]]))
    var b = Matrix(rows: [[8], [22]])
    let before = b.storageIdentity
    factor.solve(&b)
    #expect(b.storageIdentity == before)
    // 4x + 2y = 8, 2x + 10y = 22: x = 1, y = 2; the condition number is below 4.
    #expect(abs(b[0, 0] - 1) <= 4 * gamma(7) * 2 && abs(b[1, 0] - 2) <= 4 * gamma(7) * 2)
  }

  @Test func theLogDeterminantIsThatOfTheProductOfPivots() throws {
    let factor = try Cholesky(factorizing: Matrix(rows: [[4, 0, 0], [2, 10, 0], [-4, 7, 14]]))
    // det A = (2 · 3 · 1)² = 36; three logarithms and two sums, each within an ulp of its value.
    #expect(abs(factor.logDeterminant - 3.58351893845611) <= 8 * Double.ulpOfOne * 3.6)
  }

  @Test func notANumberIsRejectedBeforeLAPACKSeesIt() {
    for value in [Double.nan, .infinity] {
      var a = Samples.positiveDefinite(order: 3, seed: 2)
      a[2, 1] = value
      #expect(throws: LinearAlgebraError.notFinite) { try Cholesky(factorizing: a) }
    }
  }

  @Test func anIndefiniteMatrixNamesItsLeadingMinor() {
    var a = Samples.positiveDefinite(order: 5, seed: 3)
    a[3, 3] = -1
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 4)) {
      try Cholesky(factorizing: a)
    }
  }

  @Test func aSingularMatrixNamesItsLeadingMinor() {
    let a = Matrix(rows: [[4, 0, 0], [2, 1, 0], [0, 0, 9]])
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 2)) {
      try Cholesky(factorizing: a)
    }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 1)) {
      try Cholesky(factorizing: Matrix(rows: [[0]]))
    }
  }

  @Test func anOverflowThatLAPACKLetsPassIsNotPositiveDefinite() {
    // l₃₁ overflows, l₃₂ = −∞ · 0 is NaN, and so is the third pivot.
    let a = Matrix(rows: [[1e-300, 0, 0], [0, 1, 0], [1e300, 0, 1]])
    #expect(throws: LinearAlgebraError.notPositiveDefinite(leadingMinor: 3)) {
      try Cholesky(factorizing: a)
    }
  }

  @Test func aRectangleIsRefused() {
    #expect(throws: LinearAlgebraError.notSquare(rows: 2, columns: 3)) {
      try Cholesky(factorizing: Matrix(rows: 2, columns: 3))
    }
  }

  @Test func ordersZeroAndOneAreDefined() throws {
    var none = try Cholesky(factorizing: Matrix(rows: 0, columns: 0))
    var nothing = Matrix(rows: 0, columns: 2)
    none.solve(&nothing)
    let empty: [Double] = []
    none.update(adding: empty.span)
    #expect(none.logDeterminant == 0)
    var one = try Cholesky(factorizing: Matrix(rows: [[9]]))
    let four: [Double] = [4]
    one.update(adding: four.span)
    #expect(one.lower == Matrix(rows: [[5]]))
  }

  @Test func aRightHandSideOfAnotherOrderTraps() async {
    await #expect(processExitsWith: .failure) {
      var b = Matrix(rows: 3, columns: 1)
      (try? Cholesky(factorizing: .identity(order: 2)))?.solve(&b)
    }
  }
}

@Suite("Cholesky update")
struct CholeskyUpdateTests {
  static func updated(_ a: Matrix, by x: [Double]) -> Matrix {
    var sum = a
    for j in x.indices {
      for i in x.indices { sum[i, j] += x[i] * x[j] }
    }
    return sum
  }

  // n rotations, each within γ̃ of an exact one applied to [L x], commit ‖ΔM‖_F ≤ γ₆ₙ ‖[L x]‖_F
  // (Higham (2002), lemma 19.9), and ‖[L x]‖²_F is the trace of A + xxᵀ; the residual is at most twice.
  @Test(arguments: [2, 7, 60])
  func theUpdatedFactorReproducesTheSum(_ order: Int) throws {
    let a = Samples.positiveDefinite(order: order, seed: 11)
    let x = Samples.elements(Samples.matrix(rows: order, columns: 1, seed: 12))
    var factor = try Cholesky(factorizing: a)
    factor.update(adding: x.span)
    let sum = Self.updated(a, by: x)
    let residual = sum - Samples.product(factor.lower, factor.lower.transposed())
    let trace = sum.diagonal.reduce(0, +)
    #expect(Samples.frobenius(residual) <= 2 * gamma(6 * order) * trace)
    // Without the update the residual is x xᵀ.
    #expect(Samples.frobenius(sum - a) > 1e6 * 2 * gamma(6 * order) * trace)
    for j in 0 ..< order {
      #expect(factor.lower[j, j] > 0)
      for i in 0 ..< j { #expect(factor.lower[i, j] == 0) }
    }
  }

  @Test func anUpdateHappensInPlaceAndLeavesCopiesAlone() throws {
    var factor = try Cholesky(factorizing: Matrix(rows: [[9, 0], [0, 1]]))
    let before = factor.lower.storageIdentity
    let x: [Double] = [4, 0]
    factor.update(adding: x.span)
    #expect(factor.lower.storageIdentity == before)
    #expect(factor.lower == Matrix(rows: [[5, 0], [0, 1]]))
    let kept = factor
    factor.update(adding: x.span)
    #expect(kept.lower == Matrix(rows: [[5, 0], [0, 1]]))
  }

  @Test func aZeroColumnChangesNoBit() throws {
    var factor = try Cholesky(factorizing: Samples.positiveDefinite(order: 6, seed: 13))
    let before = factor
    let zero = [Double](repeating: 0, count: 6)
    factor.update(adding: zero.span)
    #expect(factor == before)
  }

  @Test func aColumnThatDoesNotFitTraps() async {
    await #expect(processExitsWith: .failure) {
      var factor = try? Cholesky(factorizing: .identity(order: 2))
      let x: [Double] = [1, 2, 3]
      factor?.update(adding: x.span)
    }
    await #expect(processExitsWith: .failure) {
      var factor = try? Cholesky(factorizing: .identity(order: 2))
      let x: [Double] = [1, .nan]
      factor?.update(adding: x.span)
    }
  }
}

import LinearAlgebra
import Testing

/// Bounds: the computed solution is exact for A + ΔA and b + Δb, ‖ΔA‖_F ≤ η ‖A‖_F, ‖Δb‖ ≤ η ‖b‖,
/// with η = m n ε: Higham (2002), *Accuracy and Stability of Numerical Algorithms*, theorem 20.3.
@Suite("Least squares")
struct LeastSquaresTests {
  @Test func aLineThroughPointsOnALineIsThatLine() throws {
    let design = Matrix(rows: [[1, 0], [1, 1], [1, 2], [1, 3]])
    let fit = try LeastSquares(factorizing: design)
      .solution(for: Matrix(rows: [[1], [3], [5], [7]]))
    // κ(A) < 5 and ‖x‖ < 3: 2 κ η ‖x‖.
    let bound = 2 * 5 * 8 * Double.ulpOfOne * 3
    #expect(abs(fit.coefficients[0, 0] - 1) <= bound)
    #expect(abs(fit.coefficients[1, 0] - 2) <= bound)
    #expect(fit.residualNorms[0] <= 8 * Double.ulpOfOne * 2 * 84.0.squareRoot())
  }

  @Test func theResidualOfAMeanIsTheSpread() throws {
    // 1, 2, 6 about their mean 3: √(4 + 1 + 9).
    let fit = try LeastSquares(factorizing: Matrix(rows: 3, columns: 1, repeating: 1))
      .solution(for: Matrix(rows: [[1], [2], [6]]))
    #expect(abs(fit.coefficients[0, 0] - 3) <= 8 * Double.ulpOfOne * 3)
    #expect(abs(fit.residualNorms[0] - 14.0.squareRoot()) <= 8 * Double.ulpOfOne * 7)
  }

  // The gradient Aᵀ(b − A x̂) is at most η ‖A‖_F (‖r‖ + ‖b‖ + ‖A‖_F ‖x̂‖) to first order.
  @Test(arguments: [(5, 5), (12, 3), (200, 12)])
  func theResidualIsOrthogonalToTheColumns(_ rows: Int, _ columns: Int) throws {
    let a = Samples.matrix(rows: rows, columns: columns, seed: 21)
    let b = Samples.matrix(rows: rows, columns: 2, seed: 22)
    let factor = try LeastSquares(factorizing: a)
    #expect(factor.observationCount == rows && factor.variableCount == columns)
    let fit = try factor.solution(for: b)
    let residual = b - Samples.product(a, fit.coefficients)
    let gradient = Samples.product(a.transposed(), residual)
    let size = Samples.frobenius(a)
    let eta = Double(rows * columns) * Double.ulpOfOne
    let scale =
      Samples.frobenius(residual) + Samples.frobenius(b) + size
      * Samples.frobenius(fit.coefficients)
    #expect(Samples.frobenius(gradient) <= eta * size * scale)
    for j in 0 ..< 2 {
      let length = (0 ..< rows).reduce(0) { $0 + residual[$1, j] * residual[$1, j] }.squareRoot()
      #expect(abs(fit.residualNorms[j] - length) <= eta * scale)
    }
  }

  // RᵀR = (A + ΔA)ᵀ(A + ΔA): 2 η ‖A‖²_F to first order.
  @Test func theUpperFactorIsTheRootOfTheNormalMatrix() throws {
    let a = Samples.matrix(rows: 30, columns: 6, seed: 23)
    let upper = try LeastSquares(factorizing: a).upper
    for j in 0 ..< 6 {
      for i in j + 1 ..< 6 { #expect(upper[i, j] == 0) }
    }
    let residual =
      Samples.product(a.transposed(), a) - Samples.product(upper.transposed(), upper)
    let size = Samples.frobenius(a)
    #expect(Samples.frobenius(residual) <= 2 * 180 * Double.ulpOfOne * size * size)
  }

  @Test func aRepeatedColumnIsNamed() {
    var a = Samples.matrix(rows: 20, columns: 5, seed: 24)
    for i in 0 ..< 20 { a[i, 3] = 2 * a[i, 0] - a[i, 1] }
    #expect(throws: LinearAlgebraError.rankDeficient(column: 3)) {
      try LeastSquares(factorizing: a)
    }
  }

  @Test func aZeroColumnIsNamed() {
    var a = Samples.matrix(rows: 20, columns: 3, seed: 25)
    for i in 0 ..< 20 { a[i, 1] = 0 }
    #expect(throws: LinearAlgebraError.rankDeficient(column: 1)) {
      try LeastSquares(factorizing: a)
    }
  }

  @Test func theUnitsOfAColumnDoNotMakeItDependent() throws {
    var a = Samples.matrix(rows: 20, columns: 3, seed: 26)
    let b = Samples.matrix(rows: 20, columns: 1, seed: 27)
    let plain = try LeastSquares(factorizing: a).solution(for: b).coefficients
    // A power of two changes no digit.
    for i in 0 ..< 20 { a[i, 1] *= 0x1p-80 }
    let scaled = try LeastSquares(factorizing: a).solution(for: b).coefficients
    for j in [0, 2] {
      #expect(abs(scaled[j, 0] - plain[j, 0]) <= 60 * Double.ulpOfOne * 10)
    }
    #expect(abs(scaled[1, 0] * 0x1p-80 - plain[1, 0]) <= 60 * Double.ulpOfOne * 10)
  }

  @Test func consumedMatricesAreOverwrittenAndSharedOnesKept() throws {
    let a = Samples.matrix(rows: 9, columns: 4, seed: 28)
    let b = Samples.matrix(rows: 9, columns: 1, seed: 29)
    _ = try LeastSquares(factorizing: a).solution(for: b)
    #expect(a == Samples.matrix(rows: 9, columns: 4, seed: 28))
    #expect(b == Samples.matrix(rows: 9, columns: 1, seed: 29))
  }

  @Test func badInputIsRefused() throws {
    #expect(throws: LinearAlgebraError.underdetermined(rows: 2, columns: 3)) {
      try LeastSquares(factorizing: Matrix(rows: 2, columns: 3))
    }
    #expect(throws: LinearAlgebraError.notFinite) {
      try LeastSquares(factorizing: Matrix(rows: [[.infinity]]))
    }
    let one = try LeastSquares(factorizing: Matrix(rows: [[2]]))
    #expect(throws: LinearAlgebraError.notFinite) {
      try one.solution(for: Matrix(rows: [[.nan]]))
    }
    #expect(try one.solution(for: Matrix(rows: [[6]])).coefficients == Matrix(rows: [[3]]))
  }

  @Test func aSolutionThatOverflowsIsRefused() throws {
    let tiny = try LeastSquares(factorizing: Matrix(rows: [[1e-200]]))
    #expect(throws: LinearAlgebraError.notFinite) {
      try tiny.solution(for: Matrix(rows: [[1e200]]))
    }
  }

  @Test func noVariablesLeaveTheWholeResponse() throws {
    let none = try LeastSquares(factorizing: Matrix(rows: 2, columns: 0))
    let fit = try none.solution(for: Matrix(rows: [[3], [4]]))
    #expect(fit.coefficients == Matrix(rows: 0, columns: 1))
    #expect(fit.residualNorms == [5])
    #expect(none.upper == Matrix(rows: 0, columns: 0))
  }

  @Test func aResponseOfAnotherLengthTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = try? LeastSquares(factorizing: .identity(order: 2))
        .solution(for: Matrix(rows: 3, columns: 1))
    }
  }
}

import LinearAlgebra
import Testing

/// Bounds: |Ĉ − C| ≤ γₖ |A||B| for any order of summation, Higham (2002), *Accuracy and Stability of
/// Numerical Algorithms*, (3.13); two computed products differ by at most twice that.
@Suite("multiply")
struct MultiplyTests {
  static let forms: [(Transposition, Transposition)] = [
    (.plain, .plain), (.plain, .transposed), (.transposed, .plain), (.transposed, .transposed),
  ]

  @Test func aProductSmallEnoughForPaper() {
    var c = Matrix(rows: 2, columns: 2, repeating: .nan)
    multiply(
      Matrix(rows: [[1, 2, 3], [4, 5, 6]]), by: Matrix(rows: [[1, 0], [0, 1], [2, -1]]), into: &c)
    #expect(c == Matrix(rows: [[7, -1], [16, -1]]))
  }

  @Test(arguments: MultiplyTests.forms)
  func everyTranspositionAgreesWithThreeLoops(_ left: Transposition, _ right: Transposition) {
    let a = Samples.matrix(rows: 7, columns: 11, seed: 1)
    let b = Samples.matrix(rows: 11, columns: 5, seed: 2)
    let expected = Samples.product(a, b)
    let bound = Samples.product(Samples.magnitudes(a), Samples.magnitudes(b))
    var c = Matrix(rows: 7, columns: 5)
    multiply(
      left == .plain ? a : a.transposed(), left, by: right == .plain ? b : b.transposed(), right,
      into: &c)
    for j in 0 ..< 5 {
      for i in 0 ..< 7 { #expect(abs(c[i, j] - expected[i, j]) <= gamma(11) * bound[i, j]) }
    }
  }

  @Test func scaleAndKeepingWeighTheProductAndTheOldValues() {
    var c = Matrix(rows: [[10]])
    multiply(Matrix(rows: [[3]]), by: Matrix(rows: [[4]]), into: &c, scale: 2, keeping: 0.5)
    #expect(c == Matrix(rows: [[29]]))
  }

  @Test func theResultIsWrittenInPlace() {
    let a = Samples.matrix(rows: 3, columns: 3, seed: 4)
    var c = Matrix(rows: 3, columns: 3)
    let before = c.storageIdentity
    multiply(a, by: a, into: &c)
    #expect(c.storageIdentity == before)
  }

  @Test func anEmptySumIsZero() {
    var c = Matrix(rows: [[.nan, 1], [2, 3]])
    multiply(Matrix(rows: 2, columns: 0), by: Matrix(rows: 0, columns: 2), into: &c)
    #expect(c == Matrix(rows: 2, columns: 2))
    var none = Matrix(rows: 0, columns: 3)
    multiply(Matrix(rows: 0, columns: 2), by: Matrix(rows: 2, columns: 3), into: &none)
    #expect(none == Matrix(rows: 0, columns: 3))
  }

  @Test func aMatrixTimesAVectorIsItsProductWithOneColumn() {
    let a = Samples.matrix(rows: 6, columns: 4, seed: 5)
    let x: [Double] = [1, -2, 3, -4]
    var y = [Double](repeating: .nan, count: 6)
    var span = y.mutableSpan
    multiply(a, by: x.span, into: &span)
    let z: [Double] = [1, 2, 3, 4, 5, 6]
    var w: [Double] = [1, 1, 1, 1]
    var other = w.mutableSpan
    multiply(a, .transposed, by: z.span, into: &other, scale: 2, keeping: 3)
    for i in 0 ..< 6 {
      let expected = (0 ..< 4).reduce(0) { $0 + a[i, $1] * x[$1] }
      #expect(abs(y[i] - expected) <= gamma(4) * 10)
    }
    for j in 0 ..< 4 {
      let expected = 3 + 2 * (0 ..< 6).reduce(0) { $0 + a[$1, j] * z[$1] }
      #expect(abs(w[j] - expected) <= gamma(8) * 45)
    }
  }

  @Test func anEmptyMatrixTimesAnEmptyVectorIsZero() {
    let x: [Double] = []
    var y: [Double] = [.nan, 4]
    var span = y.mutableSpan
    multiply(Matrix(rows: 2, columns: 0), by: x.span, into: &span)
    #expect(y == [0, 0])
  }

  @Test func notANumberPassesThroughAProduct() {
    var c = Matrix(rows: 1, columns: 1)
    multiply(Matrix(rows: [[0, .nan]]), by: Matrix(rows: [[0], [0]]), into: &c)
    #expect(c[0, 0].isNaN)
  }

  @Test func shapesThatDoNotFitTrap() async {
    await #expect(processExitsWith: .failure) {
      var c = Matrix(rows: 2, columns: 2)
      multiply(Matrix(rows: 2, columns: 3), by: Matrix(rows: 2, columns: 2), into: &c)
    }
    await #expect(processExitsWith: .failure) {
      var c = Matrix(rows: 2, columns: 3)
      multiply(Matrix(rows: 2, columns: 3), by: Matrix(rows: 3, columns: 2), into: &c)
    }
  }
}

@Suite("rankUpdate")
struct RankUpdateTests {
  @Test func aRankOneUpdateSmallEnoughForPaper() {
    var c = Matrix(rows: [[1, -7], [2, 3]])
    let x: [Double] = [2, 3]
    rankUpdate(&c, by: x.span, scale: 10)
    // The upper triangle is left alone.
    #expect(c == Matrix(rows: [[41, -7], [62, 93]]))
  }

  @Test(arguments: [Transposition.plain, .transposed])
  func theLowerTriangleIsThatOfTheProduct(_ form: Transposition) {
    let a = Samples.matrix(rows: 5, columns: 8, seed: 6)
    let expected = Samples.product(a, a.transposed())
    let bound = Samples.product(Samples.magnitudes(a), Samples.magnitudes(a.transposed()))
    var c = Matrix(rows: 5, columns: 5, repeating: .nan)
    rankUpdate(&c, by: form == .plain ? a : a.transposed(), form, keeping: 0)
    for j in 0 ..< 5 {
      for i in j ..< 5 { #expect(abs(c[i, j] - expected[i, j]) <= gamma(8) * bound[i, j]) }
      for i in 0 ..< j { #expect(c[i, j].isNaN) }
    }
  }

  @Test func scaleAndKeepingMakeOneStepOfAnExponentialAverage() {
    // Σ ← 0.75 Σ + 0.25 x xᵀ, in numbers that are exact in binary.
    var sigma = Matrix(rows: [[4, 0], [8, 16]])
    rankUpdate(&sigma, by: Matrix(rows: [[2], [-4]]), scale: 0.25, keeping: 0.75)
    #expect(sigma == Matrix(rows: [[4, 0], [4, 16]]))
  }

  @Test func updatesOfOrderZeroAndOfNoColumnsAreDefined() {
    var none = Matrix(rows: 0, columns: 0)
    rankUpdate(&none, by: Matrix(rows: 0, columns: 3))
    let empty: [Double] = []
    rankUpdate(&none, by: empty.span)
    #expect(none == Matrix(rows: 0, columns: 0))
    var kept = Matrix(rows: [[8]])
    rankUpdate(&kept, by: Matrix(rows: 1, columns: 0), keeping: 0.5)
    #expect(kept == Matrix(rows: [[4]]))
  }

  @Test func anUpdateOfAnotherOrderTraps() async {
    await #expect(processExitsWith: .failure) {
      var c = Matrix(rows: 2, columns: 2)
      rankUpdate(&c, by: Matrix(rows: 3, columns: 1))
    }
    await #expect(processExitsWith: .failure) {
      var c = Matrix(rows: 2, columns: 2)
      let x: [Double] = [1, 2, 3]
      rankUpdate(&c, by: x.span)
    }
  }
}

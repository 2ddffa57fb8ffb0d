import LinearAlgebra
import Testing

@Suite("Matrix")
struct MatrixTests {
  let a = Matrix(rows: [[1, 2, 3], [4, 5, 6]])

  @Test func rowsWrittenOutAreStoredByColumns() {
    #expect(a.rowCount == 2)
    #expect(a.columnCount == 3)
    #expect(Samples.elements(a) == [1, 4, 2, 5, 3, 6])
  }

  @Test func columnsAreLentWithoutTheirNeighbours() {
    let middle = a.withColumns(1 ..< 2) { span in span.indices.map { span[$0] } }
    #expect(middle == [2, 5])
    #expect(a.withColumns(3 ..< 3) { $0.count } == 0)
  }

  @Test func mutableColumnsChangeTheMatrixInPlace() {
    var b = Samples.matrix(rows: 2, columns: 3, seed: 1)
    let before = b.storageIdentity
    b.withMutableColumns(1 ..< 3) { span in
      for index in span.indices { span[index] = Double(index) }
    }
    #expect(b.storageIdentity == before)
    #expect(Array(Samples.elements(b)[2...]) == [0, 1, 2, 3])
    #expect(b[0, 0] == Samples.matrix(rows: 2, columns: 3, seed: 1)[0, 0])
  }

  @Test func aCopyKeepsItsValuesWhenTheOriginalChanges() {
    var b = a
    b[1, 2] = 60
    #expect(a[1, 2] == 6)
    #expect(b[1, 2] == 60)
  }

  @Test func transpositionExchangesRowsAndColumns() {
    #expect(a.transposed() == Matrix(rows: [[1, 4], [2, 5], [3, 6]]))
    #expect(Matrix(rows: 0, columns: 3).transposed() == Matrix(rows: 3, columns: 0))
  }

  @Test func sumsDifferencesAndScalingsGoElementByElement() {
    let ones = Matrix(rows: 2, columns: 3, repeating: 1)
    #expect(a + ones == Matrix(rows: [[2, 3, 4], [5, 6, 7]]))
    #expect(a - ones == Matrix(rows: [[0, 1, 2], [3, 4, 5]]))
    #expect(-2 * a == Matrix(rows: [[-2, -4, -6], [-8, -10, -12]]))
  }

  @Test func arithmeticReusesAMatrixThatIsGivenUp() {
    let left = Samples.matrix(rows: 4, columns: 4, seed: 2)
    let before = left.storageIdentity
    let scaled = 2 * (consume left)
    #expect(scaled.storageIdentity == before)
  }

  @Test func theIdentityIsNeutral() {
    let square = Samples.matrix(rows: 3, columns: 3, seed: 3)
    #expect(Samples.product(.identity(order: 3), square) == square)
    #expect(Matrix.identity(order: 0) == Matrix(rows: 0, columns: 0))
  }

  @Test func theLowerTriangleIsMirroredAndTheDiagonalKept() {
    var b = Matrix(rows: [[1, 9, 9], [2, 3, 9], [4, 5, 6]])
    b.mirrorLowerTriangle()
    #expect(b == Matrix(rows: [[1, 2, 4], [2, 3, 5], [4, 5, 6]]))
    #expect(b.diagonal == [1, 3, 6])
    var large = Samples.matrix(rows: 41, columns: 41, seed: 4)
    let before = large
    large.mirrorLowerTriangle()
    for column in 0 ..< 41 {
      for row in 0 ..< 41 {
        #expect(large[row, column] == before[max(row, column), min(row, column)])
      }
    }
    #expect(a.diagonal == [1, 5])
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, .signalingNaN])
  func oneNonFiniteElementMakesTheMatrixNonFinite(_ value: Double) {
    for (row, column) in [(0, 0), (1, 1), (1, 2)] {
      var b = a
      b[row, column] = value
      #expect(!b.isFinite)
    }
  }

  @Test func extremeButFiniteElementsAreFinite() {
    let extremes = Matrix(rows: [
      [.greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, -0.0]
    ])
    #expect(extremes.isFinite)
    #expect(Matrix(rows: 0, columns: 0).isFinite)
  }

  @Test func shapeTakesPartInEquality() {
    #expect(Matrix(rows: 2, columns: 3) != Matrix(rows: 3, columns: 2))
  }

  @Test func anElementOutsideTraps() async {
    await #expect(processExitsWith: .failure) { _ = Matrix(rows: 2, columns: 3)[2, 0] }
    await #expect(processExitsWith: .failure) { _ = Matrix(rows: 2, columns: 3)[0, 3] }
    await #expect(processExitsWith: .failure) { _ = Matrix(rows: 2, columns: 3)[-1, 1] }
  }

  @Test func aShapeThatDoesNotFitTraps() async {
    await #expect(processExitsWith: .failure) { _ = Matrix(rows: -1, columns: 3) }
    await #expect(processExitsWith: .failure) { _ = Matrix(rows: [[1, 2], [3]]) }
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rows: 2, columns: 3) + Matrix(rows: 3, columns: 2)
    }
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rows: 2, columns: 2) { $0.append(1) }
    }
    await #expect(processExitsWith: .failure) {
      Matrix(rows: 2, columns: 2).withColumns(1 ..< 3) { _ in }
    }
  }
}

@Suite("Workspace")
struct WorkspaceTests {
  @Test func scratchIsLentByLengthAndKeptBetweenLoans() {
    var workspace = Workspace(capacity: 4)
    workspace.withScratch(count: 4) { $0[3] = 7 }
    let (count, last) = workspace.withScratch(count: 4) { ($0.count, $0[3]) }
    #expect(count == 4)
    #expect(last == 7)
    #expect(workspace.capacity == 4)
    #expect(workspace.withScratch(count: 0) { $0.count } == 0)
  }

  @Test func moreThanTheCapacityTraps() async {
    await #expect(processExitsWith: .failure) {
      var workspace = Workspace(capacity: 4)
      workspace.withScratch(count: 5) { $0[0] = 1 }
    }
  }
}

@Suite("BLAS threads")
struct BLASThreadsTests {
  @Test func openBLASRunsOneThread() {
    #expect(blasThreadCount == 1)
  }
}

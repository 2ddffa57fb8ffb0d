import LinearAlgebra
import Testing

/// The example of the module's landing page, as `Scripts/house-rules` compares it.
struct LandingPageTests {
  @Test func theExampleOfLinearAlgebraRuns() throws {
    // example: LinearAlgebra
    let sigma = Matrix(rows: [[4, 2], [2, 10]])
    let factor = try Cholesky(factorizing: consume sigma)
    var draws = Matrix(rows: [[1, 0], [0, 1]])  // independent, one column per draw
    multiplyLower(factor.lower, by: &draws)  // with covariance sigma: [[2, 0], [1, 3]]
    // end
    #expect(draws == Matrix(rows: [[2, 0], [1, 3]]))
  }
}

import Foundation
import LinearAlgebra
import Testing

/// Sample covariances and their factors, computed by NumPy from the returns in `Resources`.
@Suite("Covariance against NumPy")
struct CovarianceReferenceTests {
  struct Document: Decodable {
    var cases: [Case]
  }

  struct Case: Decodable {
    var id: String
    var inputs: Inputs
    var expected: Expected
    var tolerance: Tolerance
  }

  struct Inputs: Decodable {
    var data: String
    var n: Int
    var p: Int
  }

  struct Expected: Decodable {
    var sample_ddof1_first_row: [Double]
    var sample_ddof0_trace: Double
    var eigenvalues_ddof1: [Double]
    var cholesky_last_row: [Double]
    var logdet: Double
  }

  struct Tolerance: Decodable {
    var rel: Double
  }

  static func resource(_ name: String) throws -> Data {
    try Data(contentsOf: Bundle.module.bundleURL.appending(path: "Resources/\(name)"))
  }

  static func reference(_ id: String) throws -> Case {
    let document = try JSONDecoder().decode(Document.self, from: resource("covariance.json"))
    return try #require(document.cases.first { $0.id == id })
  }

  /// The observations in rows, less the mean of each column.
  static func centred(_ inputs: Inputs, first count: Int? = nil) throws -> Matrix {
    let text = String(decoding: try resource(inputs.data), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).dropFirst().prefix(count ?? inputs.n)
    let rows = try lines.map { line in
      try line.split(separator: ",").map { field in try #require(Double(field)) }
    }
    var matrix = Matrix(rows: rows)
    for column in 0 ..< matrix.columnCount {
      let mean = rows.reduce(0) { $0 + $1[column] } / Double(rows.count)
      for row in 0 ..< matrix.rowCount { matrix[row, column] -= mean }
    }
    return matrix
  }

  static func covariance(_ centred: Matrix) -> Matrix {
    let order = centred.columnCount
    var sigma = Matrix(rows: order, columns: order)
    rankUpdate(
      &sigma, by: centred, .transposed, scale: 1 / Double(centred.rowCount - 1), keeping: 0)
    return sigma
  }

  @Test(arguments: ["cov.606", "cov.607"])
  func theSampleCovarianceIsARankUpdate(_ id: String) throws {
    let reference = try Self.reference(id)
    var sigma = Self.covariance(try Self.centred(reference.inputs))
    #expect(sigma.rowCount == reference.inputs.p)
    sigma.mirrorLowerTriangle()
    for (column, expected) in reference.expected.sample_ddof1_first_row.enumerated() {
      #expect(abs(sigma[0, column] - expected) <= reference.tolerance.rel * abs(expected))
    }
    let trace = sigma.diagonal.reduce(0, +) * Double(reference.inputs.n - 1)
    let expected = reference.expected.sample_ddof0_trace
    #expect(
      abs(trace / Double(reference.inputs.n) - expected) <= reference.tolerance.rel * expected)
  }

  @Test(arguments: ["cov.606", "cov.607"])
  func theCholeskyFactorAndItsDeterminantAgree(_ id: String) throws {
    let reference = try Self.reference(id)
    let sigma = Self.covariance(try Self.centred(reference.inputs))
    let factor = try Cholesky(factorizing: consume sigma)
    let last = reference.inputs.p - 1
    #expect(reference.expected.cholesky_last_row.count == last + 1)
    for (column, expected) in reference.expected.cholesky_last_row.enumerated() {
      #expect(
        abs(factor.lower[last, column] - expected) <= reference.tolerance.rel * abs(expected))
    }
    let logdet = reference.expected.logdet
    #expect(abs(factor.logDeterminant - logdet) <= reference.tolerance.rel * abs(logdet))
  }

  @Test(arguments: ["cov.606", "cov.607"])
  func theEigenvaluesAgree(_ id: String) throws {
    let reference = try Self.reference(id)
    let centred = try Self.centred(reference.inputs)
    let eigenvalues = try SymmetricEigen(factorizing: Self.covariance(centred)).values
    let expected = reference.expected.eigenvalues_ddof1
    #expect(expected.count == reference.inputs.p)
    for (index, value) in eigenvalues.enumerated() {
      #expect(abs(value - expected[index]) <= reference.tolerance.rel * expected[index])
    }
  }

  @Test func moreInstrumentsThanDaysLeaveOneRankLessThanTheDays() throws {
    let reference = try Self.reference("cov.607")
    let sigma = Self.covariance(try Self.centred(reference.inputs, first: 20))
    let factor = try PivotedCholesky(factorizing: sigma)
    #expect(factor.rank == 19)
    #expect(throws: LinearAlgebraError.self) { try Cholesky(factorizing: sigma) }
    var rebuilt = Matrix(rows: 40, columns: 40)
    rankUpdate(&rebuilt, by: factor.unpermutedLower, keeping: 0)
    // As for any rank-deficient matrix in PivotedCholeskyTests.
    let bound = (gamma(41) + gamma(40)) * sigma.diagonal.reduce(0, max)
    #expect(Samples.largest(rebuilt - sigma) <= bound)
  }
}

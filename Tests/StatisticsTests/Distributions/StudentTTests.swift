import Glibc
import Statistics
import TestSupport
import Testing

@Suite struct StudentTTests {
  @Test func theVectorsAreReproduced() throws {
    let vectors = try Reference.cases("student_t")
    try #require(vectors.count >= 6)
    for vector in vectors {
      let t = StudentT(degreesOfFreedom: try vector.number("inputs", "nu"))
      let quantiles = try vector.numbers("expected", "quantile")
      let densities = try vector.numbers("expected", "pdf_at_quantile")
      let tailMeans = try vector.numbers("expected", "ES_lower_tail")
      let (relative, absolute) = vector.tolerance
      for (index, p) in try vector.numbers("inputs", "p").enumerated() {
        let q = t.quantile(of: p)
        expectClose(q, quantiles[index], relative: relative, absolute: absolute, try vector.id)
        expectClose(
          t.density(at: q), densities[index], relative: relative, absolute: absolute, try vector.id)
        expectClose(
          t.tailMean(beyond: p), tailMeans[index], relative: relative, absolute: absolute,
          try vector.id)
      }
    }
  }

  @Test func theUnitVarianceFormIsTheScaledOne() throws {
    for vector in try Reference.cases("student_t") {
      let t = StudentT(degreesOfFreedom: try vector.number("inputs", "nu"))
      let scale = try #require(t.unitVarianceScale)
      let (relative, absolute) = vector.tolerance
      let probabilities = try vector.numbers("inputs", "p")
      for (p, expected) in zip(
        probabilities, try vector.numbers("expected", "quantile_unit_variance"))
      {
        expectClose(
          scale * t.quantile(of: p), expected, relative: relative, absolute: absolute, try vector.id
        )
      }
    }
    #expect(StudentT(degreesOfFreedom: 2).unitVarianceScale == nil)
  }

  /// An incomplete beta function of Boost.Math keeps all but its last few digits.
  static let probabilityTolerance = 1e-13

  @Test func bothTailsKeepTheirDigits() throws {
    for row in try Reference.table("studentTLowerTail") {
      let t = StudentT(degreesOfFreedom: row[0])
      let label = "ν = \(row[0]), x = \(row[1])"
      expectClose(
        t.cumulativeProbability(of: row[1]), row[2], relative: Self.probabilityTolerance, label)
      expectClose(t.survival(of: -row[1]), row[2], relative: Self.probabilityTolerance, label)
    }
  }

  @Test func theQuantileUndoesTheProbability() {
    for nu in [0.7, 1.0, 1.5, 2.0, 2.1, 3.7, 12.3, 100, 1234.5, 3e6, 9e7, 1.1e8, 1e10] {
      let t = StudentT(degreesOfFreedom: nu)
      for p in [1e-10, 1e-4, 0.01, 0.2, 0.49, 0.6, 0.99] {
        expectClose(
          t.cumulativeProbability(of: t.quantile(of: p)), p, relative: 1e-10, "ν = \(nu)")
      }
    }
  }

  @Test func oneDegreeOfFreedomIsCauchy() {
    let t = StudentT(degreesOfFreedom: 1)
    for x in [-1e6, -3.0, -0.5, 0, 2.0] {
      expectClose(t.density(at: x), 1 / (.pi * (1 + x * x)), relative: 1e-13)
    }
    expectClose(t.quantile(of: 0.99), tan(.pi * 0.49), relative: 1e-13)
    #expect(t.tailMean(beyond: 0.01) == .infinity)
  }

  @Test func theTailMeanIsTheIntegralOfTheQuantile() {
    // E[T | T > q] = q + ∫ P(T > x) dx / t for ν = 2, where P(T > x) = ½(1 − x/√(2 + x²)):
    // the integral from q is ½(√(2 + q²) − q).
    let t = StudentT(degreesOfFreedom: 2)
    for tail in [0.001, 0.01, 0.05, 0.5] {
      let q = -t.quantile(of: tail)
      let expected = q + 1 / (q + (2 + q * q).squareRoot()) / tail
      expectClose(t.tailMean(beyond: tail), expected, relative: 1e-12)
    }
  }

  @Test func theTailMeanSurvivesAnExtremeTail() {
    // At large q the tail is a power law: E[T | T > q] / q → ν/(ν − 1).
    let t = StudentT(degreesOfFreedom: 1.01)
    let ratio = t.tailMean(beyond: 1e-250) / -t.quantile(of: 1e-250)
    expectClose(ratio, 101, relative: 1e-10)
  }

  @Test func extremeTailsRoundTrip() {
    // e^(ν·ln q) is the answer's own conditioning: 570 roundings of ln q at q = 10²⁴⁷.
    for nu in [0.3, 0.7, 1.01, 2.5, 8] {
      let t = StudentT(degreesOfFreedom: nu)
      for p in [1e-300, 1e-200, 1e-90, 1e-30, 1e-12, 1e-7] {
        let q = t.quantile(of: p)
        guard q.isFinite else { continue }
        expectClose(t.cumulativeProbability(of: q), p, relative: 1e-11, "ν = \(nu), p = \(p)")
      }
    }
  }

  @Test func noDegreesOfFreedomTraps() async {
    await #expect(processExitsWith: .failure) { _ = StudentT(degreesOfFreedom: 0) }
  }
}

import Glibc
import Statistics
import TestSupport
import Testing

@Suite struct NormalTests {
  /// AS 241 promises about 1 in 10¹⁶; its roundings add a few units in the last place.
  static let quantileTolerance = 1e-15

  @Test func theQuantileAgreesWithFortyDigits() throws {
    for row in try Reference.table("normal", "quantile") {
      expectClose(
        Normal.quantile(of: row[0]), row[1], relative: Self.quantileTolerance, "\(row[0])")
    }
  }

  @Test func theLowerTailKeepsItsDigits() throws {
    for row in try Reference.table("normal", "cumulative") {
      let expected = row[1]
      expectClose(
        Normal.cumulativeProbability(of: row[0]), expected, relative: 4 * .ulpOfOne, "\(row[0])")
      expectClose(Normal.survival(of: -row[0]), expected, relative: 4 * .ulpOfOne, "\(-row[0])")
    }
  }

  @Test func theTailMeanAgreesWithFortyDigits() throws {
    for row in try Reference.table("normal", "tailMean") {
      // φ(z) carries z² relative roundings of z and of the exponent.
      let z = Normal.quantile(of: row[0])
      expectClose(
        Normal.tailMean(beyond: row[0]), row[1], relative: (8 + 2 * z * z) * .ulpOfOne,
        "\(row[0])")
    }
  }

  @Test func theVectorsAreReproduced() throws {
    let vectors = try Reference.cases("normal")
    try #require(vectors.count == 1)
    for vector in vectors {
      let probabilities = try vector.numbers("inputs", "p")
      let quantiles = try vector.numbers("expected", "quantile")
      let densities = try vector.numbers("expected", "pdf_at_quantile")
      let tailMeans = try vector.numbers("expected", "ES_lower_tail")
      let (relative, absolute) = vector.tolerance
      for (index, p) in probabilities.enumerated() {
        let q = Normal.quantile(of: p)
        expectClose(q, quantiles[index], relative: relative, absolute: absolute)
        expectClose(
          Normal.density(at: q), densities[index], relative: relative, absolute: absolute)
        expectClose(
          Normal.tailMean(beyond: p), tailMeans[index], relative: relative, absolute: absolute)
      }
    }
  }

  @Test func theDocumentedExamplePrintsTheseDigits() {
    #expect(Normal.quantile(of: 0.99) == 2.3263478740408408)
    expectClose(Normal.tailMean(beyond: 0.01), 2.66521422, absolute: 0.5e-8)
  }

  @Test func theEndsAreInfinite() {
    #expect(Normal.quantile(of: 0) == -.infinity)
    #expect(Normal.quantile(of: 1) == .infinity)
    #expect(Normal.tailMean(beyond: 1) == 0)
    #expect(Normal.cumulativeProbability(of: -.infinity) == 0)
    #expect(Normal.survival(of: -.infinity) == 1)
  }

  @Test func theLogDensityOutlivesTheDensity() {
    #expect(Normal.density(at: 40) == 0)
    expectClose(Normal.logDensity(at: 40), -800 - 0.5 * log(2 * .pi), relative: .ulpOfOne)
  }

  @Test func theQuantileIsOddToTheLastBit() {
    for step in 1 ..< 512 {
      let p = Double(step) / 1024
      #expect(Normal.quantile(of: 1 - p) == -Normal.quantile(of: p))
    }
  }

  @Test func aProbabilityAboveOneTraps() async {
    await #expect(processExitsWith: .failure) { _ = Normal.quantile(of: 1.5) }
  }
}

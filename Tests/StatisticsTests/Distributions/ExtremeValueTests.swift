import Glibc
import Statistics
import TestSupport
import Testing

/// The limit law of excesses against 40-digit values.
@Suite struct ExtremeValueTests {
  /// exp and expm1 keep all digits; a tail has the conditioning of its exponent.
  static let relative = 1e-12

  @Test func theGeneralizedParetoAgreesWithFortyDigits() throws {
    for row in try Reference.distribution("generalizedPareto", "points") {
      let pareto = GeneralizedPareto(shape: row[0], scale: row[1])
      let values = [
        pareto.logDensity(at: row[2]), pareto.cumulativeProbability(of: row[2]),
        pareto.survival(of: row[2]),
      ]
      for (value, expected) in zip(values, row[3...]) {
        expectClose(value, expected, relative: Self.relative, "\(row)")
      }
    }
    for row in try Reference.distribution("generalizedPareto", "tails") {
      let pareto = GeneralizedPareto(shape: row[0], scale: row[1])
      expectClose(pareto.quantile(of: row[2]), row[3], relative: Self.relative, "\(row)")
      expectClose(pareto.upperQuantile(beyond: row[2]), row[4], relative: Self.relative, "\(row)")
      let mean = pareto.tailMean(beyond: row[2])
      if row[0] < 1 {
        expectClose(mean, row[5], relative: Self.relative, "\(row)")
      } else {
        #expect(mean == .infinity)
      }
    }
  }

  @Test func shapeZeroIsExponential() {
    let pareto = GeneralizedPareto(shape: 0, scale: 2)
    expectClose(pareto.survival(of: 3), exp(-1.5), relative: .ulpOfOne)
    expectClose(pareto.upperQuantile(beyond: 0.01), -2 * log(0.01), relative: .ulpOfOne)
    expectClose(pareto.tailMean(beyond: 0.01), 2 - 2 * log(0.01), relative: 2 * .ulpOfOne)
  }

  @Test func shapeMinusOneIsUniform() {
    let uniform = GeneralizedPareto(shape: -1, scale: 4)
    #expect(uniform.density(at: 4) == 0.25)
    expectClose(uniform.cumulativeProbability(of: 3), 0.75, relative: 2 * .ulpOfOne)
    expectClose(uniform.tailMean(beyond: 0.5), 3, relative: 2 * .ulpOfOne)
  }

  @Test func theShapeMayPassThroughZeroWithoutAStep() {
    // The slope in ξ is about (ln t)²/2, so neighbours differ by 1e-10 of some fifty.
    for step in -20 ... 20 {
      let shape = Double(step) * 1e-13
      let pareto = GeneralizedPareto(shape: shape, scale: 1)
      let excess = pareto.upperQuantile(beyond: 1e-4) + log(1e-4)
      expectClose(excess, 0.5 * log(1e-4) * log(1e-4) * shape, absolute: 4e-15)
    }
  }

  @Test func theSupportEnds() {
    let bounded = GeneralizedPareto(shape: -0.5, scale: 1)
    #expect(bounded.upperEnd == 2)
    #expect(bounded.survival(of: 2.5) == 0)
    #expect(bounded.cumulativeProbability(of: 2.5) == 1)
    #expect(bounded.logDensity(at: 2.5) == -.infinity)
    #expect(bounded.logDensity(at: -0.1) == -.infinity)
    #expect(bounded.cumulativeProbability(of: -1) == 0)
    #expect(bounded.quantile(of: 1) == 2)
    #expect(bounded.quantile(of: 0) == 0)
    let heavy = GeneralizedPareto(shape: 0.5, scale: 1)
    #expect(heavy.upperQuantile(beyond: 0) == .infinity)
    #expect(heavy.survival(of: .infinity) == 0)
    #expect(GeneralizedPareto(shape: 0, scale: 1).survival(of: .infinity) == 0)
  }

  @Test func theMeanIsTheTailMeanOfTheWhole() {
    #expect(GeneralizedPareto(shape: 0.5, scale: 1).mean == 2)
    #expect(GeneralizedPareto(shape: 1, scale: 1).mean == .infinity)
  }

  @Test func aDrawIsTheQuantileOfItsUniform() {
    let stream = RandomStream(seed: 5, identifier: "tail")
    let pareto = GeneralizedPareto(shape: 0.2, scale: 1.5)
    #expect(
      stream.draw(from: pareto, path: 8, step: 1)
        == pareto.quantile(of: stream.uniform(path: 8, step: 1)))
  }

  @Test func noScaleTraps() async {
    await #expect(processExitsWith: .failure) { _ = GeneralizedPareto(shape: 0.1, scale: 0) }
  }
}

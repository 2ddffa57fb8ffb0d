import Glibc
import Statistics
import Testing

/// The limit laws of excesses and of maxima against 40-digit values.
@Suite struct ExtremeValueTests {
  /// exp and expm1 keep all digits; a tail has the conditioning of its exponent.
  static let relative = 1e-12

  /// Where a value crosses zero the roundings of its terms, of size one, remain.
  static let absolute = 1e-14

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

  @Test func theGeneralizedExtremeValueAgreesWithFortyDigits() throws {
    for row in try Reference.distribution("generalizedExtremeValue", "points") {
      let law = GeneralizedExtremeValue(location: row[0], scale: row[1], shape: row[2])
      let values = [
        law.logDensity(at: row[3]), law.cumulativeProbability(of: row[3]), law.survival(of: row[3]),
      ]
      // A probability exp(−w) has the conditioning w, which is up to 500 in the table.
      for (value, expected) in zip(values, row[4...]) {
        expectClose(value, expected, relative: Self.relative, "\(row)")
      }
    }
    for row in try Reference.distribution("generalizedExtremeValue", "tails") {
      let law = GeneralizedExtremeValue(location: row[0], scale: row[1], shape: row[2])
      let values = [
        law.quantile(of: row[3]), law.upperQuantile(beyond: row[3]), law.tailMean(beyond: row[3]),
      ]
      for (value, expected) in zip(values, row[4...]) {
        expectClose(
          value, expected, relative: Self.relative, absolute: Self.absolute, "\(row)")
      }
      #expect((values[2] == .infinity) == (row[2] >= 1))
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
      let law = GeneralizedExtremeValue(location: 0, scale: 1, shape: shape)
      let gumbel = GeneralizedExtremeValue(location: 0, scale: 1, shape: 0)
      expectClose(law.tailMean(beyond: 0.01), gumbel.tailMean(beyond: 0.01), absolute: 5e-11)
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

    let frechet = GeneralizedExtremeValue(location: 0, scale: 1, shape: 0.5)
    #expect(frechet.quantile(of: 0) == -2)
    #expect(frechet.cumulativeProbability(of: -2.5) == 0)
    #expect(frechet.survival(of: -2.5) == 1)
    #expect(frechet.logDensity(at: -2.5) == -.infinity)
    let weibull = GeneralizedExtremeValue(location: 0, scale: 1, shape: -0.5)
    #expect(weibull.quantile(of: 1) == 2)
    #expect(weibull.upperQuantile(beyond: 0) == 2)
    #expect(weibull.survival(of: 2.5) == 0)
    let gumbel = GeneralizedExtremeValue(location: 0, scale: 1, shape: 0)
    #expect(gumbel.quantile(of: 0) == -.infinity)
    #expect(gumbel.quantile(of: 1) == .infinity)
    #expect(gumbel.cumulativeProbability(of: .infinity) == 1)
  }

  @Test func maximaOfExponentialsApproachGumbel() {
    // P(max of n ≤ x + ln n) = (1 − e⁻ˣ/n)ⁿ, which differs from exp(−e⁻ˣ) by e⁻²ˣ/2n of it.
    let gumbel = GeneralizedExtremeValue(location: 0, scale: 1, shape: 0)
    for x in [-1.0, 0, 3] {
      expectClose(
        exp(1e9 * log1p(-exp(-x) / 1e9)), gumbel.cumulativeProbability(of: x), relative: 1e-8)
    }
  }

  @Test func theMeanIsTheTailMeanOfTheWhole() {
    let law = GeneralizedExtremeValue(location: 1, scale: 2, shape: 0.5)
    // Γ(½) = √π.
    expectClose(law.mean, 1 + 4 * (Double.pi.squareRoot() - 1), relative: 1e-14)
    #expect(law.tailMean(beyond: 1) == law.mean)
    expectClose(law.tailMean(beyond: 1 - 1e-15), law.mean, relative: 1e-12)
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
    await #expect(processExitsWith: .failure) {
      _ = GeneralizedExtremeValue(location: 0, scale: .nan, shape: 0.1)
    }
  }
}

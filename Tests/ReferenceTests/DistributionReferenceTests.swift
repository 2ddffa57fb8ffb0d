import Statistics
import TestSupport
import Testing

/// Innovations and tails against arch 8.0.0, scipy and closed forms.
struct DistributionReferenceTests {
  @Test(arguments: ["5.0.-0.1", "8.0.0.2", "3.5.0.0"])
  func theSkewedStudentTAgreesWithArch(name: String) throws {
    let vector = try Cases.vector("dist.hansen_skewt." + name)
    let skewed = HansenSkewedT(
      degreesOfFreedom: try vector["inputs"]["eta"].number,
      skewness: try vector["inputs"]["lam"].number)
    try expectLowerTails(of: skewed, in: vector)
    let densities = try vector["expected"]["pdf"].numbers
    for (p, density) in zip(try vector["inputs"]["p"].numbers, densities) {
      #expect(isClose(skewed.density(at: skewed.quantile(of: p)), density, relative: 1e-8))
    }
  }

  @Test(arguments: ["1.05", "1.5", "2.0"])
  func theGeneralizedErrorAgreesWithArch(name: String) throws {
    let vector = try Cases.vector("dist.ged." + name)
    let shape = try vector["inputs"]["nu"].number
    try expectLowerTails(of: GeneralizedError(shape: shape), in: vector)
  }

  /// The vectors give an expected shortfall: the tail mean as a loss.
  private func expectLowerTails(
    of distribution: some StandardizedDistribution, in vector: ReferenceValue
  ) throws {
    let relative = try vector["tolerance"]["rel"].number
    let probabilities = try vector["inputs"]["p"].numbers
    let quantiles = try vector["expected"]["quantile"].numbers
    let shortfalls = try vector["expected"]["ES_lower_tail"].numbers
    #expect(probabilities.count >= 5)
    for (index, p) in probabilities.enumerated() {
      // The median of a symmetric distribution is 0 but for the peer's rounding.
      #expect(
        isClose(
          distribution.quantile(of: p), quantiles[index], relative: relative, absolute: 1e-15))
      #expect(isClose(-distribution.tailMean(below: p), shortfalls[index], relative: relative))
    }
  }

  @Test(arguments: ["0.2", "-0.1", "0.0"])
  func tailsOverAThresholdAgreeWithTheirClosedForms(name: String) throws {
    let vector = try Cases.vector("dist.gpd." + name)
    let inputs = try vector["inputs"]
    let relative = try vector["tolerance"]["rel"].number
    let pareto = GeneralizedPareto(
      shape: try inputs["xi"].number, scale: try inputs["beta"].number)
    let threshold = try inputs["u"].number
    let share = try inputs["n_exceed"].number / inputs["n"].number
    for level in try inputs["q"].numbers {
      let expected = try vector["expected"]["\(level)"]
      let tail = (1 - level) / share
      let quantile = threshold + pareto.upperQuantile(beyond: tail)
      let mean = threshold + pareto.tailMean(beyond: tail)
      #expect(isClose(quantile, try expected["VaR"].number, relative: relative))
      #expect(isClose(mean, try expected["ES"].number, relative: relative))
    }
    let cumulative = try vector["expected"]["cdf"].numbers
    let logDensities = try vector["expected"]["logpdf"].numbers
    for (index, x) in try inputs["x_cdf"].numbers.enumerated() {
      #expect(
        isClose(pareto.cumulativeProbability(of: x), cumulative[index], relative: relative))
      #expect(isClose(pareto.logDensity(at: x), logDensities[index], relative: relative))
    }
  }
}

import Glibc
import Statistics
import TestSupport
import Testing

/// The standardized distributions against 40-digit values, whose moments are numerical integrals.
@Suite struct StandardizedDistributionTests {
  @Test func theSkewedStudentTAgreesWithFortyDigits() throws {
    try expectTables("hansenSkewedT", parameters: 2) {
      HansenSkewedT(degreesOfFreedom: $0[0], skewness: $0[1])
    }
  }

  @Test func theGeneralizedErrorAgreesWithFortyDigits() throws {
    try expectTables("generalizedError", parameters: 1) { GeneralizedError(shape: $0[0]) }
  }

  @Test func theUnitVarianceStudentTAgreesWithFortyDigits() throws {
    try expectTables("hansenSkewedT", parameters: 2, where: { $0[1] == 0 }) {
      UnitVarianceStudentT(degreesOfFreedom: $0[0])
    }
  }

  @Test func theNormalAgreesWithFortyDigits() throws {
    try expectTables("generalizedError", parameters: 1, where: { $0[0] == 2 }) { _ in
      StandardNormal()
    }
  }

  /// Incomplete beta and gamma functions keep thirteen digits; at a shape of 400 the level (z/α)^κ
  /// has four hundred roundings of z, and a tail as many as its exponent.
  static let relative = 1e-12

  /// Where a value crosses zero the roundings of its terms, of size one, remain.
  static let absolute = 2e-14

  private func expectTables<Distribution: StandardizedDistribution>(
    _ name: String, parameters count: Int, where isWanted: ([Double]) -> Bool = { _ in true },
    make: ([Double]) -> Distribution
  ) throws {
    for row in try Reference.distribution(name, "points").filter(isWanted) {
      let (distribution, x, label) = (make(row), row[count], "\(name) \(row)")
      expectClose(
        distribution.logDensity(at: x), row[count + 1], relative: Self.relative,
        absolute: Self.absolute, label)
      expectClose(
        distribution.cumulativeProbability(of: x), row[count + 2], relative: Self.relative, label)
      expectClose(distribution.survival(of: x), row[count + 3], relative: Self.relative, label)
    }
    for row in try Reference.distribution(name, "tails").filter(isWanted) {
      let (distribution, tail, label) = (make(row), row[count], "\(name) \(row)")
      let values = [
        distribution.quantile(of: tail), distribution.upperQuantile(beyond: tail),
        distribution.tailMean(below: tail), distribution.tailMean(beyond: tail),
      ]
      for (value, expected) in zip(values, row[(count + 1)...]) {
        expectClose(value, expected, relative: Self.relative, absolute: Self.absolute, label)
      }
    }
    try expectMoments(name, parameters: count, where: isWanted, make: make)
  }

  private func expectMoments<Distribution: StandardizedDistribution>(
    _ name: String, parameters count: Int, where isWanted: ([Double]) -> Bool,
    make: ([Double]) -> Distribution
  ) throws {
    let moments = try Reference.distribution(name, "moments").filter(isWanted)
    try #require(!moments.isEmpty)
    for row in moments {
      let (distribution, label) = (make(row), "\(name) \(row)")
      expectClose(
        distribution.meanAbsoluteValue, row[count], relative: Self.relative, label)
      expectClose(
        distribution.negativeSecondMoment, row[count + 1], relative: Self.relative, label)
    }
    for row in try Reference.distribution(name, "partialMoments").filter(isWanted) {
      let (distribution, z, label) = (make(row), row[count], "\(name) \(row)")
      expectClose(
        distribution.partialMean(below: z), row[count + 1], relative: Self.relative,
        absolute: Self.absolute, label)
      expectClose(
        distribution.partialSecondMoment(below: z), row[count + 2], relative: Self.relative, label)
    }
  }

  // MARK: - Limits and identities

  @Test func noSkewnessIsStudentT() {
    let skewed = HansenSkewedT(degreesOfFreedom: 4.5, skewness: 0)
    let symmetric = UnitVarianceStudentT(degreesOfFreedom: 4.5)
    for z in [-40.0, -2, -0.1, 0, 1, 9] {
      #expect(skewed.logDensity(at: z) == symmetric.logDensity(at: z))
      expectClose(
        skewed.cumulativeProbability(of: z), symmetric.cumulativeProbability(of: z),
        relative: 4 * .ulpOfOne)
    }
    expectClose(skewed.meanAbsoluteValue, symmetric.meanAbsoluteValue, relative: 4 * .ulpOfOne)
    expectClose(skewed.negativeSecondMoment, 0.5, relative: 4 * .ulpOfOne)
  }

  @Test func manyDegreesOfFreedomAreNormal() {
    // The density differs from the normal one by a share (z⁴ − 6z² + 3)/4ν: 5e-11 at z = 6.
    let t = UnitVarianceStudentT(degreesOfFreedom: 5e12)
    for z in [-6.0, -2.3, 0, 0.7] {
      expectClose(t.logDensity(at: z), Normal.logDensity(at: z), relative: 1e-10)
      expectClose(
        t.cumulativeProbability(of: z), Normal.cumulativeProbability(of: z), relative: 1e-9)
    }
    expectClose(t.quantile(of: 1e-12), Normal.quantile(of: 1e-12), relative: 1e-10)
    expectClose(t.meanAbsoluteValue, (2 / Double.pi).squareRoot(), relative: 1e-12)
  }

  @Test func mirroredSkewnessMirrorsTheDistribution() {
    let left = HansenSkewedT(degreesOfFreedom: 6, skewness: -0.35)
    let right = HansenSkewedT(degreesOfFreedom: 6, skewness: 0.35)
    for tail in [1e-12, 0.01, 0.3, 0.6, 0.99] {
      #expect(left.quantile(of: tail) == -right.upperQuantile(beyond: tail))
      #expect(left.tailMean(below: tail) == -right.tailMean(beyond: tail))
    }
    #expect(left.logDensity(at: -1.3) == right.logDensity(at: 1.3))
    expectClose(
      left.negativeSecondMoment, 1 - right.negativeSecondMoment, relative: 4 * .ulpOfOne)
  }

  @Test func shapeOneIsLaplace() {
    let laplace = GeneralizedError(shape: 1)
    let rate = 2.0.squareRoot()
    for z in [-3.0, -0.2, 0, 1.5] {
      expectClose(
        laplace.logDensity(at: z), 0.5 * log(0.5) - rate * abs(z), absolute: 8 * .ulpOfOne)
    }
    expectClose(laplace.quantile(of: 0.01), log(0.02) / rate, relative: 1e-14)
    expectClose(laplace.tailMean(beyond: 0.01), (1 - log(0.02)) / rate, relative: 1e-14)
    expectClose(laplace.meanAbsoluteValue, 1 / rate, relative: 4 * .ulpOfOne)
  }

  @Test func aLargeShapeIsNearlyUniform() {
    // At κ = 1000 the edge of ±√3 is rounded over a width of 1/κ.
    let flat = GeneralizedError(shape: 1000)
    for p in [0.01, 0.25, 0.4999999, 0.5, 0.9] {
      expectClose(flat.quantile(of: p), 3.0.squareRoot() * (2 * p - 1), absolute: 2e-3)
    }
    expectClose(flat.quantile(of: 0.5 + 1e-9), 2e-9 * 3.0.squareRoot(), relative: 2e-3)
  }

  @Test(arguments: [0.1, 0.3, 1, 1.05, 1.7, 4, 30, 1000])
  func theGeneralizedErrorQuantileUndoesTheProbability(shape: Double) {
    let distribution = GeneralizedError(shape: shape)
    for exponent in 1 ... 300 {
      let tail = 0.5 * pow(10, -0.05 * Double(exponent))
      let q = distribution.upperQuantile(beyond: tail)
      // The tail probability has the conditioning of its exponent, w·κ roundings of q.
      let level = pow(q / distribution.quantile(of: 0.75), shape) * shape
      expectClose(
        distribution.survival(of: q), tail, relative: 1e-13 + 4 * level * .ulpOfOne,
        "κ = \(shape), t = \(tail)")
    }
  }

  @Test func theEndsAreInfinite() {
    func expectEnds(_ distribution: some StandardizedDistribution) {
      #expect(distribution.quantile(of: 0) == -.infinity)
      #expect(distribution.quantile(of: 1) == .infinity)
      #expect(distribution.upperQuantile(beyond: 0) == .infinity)
      #expect(distribution.cumulativeProbability(of: -.infinity) == 0)
      #expect(distribution.survival(of: .infinity) == 0)
      #expect(distribution.survival(of: -.infinity) == 1)
      #expect(distribution.logDensity(at: .infinity) == -.infinity)
      #expect(distribution.logDensity(at: 1e200) < -400)
      #expect(distribution.tailMean(beyond: 1) == 0)
      #expect(distribution.tailMean(below: 1) == 0)
      #expect(distribution.partialMean(below: -.infinity) == 0)
      #expect(distribution.partialSecondMoment(below: .infinity) == 1)
      #expect(distribution.partialSecondMoment(below: -.infinity) == 0)
    }
    expectEnds(StandardNormal())
    expectEnds(UnitVarianceStudentT(degreesOfFreedom: 3))
    expectEnds(HansenSkewedT(degreesOfFreedom: 3, skewness: 0.4))
    expectEnds(GeneralizedError(shape: 1.3))
  }

  @Test func theDocumentedExamplePrintsTheseDigits() {
    let innovation = HansenSkewedT(degreesOfFreedom: 5, skewness: -0.1)
    expectClose(innovation.quantile(of: 0.01), -2.7833531, absolute: 1e-7)
    expectClose(innovation.tailMean(below: 0.01), -3.7201188, absolute: 1e-7)
  }

  @Test func whatHasNoUnitVarianceTraps() async {
    await #expect(processExitsWith: .failure) { _ = UnitVarianceStudentT(degreesOfFreedom: 2) }
    await #expect(processExitsWith: .failure) {
      _ = HansenSkewedT(degreesOfFreedom: 5, skewness: 1)
    }
    await #expect(processExitsWith: .failure) { _ = GeneralizedError(shape: 0) }
  }

  // MARK: - Draws

  @Test func aNormalDrawIsTheStreamsNormal() {
    let stream = RandomStream(seed: 3, identifier: "draw")
    for path in 0 ..< 20 {
      let draw = stream.draw(from: StandardNormal(), path: UInt32(path), step: 4)
      #expect(draw == stream.normal(path: UInt32(path), step: 4))
    }
  }

  /// Seed 11: four standard errors of the mean, of the variance (fourth moment from the table of
  /// each law) and of the share beyond the lower 1 % quantile, over 20 000 draws.
  @Test func drawsHaveTheMomentsOfTheirLaw() {
    func expectMoments(_ distribution: some StandardizedDistribution, kurtosis: Double) {
      let stream = RandomStream(seed: 11, identifier: "moments")
      let count = 20_000
      let draws = (0 ..< count).map { stream.draw(from: distribution, path: UInt32($0), step: 0) }
      let sample = moments(of: draws)
      let unit = 4 / Double(count).squareRoot()
      #expect(abs(sample.mean) < unit)
      #expect(abs(sample.populationVariance - 1) < unit * (kurtosis - 1).squareRoot())
      let beyond = Double(draws.count { $0 < distribution.quantile(of: 0.01) }) / Double(count)
      #expect(abs(beyond - 0.01) < unit * (0.01 * 0.99).squareRoot())
    }
    // 3(ν − 2)/(ν − 4) for Student's t; Γ(5/κ)Γ(1/κ)/Γ(3/κ)² for the generalized error.
    expectMoments(UnitVarianceStudentT(degreesOfFreedom: 12), kurtosis: 3.75)
    expectMoments(
      GeneralizedError(shape: 1.5),
      kurtosis: tgamma(5 / 1.5) * tgamma(1 / 1.5) / (tgamma(2.0) * tgamma(2.0)))
    // Bounded by that of its heavier half, scaled to unit variance.
    expectMoments(HansenSkewedT(degreesOfFreedom: 12, skewness: -0.3), kurtosis: 5)
  }
}

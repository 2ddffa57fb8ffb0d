import Foundation
import RiskMeasures
import Statistics
import TestSupport
import Testing

@testable import Backtesting

/// The tests of the tail of a law: multinomial, censored Berkowitz, duration moments, ranks, minimal bias.
@Suite struct TailTestsTests {
  /// The generator of the C standard's example, midpoints of 2³¹ cells.
  static func uniforms(_ count: Int, seed: Int) -> [Double] {
    var state = seed
    return (0 ..< count).map { _ in
      state = (1_103_515_245 * state + 12_345) % (1 << 31)
      return (Double(state) + 0.5) / Double(1 << 31)
    }
  }

  // MARK: - Multinomial

  /// By numpy 2.4.6 and scipy 1.17.1: χ² with Nass's degrees of freedom.
  @Test func countsInCellsHaveNasssLimit() throws {
    let test = try #require(MultinomialTest(counts: [236, 3, 5, 2, 4], tail: 0.05))
    #expect(abs(test.statistic - 1.7894736842105265) < 1e-12)
    #expect(abs(test.limit - 0.7488077355772718) < 1e-10)
  }

  @Test func aTransformFallsIntoItsCell() throws {
    let transforms = [0.2, 0.95, 0.9501, 0.9625, 0.97, 0.98, 0.99, 1]
    let test = try #require(MultinomialTest(transforms: transforms, tail: 0.05))
    #expect(test.counts.reduce(0, +) == 8)
    #expect(test.counts[0] == 2 && test.counts[4] == 2)
  }

  @Test func oneCellIsPearsonsTestOfTheRate() throws {
    let test = try #require(MultinomialTest(counts: [240, 10], tail: 0.05))
    let z = (10 - 12.5) / (250 * 0.05 * 0.95).squareRoot()
    #expect(abs(test.statistic - z * z) < 1e-12)
  }

  // MARK: - Censored Berkowitz

  /// The maximum by scipy 1.17.1's Nelder-Mead, to 1e-14 of the likelihood.
  @Test func theCensoredLikelihoodIsMaximal() throws {
    let level = ConfidenceLevel.known(0.95)
    let transforms = Self.uniforms(400, seed: 12_345).map { 1 - (1 - $0) * 0.8 }
    let beyond = transforms.filter { $0 > 0.95 }
    let test = try #require(
      BerkowitzTailTest(
        scoresBeyond: beyond.map { -Normal.quantile(of: 1 - $0) },
        censored: 400 - beyond.count, level: level))
    #expect(beyond.count == 20)
    #expect(abs(test.statistic - 0.12757137841038002) < 1e-9)
    #expect(abs(test.mean - 0.11437162379634706) < 1e-5)
    #expect(abs(test.deviation - 0.9310568065789195) < 1e-5)
  }

  @Test func oneScoreBeyondIsEnough() throws {
    let test = try #require(
      BerkowitzTailTest(scoresBeyond: [3], censored: 249, level: .known(0.99)))
    #expect(test.statistic > 0 && test.deviation > 0 && test.statistic.isFinite)
  }

  @Test(arguments: [
    (1 ... 500, PValueReason.noExceedances), (501 ... 1_000, .tooFewCovered),
  ])
  func aTailWithoutAnotherSideIsRefused(range: ClosedRange<Int>, reason: PValueReason) {
    // Transforms all below, or all above, the level.
    let transforms = range.map { $0 <= 500 ? Double($0) / 1_000 : 0.991 + Double($0) / 1e6 }
    let series = ForecastSeries(
      level: .known(0.99), losses: transforms.map { $0 > 0.99 ? 2 : 0 },
      valuesAtRisk: transforms.map { _ in 1 }, transforms: transforms)
    let result = BerkowitzTailTest.result(series, Inference())
    #expect(result.pValue == nil && result.pValueReason == reason)
  }

  // MARK: - Duration moments

  @Test func theMomentsAreThoseOfTheRecursion() throws {
    let test = try #require(GMMDurationTest(durations: [3, 40, 17, 5, 60, 12], tail: 0.05))
    let expected = [-0.35602582, -0.19123209, 0.38810121]
    for (a, b) in zip(test.moments, expected) { #expect(abs(a - b) < 1e-8) }
    #expect(abs(test.statistic - 0.3139466516013028) < 1e-12)
  }

  @Test func thePolynomialsAreOrthonormalUnderTheGeometricLaw() throws {
    let p = 0.1
    var sums = [[Double]](repeating: [0, 0, 0], count: 3)
    var means = [0.0, 0.0, 0.0]
    for d in 1 ... 1_500 {
      let m = try #require(GMMDurationTest(durations: [d], tail: p)).moments
      let weight = p * pow(1 - p, Double(d - 1))
      for i in 0 ..< 3 {
        means[i] += weight * m[i]
        for j in 0 ..< 3 { sums[i][j] += weight * m[i] * m[j] }
      }
    }
    for i in 0 ..< 3 {
      #expect(abs(means[i]) < 1e-10)
      for j in 0 ..< 3 { #expect(abs(sums[i][j] - (i == j ? 1 : 0)) < 1e-9) }
    }
  }

  // MARK: - Minimal bias

  private static let threeDays = ForecastSeries(
    level: .known(0.9), losses: [0.5, 4, 1], valuesAtRisk: [1, 2, 2],
    expectedShortfalls: [1.5, 3, 2.5])

  @Test func theMinimallyBiasedStatisticsAreMeans() throws {
    let test = try #require(MinimallyBiasedTest(Self.threeDays))
    // ES − VaR: ½, 1, ½; the second day lost 2 beyond, 20 over p.
    #expect(abs(test.absolute - (0.5 + 1 - 20 + 0.5) / 3) < 1e-12)
    #expect(abs(test.relative - (0.5 / 1.5 + (1 - 20) / 3 + 0.5 / 2.5) / 3) < 1e-12)
  }

  @Test func anErrorOfTheValueAtRiskMovesThemInSecondOrder() throws {
    // n normal scores at their quantiles: the mean excess is known to the integration's error.
    let n = 20_000
    let losses = (0 ..< n).map { -Normal.quantile(of: (Double($0) + 0.5) / Double(n)) }
    let p = 0.025
    func statistic(_ risk: Double) throws -> Double {
      try #require(
        MinimallyBiasedTest(
          ForecastSeries(
            level: .known(0.975), losses: losses,
            valuesAtRisk: losses.map { _ in risk },
            expectedShortfalls: losses.map { _ in Normal.tailMean(beyond: p) }))
      ).absolute
    }
    let q = -Normal.quantile(of: p)
    let exact = try statistic(q)
    #expect(abs(exact) < 1e-3)
    for error in [-0.05, 0.05] {
      // d²/dv² of v + E(L − v)⁺/p is f(v)/p = 2.3 here: 0.0029 for 0.05, never 0.05.
      #expect(abs(try statistic(q + error) - exact) < 0.004)
    }
  }

  // MARK: - Ranks

  /// The expected sum of the six largest of 250 by scipy 1.17.1's quad; u by the generator above, seed 7.
  @Test(arguments: [
    (1.9599639845400545, 2.337802792201413, -0.0600186976750674),
    (2.5705818356363155, 3.5215773317394263, -0.08095175722211168),
  ])
  func ranksAreJudgedByTheImpliedLaw(risk: Double, shortfall: Double, expected: Double) throws {
    let ranks = Self.uniforms(250, seed: 7)
    let series = ForecastSeries(
      level: .known(0.975), losses: [Double](repeating: 0, count: 250),
      valuesAtRisk: [Double](repeating: risk, count: 250),
      expectedShortfalls: [Double](repeating: shortfall, count: 250))
    let losses = try #require(ImpliedLosses(series))
    let test = try #require(RankShortfallTest(losses))
    #expect(test.tailCount == 6)
    #expect(abs(test.statistic(ofTransforms: ranks.map { 1 - $0 }) - expected) < 1e-6)
  }

  @Test func drawnRanksAverageToZero() throws {
    let series = ForecastSeries(
      level: .known(0.975), losses: [Double](repeating: 0, count: 250),
      valuesAtRisk: [Double](repeating: 2.5705818356363155, count: 250),
      expectedShortfalls: [Double](repeating: 3.5215773317394263, count: 250))
    let losses = try #require(ImpliedLosses(series))
    let test = try #require(RankShortfallTest(losses))
    let stream = RandomStream(seed: 1, identifier: "ranks")
    let draws = (0 ..< 20_000).map { test.drawn(stream, $0) }
    let mean = draws.reduce(0, +) / 20_000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    #expect(abs(mean) < 4 * (variance / 20_000).squareRoot())
    #expect(variance > 0.01)
  }

  // MARK: - All of them

  @Test func aLawWhoseTailIsTooThinIsRejectedByAll() {
    // Normal losses, half as large again as the law has them.
    let n = 1_000
    let stream = RandomStream(seed: 5, identifier: "thin")
    let losses = (0 ..< UInt32(n)).map {
      1.5 * stream.normal(path: 0, step: $0)
    }
    let level = ConfidenceLevel.known(0.975)
    let series = ForecastSeries(
      level: level, losses: losses,
      valuesAtRisk: losses.map { _ in -Normal.quantile(of: 0.025) },
      expectedShortfalls: losses.map { _ in Normal.tailMean(beyond: 0.025) },
      transforms: losses.map { Normal.cumulativeProbability(of: $0) })
    let results = TestSuite.all(series, Inference(identifier: "thin"))
    for name: TestName in [
      .multinomial, .berkowitzTail, .acerbiSzekely3, .minimallyBiasedAbsolute,
      .minimallyBiasedRelative, .eBacktestShortfall,
    ] {
      #expect(results.first { $0.test == name }?.rejected == true, "\(name)")
    }
  }
}

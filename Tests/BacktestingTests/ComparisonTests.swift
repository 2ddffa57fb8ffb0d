import Foundation
import RiskMeasures
import Statistics
import TestSupport
import Testing

@testable import Backtesting

/// Forecasters compared by their losses.
@Suite struct ComparisonTests {
  private static let series = TailTestsTests.uniforms(60, seed: 11).map { $0 - 0.45 }

  // MARK: - Two forecasters

  /// By statsmodels 0.15.0: OLS on a constant, cov_type HAC, maxlags 3, use_correction False.
  @Test func theLongRunVarianceIsNeweysAndWests() throws {
    let variance = try #require(LongRunVariance(of: Self.series, lags: 3))
    #expect(abs(variance.standardError - 0.034940653068983835) < 1e-12)
    #expect(LongRunVariance(of: Self.series)?.lags == 3)
    #expect(LongRunVariance(of: [1]) == nil)
  }

  @Test func withoutLagsItIsTheVariance() throws {
    let variance = try #require(LongRunVariance(of: [1, 2, 3, 4], lags: 0))
    #expect(abs(variance.value - 1.25) < 1e-15)
  }

  @Test func equalForecastersAreNotTold() {
    #expect(DieboldMarianoTest(differentials: [0, 0, 0, 0]) == nil)
    #expect(
      ConditionalPredictiveAbilityTest(differentials: [Double](repeating: 0, count: 30)) == nil)
  }

  @Test func theSmallSampleCorrectionShrinks() throws {
    let plain = try #require(DieboldMarianoTest(differentials: Self.series, bars: 5))
    let small = try #require(
      DieboldMarianoTest(differentials: Self.series, bars: 5, isSmallSample: true))
    let factor = ((60.0 + 1 - 10 + 20.0 / 60) / 60).squareRoot()
    #expect(abs(small.statistic - plain.statistic * factor) < 1e-12)
    #expect(small.pValue > plain.pValue)
  }

  /// By numpy 2.4.6: n z̄ᵀ (ZᵀZ/n)⁻¹ z̄.
  @Test func theConditionalTestIsAWaldTest() throws {
    let test = try #require(ConditionalPredictiveAbilityTest(differentials: Self.series))
    #expect(abs(test.statistic - 0.5093261505835093) < 1e-10)
    #expect((0 ... 1).contains(test.firstPreferred))
  }

  @Test func aForecasterThatIsBetterByTurnsIsToldByTheLastDifference() throws {
    // Five days of one, five of the other: equal on average, foreseeable from the day before.
    let d = (0 ..< 400).map { ($0 / 5).isMultiple(of: 2) ? 1.0 : -1.0 }
    let noisy = zip(d, TailTestsTests.uniforms(400, seed: 3)).map { $0 + $1 - 0.5 }
    let plain = try #require(DieboldMarianoTest(differentials: noisy))
    let conditional = try #require(ConditionalPredictiveAbilityTest(differentials: noisy))
    #expect(plain.pValue > 0.2)
    #expect(conditional.pValue < 1e-6)
  }

  // MARK: - Confidence sets

  private static func losses(_ means: [Double], dates: Int = 500) -> [[Double]] {
    let stream = RandomStream(seed: 4, identifier: "mcs")
    return means.enumerated().map { model, mean in
      (0 ..< UInt32(dates)).map {
        mean + 0.5 * stream.normal(path: 9, step: $0)
          + stream.normal(path: UInt32(model), step: $0)
      }
    }
  }

  @Test(arguments: ModelConfidenceSet.Statistic.allCases)
  func theWorstModelGoesFirstAndTheBestStays(statistic: ModelConfidenceSet.Statistic) throws {
    let set = try #require(
      ModelConfidenceSet(losses: Self.losses([0.05, 0, 1, 0.5]), by: statistic))
    #expect(set.elimination.prefix(2) == [2, 3])
    #expect(set.members(at: 0.1) == [0, 1])
    let best = try #require(set.elimination.last)
    #expect(set.pValues[best] == 1)
    // The running maximum rises along the elimination.
    let along = set.elimination.map { set.pValues[$0] }
    #expect(along == along.sorted())
  }

  @Test func modelsThatAreOneStayTogether() throws {
    var losses = Self.losses([0, 1])
    losses.append(losses[0])
    let set = try #require(ModelConfidenceSet(losses: losses, by: .range))
    #expect(set.members(at: 0.1) == [0, 2])
    #expect(set.elimination.first == 1)
  }

  @Test func aSetIsTheSameForTheSameSeed() {
    let losses = Self.losses([0, 0.1, 0.2])
    #expect(ModelConfidenceSet(losses: losses) == ModelConfidenceSet(losses: losses))
    #expect(
      ModelConfidenceSet(losses: losses)?.pValues
        != ModelConfidenceSet(losses: losses, seed: 2)?.pValues)
    #expect(ModelConfidenceSet(losses: [losses[0]]) == nil)
    #expect(ModelConfidenceSet(losses: [[1, 2], [2, 1]]) == nil)
  }

  /// Equal models: the best is every one, and all are kept in 95 % of samples.
  @Test func equalModelsAreKeptAtTheirSize() {
    var kept = 0
    let samples = 200
    for sample in 0 ..< samples {
      let stream = RandomStream(seed: 6, identifier: "equal \(sample)")
      let losses = (0 ..< 3).map { model in
        (0 ..< UInt32(100)).map { stream.normal(path: UInt32(model), step: $0) }
      }
      let set = ModelConfidenceSet(losses: losses, draws: 199, identifier: "\(sample)")
      if set?.members(at: 0.05).count == 3 { kept += 1 }
    }
    // 95 %, four standard errors of 1.54 % below; the bootstrap of 100 dates errs a little.
    #expect(Double(kept) / Double(samples) > 0.95 - 4 * 0.0154)
    #expect(kept < samples)
  }

  // MARK: - Murphy diagrams

  @Test func theAreaUnderADiagramIsTheTickLoss() throws {
    let level = ConfidenceLevel.known(0.9)
    let losses = Self.series
    let risks = losses.indices.map { 0.3 + 0.01 * Double($0 % 7) }
    let diagram = MurphyDiagram(valuesAtRisk: risks, losses: losses, level: level)
    let tick = try #require(TickLoss.mean(of: risks, for: losses, at: level))
    #expect(abs(diagram.integral - tick) < 1e-14)
    #expect(diagram.thresholds == diagram.thresholds.sorted())
    #expect(diagram.scores.allSatisfy { $0 >= -1e-15 })
  }

  @Test func anElementaryScoreIsThatOfTheDefinition() {
    let level = ConfidenceLevel.known(0.9)
    let diagram = MurphyDiagram(valuesAtRisk: [1, 5], losses: [3, 2], level: level)
    // At 2.5: the first is under the threshold that its loss passes, 0.9; the second over it, 0.1.
    #expect(abs(diagram.score(at: 2.5) - (0.9 + 0.1) / 2) < 1e-15)
    #expect(diagram.score(at: 0.9) == 0 && diagram.score(at: 5) == 0)
    #expect(abs(diagram.score(at: 4) - 0.05) < 1e-15)
  }

  // MARK: - Losses of supervisors

  @Test(arguments: [
    (RegulatoryLoss.lopez, 1 + 4.0), (.quadratic, 4), (.firm(costOfCapital: 0.1), 4),
    (.caporinRelative, 2), (.caporinSquared, 4), (.caporinAbsolute, 2), (.blancoIhle, 2),
  ])
  func anExceedanceCostsByItsSize(loss: RegulatoryLoss, expected: Double) {
    #expect(loss.score(of: 1, for: 3) == expected)
    let covered = loss.score(of: 1, for: 1)
    #expect(covered == (loss == .firm(costOfCapital: 0.1) ? 0.1 : 0))
    #expect(loss.mean(of: [1, 1], for: [3, 1]) == (expected + (covered ?? .nan)) / 2)
  }

  @Test func whatCannotBeDividedHasNoLoss() {
    #expect(RegulatoryLoss.blancoIhle.score(of: 0, for: 1) == nil)
    #expect(RegulatoryLoss.blancoIhle.mean(of: [0], for: [1]) == nil)
    #expect(RegulatoryLoss.lopez.mean(of: [], for: []) == nil)
  }
}

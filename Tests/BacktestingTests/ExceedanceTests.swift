import Backtesting
import RiskMeasures
import Testing

@Suite struct ExceedanceTests {
  @Test func aLossThatEqualsItsForecastIsCovered() {
    let sequence = ExceedanceSequence(losses: [0.02, 0.020001], forecasts: [0.02, 0.02])
    #expect(sequence.hits == [false, true])
    #expect(sequence.positions == [1])
  }

  @Test func theExampleOfTheSequenceIsTrue() {
    let sequence = ExceedanceSequence(losses: [0.01, 0.05, 0.02], forecasts: [0.02, 0.02, 0.02])
    #expect(sequence.positions == [1])
  }

  @Test func transitionsDetermineTheSampleAndItsExceedances() throws {
    for bits in 0 ..< 1 << 7 {
      let sequence = ExceedanceSequence(hits: (0 ..< 7).map { bits >> $0 & 1 == 1 })
      let counts = try #require(sequence.transitions)
      #expect(counts.forecastCount == 7)
      #expect(counts.exceedanceCount == sequence.exceedanceCount)
    }
    #expect(ExceedanceSequence(hits: []).transitions == nil)
  }

  @Test func exceedancesCarryLossForecastAndRatio() {
    let exceedances = Exceedance.all(losses: [1, 6, -1, 3], forecasts: [2, 4, -2, 2])
    #expect(exceedances.map(\.position) == [1, 2, 3])
    #expect(exceedances.map(\.ratio) == [1.5, nil, 1.5])
    let positive = exceedances.filter { $0.forecast > 0 }
    #expect(ExceedanceRatios(of: positive).worst == 1.5)
    #expect(ExceedanceRatios(of: exceedances).worst == nil)
    #expect(ExceedanceRatios(of: []).mean == nil)
    let uneven = Exceedance.all(losses: [3, 8], forecasts: [2, 4])
    #expect(ExceedanceRatios(of: uneven).worst == 2)
    #expect(ExceedanceRatios(of: uneven).mean == 1.75)
  }

  @Test func theCoverageIntervalIsClopperAndPearsons() throws {
    let level = try tailLevel(0.01)
    // With no exceedance the ends are known: lower = (α/2)^(1/n).
    let none = try #require(
      Coverage(exceedances: 0, forecasts: 250, level: level).interval())
    let lowerToTheN = (0 ..< 250).reduce(1.0) { product, _ in product * none.lowerBound }
    #expect(agrees(lowerToTheN, 0.025, relative: 1e-10))
    #expect(none.upperBound == 1)
    let some = Coverage(exceedances: 5, forecasts: 250, level: level)
    #expect(some.observed == 0.98)
    #expect(some.ratio == 2)
    let interval = try #require(some.interval())
    #expect(interval.contains(0.98))
    // The ends have P(X ≤ 245) = 2.5 % above and P(X ≥ 245) = 2.5 % below, here by the light.
    let atLower = try tailLevel(((1 - interval.lowerBound) * 1e6).rounded() / 1e6)
    let light = TrafficLight(exceedances: 5, forecasts: 250, level: atLower)
    #expect(agrees(light.cumulativeProbability, 0.025, relative: 1e-3))
  }

  @Test func overlapAndAnEmptySampleHaveNoInterval() throws {
    let level = try tailLevel(0.01)
    let overlapping = Coverage(
      exceedances: 5, forecasts: 250, level: level, horizon: Horizon(bars: 2))
    #expect(overlapping.interval() == nil)
    #expect(Coverage(exceedances: 0, forecasts: 0, level: level).observed == nil)
    #expect(Coverage(exceedances: 0, forecasts: 0, level: level).interval() == nil)
  }
}

@Suite struct ForecastScoreTests {
  @Test func theTickLossWeighsBothSides() throws {
    let level = try tailLevel(0.01)
    #expect(agrees(TickLoss.score(of: 2, for: 3, at: level), 0.99, relative: 1e-15))
    #expect(agrees(TickLoss.score(of: 2, for: 1, at: level), 0.01, relative: 1e-15))
    #expect(TickLoss.mean(of: [], for: [], at: level) == nil)
  }

  @Test func theTrueQuantileAndShortfallScoreBest() throws {
    // Losses 1 … 100, each as likely: at 90 % any value from 90 to 91 is a quantile, and the
    // worst ten average 95.5.
    let level = try tailLevel(0.1)
    let losses = (1 ... 100).map(Double.init)
    func tick(_ forecast: Double) throws -> Double {
      try #require(
        TickLoss.mean(of: losses.map { _ in forecast }, for: losses, at: level))
    }
    func joint(_ valueAtRisk: Double, _ shortfall: Double) throws -> Double {
      try #require(
        FisslerZiegelScore.mean(
          valuesAtRisk: losses.map { _ in valueAtRisk },
          expectedShortfalls: losses.map { _ in shortfall }, for: losses, at: level))
    }
    #expect(try tick(90) < tick(88))
    #expect(try tick(90) < tick(93))
    #expect(try joint(90, 95.5) < joint(90, 94.5))
    #expect(try joint(90, 95.5) < joint(90, 96.5))
    #expect(try joint(90, 95.5) < joint(88, 95.5))
    #expect(try joint(90, 95.5) < joint(93, 95.5))
  }

  @Test(arguments: [0, -1, Double.infinity, .nan])
  func aShortfallWithoutMeaningHasNoScore(_ shortfall: Double) throws {
    let level = try tailLevel(0.01)
    #expect(
      FisslerZiegelScore.score(
        valueAtRisk: 1, expectedShortfall: shortfall, for: 0.5, at: level) == nil)
    #expect(
      FisslerZiegelScore.mean(
        valuesAtRisk: [1, 1], expectedShortfalls: [2, shortfall], for: [0, 0], at: level) == nil)
  }
}

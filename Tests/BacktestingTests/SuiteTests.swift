import Backtesting
import RiskMeasures
import Statistics
import TestSupport
import Testing

/// What the whole suite says of any series, and what it refuses to say.
struct SuiteTests {
  private let level = ConfidenceLevel.known(0.99)

  private func series(
    _ count: Int, exceededAt places: [Int], bars: Int = 1, shortfall: Double? = 0.024
  ) -> ForecastSeries {
    var losses = (0 ..< count).map { 0.001 * Double($0 % 7) - 0.003 }
    for place in places { losses[place] = 0.03 }
    return ForecastSeries(
      level: level, horizon: Horizon(bars: bars), losses: losses,
      valuesAtRisk: (0 ..< count).map { 0.02 + 0.0001 * Double($0 % 5) },
      expectedShortfalls: shortfall.map { Array(repeating: $0, count: count) },
      transforms: losses.map { $0 > 0.02 ? 0.999 : 0.5 + 100 * $0 })
  }

  private static let choices: [PValueChoice] = [
    .recommended, .asymptotic, .simulated(draws: 49),
  ]

  @Test(arguments: choices) func everyTestIsListedInOrder(choice: PValueChoice) {
    for places in [[], [0], [99], [10, 11, 60], Array(0 ..< 100)] {
      for bars in [1, 3] {
        let results = TestSuite.all(
          series(100, exceededAt: places, bars: bars), Inference(pValues: choice))
        #expect(results.map(\.test) == TestSuite.names)
        for result in results {
          #expect((result.pValue == nil) == (result.pValueReason != nil), "\(result.test)")
          #expect(result.pValue.map { $0 >= 0 && $0 <= 1 } ?? true, "\(result.test)")
          #expect(result.statistic?.isNaN != true)
          #expect(bars == 1 || result.overlapTreatment != nil)
        }
      }
    }
  }

  @Test func anEmptySeriesHasAReasonForEveryTest() {
    let empty = ForecastSeries(
      level: level, losses: [], valuesAtRisk: [], expectedShortfalls: [], transforms: [])
    let results = TestSuite.all(empty, Inference())
    #expect(results.map(\.test) == TestSuite.names)
    #expect(results.allSatisfy { $0.pValue == nil && $0.rejected == nil })
  }

  @Test func oneObservationIsNoTrap() {
    for places in [[], [0]] {
      let results = TestSuite.all(series(1, exceededAt: places), Inference())
      #expect(results.map(\.test) == TestSuite.names)
    }
  }

  @Test func whatIsNotForecastIsSaid() {
    let bare = ForecastSeries(
      level: level, losses: [0.1, 0.2, 0.1], valuesAtRisk: [0.15, 0.15, 0.15])
    let results = TestSuite.all(bare, Inference())
    let reasons = Dictionary(
      uniqueKeysWithValues: results.map { ($0.test, $0.pValueReason) })
    #expect(reasons[.acerbiSzekely2] == .noExpectedShortfall)
    #expect(reasons[.duEscancianoUnconditional] == .noForecastLaw)
    #expect(reasons[.berkowitz] == .noForecastLaw)
    let infinite = ForecastSeries(
      level: level, losses: [0.1, 0.2, 0.1], valuesAtRisk: [0.15, 0.15, 0.15],
      expectedShortfalls: [0.2, .infinity, 0.2])
    let unusable = TestSuite.all(infinite, Inference()).first { $0.test == .acerbiSzekely1 }
    #expect(unusable?.pValueReason == .expectedShortfallUnusable)
  }

  @Test func theSameSeedGivesTheSameBitsAndAnotherOthers() {
    let series = series(500, exceededAt: [20, 21, 22, 300, 410, 411])
    func values(_ seed: UInt64) -> [Double?] {
      TestSuite.all(series, Inference(pValues: .simulated(draws: 199), seed: seed)).map(\.pValue)
    }
    #expect(values(1) == values(1))
    #expect(values(1) != values(2))
  }

  @Test func losingTheLimitIsSaid() {
    let results = TestSuite.all(
      series(300, exceededAt: [5, 80, 200]), Inference(pValues: .asymptotic))
    let z = results.first { $0.test == .acerbiSzekely2 }
    #expect(z?.pValueReason == .noLimit)
    #expect(z?.statistic != nil)
  }

  // MARK: - Size

  /// Shares of simulated null samples that reject at 5 %, within four standard errors of at most it.
  ///
  /// A Monte Carlo p-value with ties counted against rejection never rejects too often. Four years of
  /// forecasts take minutes.
  @Test(
    .tags(.slow), .enabled(if: SlowTests.enabled),
    arguments: SlowTests.areLong ? [250, 1000] : [250])
  func simulatedPValuesKeepTheirSize(count: Int) {
    let samples = 400
    let stream = RandomStream(seed: 11, identifier: "size \(count)")
    var rejections: [TestName: (rejected: Int, defined: Int)] = [:]
    let shortfall = Normal.tailMean(beyond: 0.01)
    for number in 0 ..< samples {
      let losses = (0 ..< count).map {
        stream.normal(path: UInt32(number), step: UInt32($0))
      }
      let series = ForecastSeries(
        level: level, losses: losses,
        // Forecasts that vary a little, so that regressors are not constant.
        valuesAtRisk: losses.map { _ in -Normal.quantile(of: 0.01) },
        expectedShortfalls: losses.map { _ in shortfall },
        transforms: losses.map { Normal.cumulativeProbability(of: $0) })
      for result in TestSuite.all(
        series, Inference(pValues: .simulated(draws: 99), seed: UInt64(number)))
      where result.pValueMethod == .simulated {
        guard let rejected = result.rejected else { continue }
        rejections[result.test, default: (0, 0)].defined += 1
        if rejected { rejections[result.test, default: (0, 0)].rejected += 1 }
      }
    }
    for (test, found) in rejections {
      let rate = Double(found.rejected) / Double(found.defined)
      let error = (0.05 * 0.95 / Double(found.defined)).squareRoot()
      #expect(rate <= 0.05 + 4 * error, "\(test) \(rate) of \(found.defined)")
      #expect(rate > 0, "\(test) never rejects")
    }
    #expect(rejections.count >= 7, "\(rejections.keys)")
  }
}

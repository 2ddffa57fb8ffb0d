import Backtesting
import RiskMeasures
import Statistics
import TestSupport
import Testing

/// Samples that hardly are any: each test answers with a number or with a reason, and never traps.
@Suite struct SuiteEdgeTests {
  enum Outcome: CaseIterable { case noneExceeded, allExceeded, ties, lastExceeded, oneInTwo }
  enum Shortfall: CaseIterable { case right, equal, infinite, missing, negative }

  private func series(
    _ count: Int, _ outcome: Outcome, _ shortfall: Shortfall, _ transform: Double?, bars: Int
  ) -> ForecastSeries {
    let losses = (0 ..< count).map { place in
      switch outcome {
      case .noneExceeded: 0.5
      case .allExceeded: 2.0
      case .ties: 1.0
      case .lastExceeded: place == count - 1 ? 2.0 : 0.5
      case .oneInTwo: place.isMultiple(of: 2) ? 2.0 : 0.5
      }
    }
    let shortfalls: Double? =
      switch shortfall {
      case .right: 1.146
      case .equal: 1
      case .infinite: .infinity
      case .missing: nil
      case .negative: -1
      }
    return ForecastSeries(
      level: .known(0.99), horizon: Horizon(bars: bars), losses: losses,
      valuesAtRisk: [Double](repeating: 1, count: count),
      expectedShortfalls: shortfalls.map { [Double](repeating: $0, count: count) },
      transforms: transform.map { [Double](repeating: $0, count: count) })
  }

  private static let choices: [PValueChoice] = [
    .recommended, .asymptotic, .simulated(draws: 19),
  ]

  /// What a sample is made of besides its count.
  private struct Sample {
    let outcome: Outcome
    let shortfall: Shortfall
    let transform: Double?
    let bars: Int
    let alternative: Alternative
  }

  /// All pairings in a release build; in debug every eleventh, among which each part still has each value.
  private static let samples: [Sample] = {
    let transforms: [(Double?, Int)] = [(nil, 1), (0, 1), (0.5, 2), (0.999, 1), (1, 3)]
    let all = Outcome.allCases.flatMap { outcome in
      Shortfall.allCases.flatMap { shortfall in
        transforms.flatMap { transform, bars in
          Alternative.allCases.map {
            Sample(
              outcome: outcome, shortfall: shortfall, transform: transform, bars: bars,
              alternative: $0)
          }
        }
      }
    }
    return stride(from: 0, to: all.count, by: SlowTests.enabled ? 1 : 11).map { all[$0] }
  }()

  @Test(arguments: [0, 1, 2, 3, 5, 17, 60], choices)
  func everyTestAnswersOrSaysWhyNot(count: Int, choice: PValueChoice) {
    for sample in Self.samples {
      let results = TestSuite.all(
        series(count, sample.outcome, sample.shortfall, sample.transform, bars: sample.bars),
        Inference(alternative: sample.alternative, pValues: choice))
      #expect(results.map(\.test) == TestSuite.names)
      for result in results {
        #expect((result.pValue == nil) == (result.pValueReason != nil), "\(result.test)")
        #expect((result.pValue == nil) == (result.pValueMethod == nil), "\(result.test)")
        if let pValue = result.pValue {
          #expect((0 ... 1).contains(pValue), "\(result.test) \(pValue)")
        }
        if let statistic = result.statistic {
          #expect(statistic.isFinite, "\(result.test) \(statistic)")
        }
        if let strict = result.strictPValue, let pValue = result.pValue {
          #expect(strict >= 0 && strict <= pValue + 1e-12, "\(result.test)")
        }
      }
    }
  }

  @Test func nothingToTestIsSaidByEveryTest() {
    let results = TestSuite.all(
      series(0, .noneExceeded, .right, 0.5, bars: 1), Inference())
    #expect(results.allSatisfy { $0.pValueReason == .noForecasts })
  }
}

extension SuiteEdgeTests {
  /// Of five exceedances in expectation a bootstrapped regression has not its size.
  @Test(arguments: [(999, false), (1_000, true)])
  func regressionsWantTenExpectedExceedances(count: Int, hasResults: Bool) {
    let stream = RandomStream(seed: 4, identifier: "regressions")
    let scales = (0 ..< count).map { 1 + 0.1 * Double($0 % 7) }
    let series = ForecastSeries(
      level: .known(0.99),
      losses: scales.indices.map { scales[$0] * stream.normal(path: 0, step: UInt32($0)) },
      valuesAtRisk: scales.map { 2.326 * $0 }, expectedShortfalls: scales.map { 2.665 * $0 })
    for result in ESRTest.results(series, Inference()) {
      #expect((result.pValueReason == .tooFewExceedances) != hasResults, "\(result.test)")
    }
  }
}

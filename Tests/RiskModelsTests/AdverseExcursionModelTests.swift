import Instruments
import MarketData
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing

struct AdverseExcursionModelTests {
  private let level = ConfidenceLevel.known(0.95)

  private func bars(_ count: Int, seed: UInt64, spread: Double = 0.01) -> [BarMove] {
    var generator = SeededGenerator(seed: seed)
    return (0 ..< count).map { _ in
      let close = Double.random(in: -0.03 ... 0.03, using: &generator)
      return BarMove(
        close: close, low: close - Double.random(in: 0 ... 1, using: &generator) * spread,
        high: close + Double.random(in: 0 ... 1, using: &generator) * spread)
    }
  }

  private func numbers(_ bars: [BarMove]) -> [Double] {
    bars.flatMap { [$0.close, $0.low, $0.high] }
  }

  private func prediction(
    _ model: AdverseExcursionHistorical, _ bars: [BarMove], over horizon: Int
  ) throws -> ExcursionReturns {
    var estimator = try model.makeEstimator(over: Horizon(bars: horizon))
    let values = numbers(bars)
    estimator.observe(contentsOf: values.span)
    return try estimator.prediction()
  }

  @Test(arguments: [1, 2, 7])
  func eachSideHasTheSampleOfItsOwnExtreme(horizon: Int) throws {
    let bars = bars(90, seed: 3)
    let window = 60
    let found = try prediction(AdverseExcursionHistorical(window: window), bars, over: horizon)
    let recent = Array(bars.suffix(window))
    let excursions = (0 ... window - horizon).map {
      AdverseExcursion(over: recent[$0 ..< $0 + horizon])
    }
    #expect(found.long.ascending == excursions.map(\.lowest).sorted())
    #expect(found.short.ascending == excursions.map(\.highest).sorted())
    #expect(found.tailReturn(for: .long, at: level) == found.long.tailReturn(for: .long, at: level))
    #expect(
      found.tailReturn(for: .short, at: level) == found.short.tailReturn(for: .short, at: level))
  }

  @Test(arguments: [1, 5])
  func itIsNeverBelowTheEndPoint(horizon: Int) throws {
    for seed in 0 ..< 20 {
      let bars = bars(120, seed: UInt64(seed))
      let worst = try prediction(AdverseExcursionHistorical(window: 100), bars, over: horizon)
      var ends = try Historical(window: 100).makeEstimator(over: Horizon(bars: horizon))
      for bar in bars { ends.observe(bar.close) }
      let end = try ends.prediction()
      for side in Side.allCases {
        let losses = [worst.tailReturn(for: side, at: level), end.tailReturn(for: side, at: level)]
          .map { side == .long ? -$0 : $0 }
        #expect(losses[0] >= losses[1] - 1e-15)
      }
    }
  }

  private struct Answers: ForecastVisitor {
    var all: [Int: ExcursionReturns] = [:]

    mutating func visit(after count: Int, _ prediction: some PredictedReturns) -> Bool {
      all[count] = prediction as? ExcursionReturns
      return true
    }

    mutating func visit(after count: Int, missing error: RiskModelError) -> Bool { true }
  }

  @Test(arguments: [1, 4])
  func everyForecastOfAWalkIsThatOfAFreshEstimator(horizon: Int) throws {
    let bars = bars(150, seed: 8)
    let model = AdverseExcursionHistorical(window: 70, quantileConvention: .predictive)
    let schedule = WalkSchedule(
      horizon: Horizon(bars: horizon), refitEvery: 10, firstForecast: 50)
    var answers = Answers()
    let values = numbers(bars)
    let report = try model.walk(values.span, by: schedule, visiting: &answers)
    #expect(report.forecasts == 101)
    for count in stride(from: 50, through: 150, by: 11) {
      let past = numbers(Array(bars[..<count]))
      let fresh = try model.estimator(after: past.span, by: schedule).prediction()
      #expect(answers.all[count] == fresh)
    }
  }

  @Test func closesAloneAreSaid() throws {
    let plain = bars(80, seed: 4).map { BarMove(close: $0.close) }
    let model = AdverseExcursionHistorical(window: 60)
    let codes = try prediction(model, plain, over: 3).warnings(at: level).map(\.code)
    #expect(codes.contains("excursions-of-closes"))
    let seen = try prediction(model, bars(80, seed: 4), over: 3).warnings(at: level).map(\.code)
    #expect(!seen.contains("excursions-of-closes"))
  }

  @Test func aPriceThatStandsStillIsRefused() throws {
    let still = [BarMove](repeating: BarMove(close: 0), count: 60)
    #expect(throws: RiskModelError.noVariation(observations: 60)) {
      _ = try prediction(AdverseExcursionHistorical(window: 50), still, over: 2)
    }
  }

  @Test func aWindowShorterThanTheHorizonIsRefused() {
    let horizon = Horizon(bars: 6)
    #expect(throws: RiskModelError.unsupportedHorizon(horizon, rule: .adverseExcursion)) {
      _ = try AdverseExcursionHistorical(window: 5).makeEstimator(over: horizon)
    }
  }
}

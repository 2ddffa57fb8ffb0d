import Backtesting
import Calibration
import Forecasting
import Foundation
import Instruments
import Margin
import MarketData
import Policies
import RiskMeasures
import RiskModels
import Scheduling
import Statistics
import TestSupport
import Testing
import Volatility

/// The margin in force at s is held against the loss on (s, s + h].
struct BacktestRunTests {
  /// 299 returns of ±1.03 % with losses of 20, 5 and 5 % at the places 250, 251 and 252.
  private var crash: InstrumentHistory {
    var returns = (0 ..< 299).map { $0.isMultiple(of: 2) ? 0.0103 : -0.0103 }
    returns[250] = -0.2
    returns[251] = -0.05
    returns[252] = -0.05
    return RunSamples.history(returns)
  }

  let ewma = ForecastModel.single(EWMAModel(window: 500, volatility: EWMA(decay: 0.94)))

  private func results(
    _ plan: CalibrationPlan, models: [ForecastModel] = [], level: Double = 0.95,
    on history: InstrumentHistory
  ) async throws -> [BacktestResult] {
    let request = BacktestRequest(
      plan: plan, models: models.map { LabeledModel($0) },
      levels: [try #require(ConfidenceLevel(level))])
    let report = await BacktestRun(request).report(on: [history])
    #expect(report.failures.isEmpty)
    return report.results
  }

  private func dates(_ history: InstrumentHistory, _ counts: [Int]) -> [Timestamp?] {
    counts.map { history.date(after: $0) }
  }

  private func exceedances(
    _ results: [BacktestResult], _ rate: BacktestedRate
  ) throws -> [Timestamp?] {
    let result = try #require(results.first { $0.rate == rate && $0.side == .long })
    return result.exceedances.map(\.date)
  }

  @Test func aModelIsTestedOnTheReturnAfterItsForecast() async throws {
    let history = crash
    let plan = try RunSamples.plan(ewma)
    let results = try await results(plan, models: [ewma], on: history)
    // After 251 returns the model knows of the crash: σ ≈ 0.2 √0.06, so 5 % are covered.
    #expect(try exceedances(results, .model) == dates(history, [250]))
    #expect(
      results.map(\.rate) == [.model, .model, .maintenance, .maintenance, .initial, .initial])
  }

  @Test func aMarginTakesEffectOneBarAfterItsForecast() async throws {
    let history = crash
    let results = try await results(try RunSamples.plan(ewma), on: history)
    #expect(try exceedances(results, .maintenance) == dates(history, [250, 251]))
    #expect(try exceedances(results, .initial) == dates(history, [250, 251]))
    let result = try #require(results.first { $0.rate == .maintenance && $0.side == .long })
    // Forecasts after 50 … 297 returns are in force at 51 … 298, each with a return after it.
    #expect(result.coverage.forecasts == 248)
    #expect(result.firstDate == history.date(after: 51))
    #expect(result.lastDate == history.date(after: 298))
  }

  @Test func aNoticeDelaysTheMargin() async throws {
    let history = crash
    let results = try await results(try RunSamples.plan(ewma, notice: 1), on: history)
    #expect(try exceedances(results, .maintenance) == dates(history, [250, 251, 252]))
  }

  @Test func theLossOverTwoBarsBeginsWithTheMargin() async throws {
    let history = crash
    let results = try await results(try RunSamples.plan(ewma, bars: 2), on: history)
    // The two bars after 249 and 250 returns hold the crash; after 251 they lose 9.75 % against
    // a margin that knows of ±1.03 % alone.
    #expect(try exceedances(results, .maintenance) == dates(history, [249, 250, 251]))
    for result in results {
      #expect(result.tests.allSatisfy { $0.overlapTreatment == .nonOverlappingBlocks })
      #expect(result.tests.map(\.test) == TestSuite.names)
    }
  }

  @Test func anUndatedSeriesIsBacktestedByPlaces() async throws {
    let returns = (0 ..< 299).map { crash.returns(.simple)[$0] }
    let history = RunSamples.history(returns, dated: false)
    let results = try await results(try RunSamples.plan(ewma), models: [ewma], on: history)
    #expect(try exceedances(results, .maintenance).count == 2)
    #expect(try exceedances(results, .model).count == 1)
  }

  @Test func fromAndToBoundTheForecasts() async throws {
    let history = crash
    var plan = try RunSamples.plan(ewma)
    plan.from = history.date(after: 100)
    plan.to = history.date(after: 150)
    for result in try await results(plan, models: [ewma], on: history) {
      #expect(result.firstDate == plan.from)
      #expect(result.lastDate == plan.to)
      #expect(result.coverage.forecasts == 51)
    }
  }

  @Test(.tags(.slow), .enabled(if: SlowTests.enabled))
  func theTrueModelIsCovered() async throws {
    // A variance that is known and never forgotten: the true law of the returns.
    let truth = ForecastModel.single(
      EWMAModel(
        window: 500, volatility: EWMA(decay: 1 - 1e-12, startUp: .variance(1e-4))))
    let history = RunSamples.history(RunSamples.normals(3000))
    for level in [0.95, 0.99] {
      let results = try await results(
        try RunSamples.plan(truth, level: level), models: [truth], level: level, on: history)
      for result in results where result.rate == .model {
        let interval = ClopperPearsonInterval(
          successes: result.coverage.exceedances, trials: result.coverage.forecasts,
          confidence: 0.999)
        #expect(interval.lower <= 1 - level && 1 - level <= interval.upper)
        #expect(result.coverage.forecasts == 2950)
        #expect(result.tests.allSatisfy { $0.overlap == 0 })
      }
    }
  }

  @Test func aModelOfHalfTheRiskIsRejected() async throws {
    let half = ForecastModel.single(
      EWMAModel(window: 500, volatility: EWMA(decay: 1 - 1e-12, startUp: .variance(0.25e-4))))
    let history = RunSamples.history(RunSamples.normals(1000))
    let results = try await results(try RunSamples.plan(half), models: [half], on: history)
    for result in results where result.rate == .model { #expect(result.verdict.isRejection) }
  }
}

extension BacktestRunTests {
  /// ln f of a normal loss: ln φ(L/σ) − ln σ, σ the forecast over the normal quantile.
  @Test func theLogScoreIsThatOfTheForecastLaw() async throws {
    let history = RunSamples.history(RunSamples.normals(600))
    var request = BacktestRequest(
      plan: try RunSamples.plan(ewma), models: [LabeledModel(ewma)],
      levels: [try #require(ConfidenceLevel(0.95))], includesSchedule: false)
    request.keepsRecords = true
    let report = await BacktestRun(request).report(on: [history])
    #expect(report.records.count == 2)
    for (record, result) in zip(report.records, report.results) {
      var sum = 0.0
      for entry in record.entries {
        let sigma = entry.forecast / -Normal.quantile(of: 0.05)
        let density = Normal.logDensity(at: entry.loss / sigma) - Foundation.log(sigma)
        #expect(abs(try #require(entry.logDensity) - density) < 1e-9)
        sum -= density
      }
      #expect(abs(try #require(result.logScore) - sum / Double(record.entries.count)) < 1e-9)
    }
  }
}

import Backtesting
import Calibration
import Forecasting
import Instruments
import MarketData
import Policies
import RiskMeasures
import RiskModels
import Scheduling
import Statistics
import TestSupport
import Testing
import Volatility

/// P-values that allow for what it costs to estimate a model.
struct EstimationBootstrapTests {
  private let ewma = EWMAModel(window: 500, volatility: EWMA(decay: 0.94))

  private func results(
    _ model: ForecastModel, on history: InstrumentHistory, _ pValues: PValueChoice, jobs: Int = 1
  ) async throws -> [BacktestResult] {
    var plan = try RunSamples.plan(model, level: 0.99)
    plan.jobs = jobs
    let request = BacktestRequest(
      plan: plan, models: [LabeledModel(model)], levels: [.known(0.99)], includesSchedule: false,
      settings: TestSettings(pValues: pValues))
    return await BacktestRun(request).report(on: [history]).results
  }

  /// An exponentially weighted normal law on independent normal data is exceeded 1.31 times in a hundred.
  @Test func aReplicationErrsInTheEstimateAlone() throws {
    let returns = RunSamples.normals(2_000)
    let process = try FittedProcess(ewma, after: returns, refitEvery: 20, firstForecast: 100)
    let stream = RandomStream(seed: 5, identifier: "worlds")
    var exceeded = 0
    var forecasts = 0
    for draw in 0 ..< UInt32(20) {
      let replication = try #require(process.returns(2_000, from: stream, draw: draw))
      let history = RunSamples.history(replication)
      let table = try ForecastRequest(
        horizon: .oneBar, levels: [.known(0.99)], refitEvery: 20
      ).table(of: ewma, on: history)
      for row in 0 ..< table.count where table.first + row < 2_000 {
        forecasts += 1
        if -replication[table.first + row] > table.valueAtRisk(row, .long) { exceeded += 1 }
      }
    }
    // 38,000 forecasts: a standard error of 0.06 %.
    #expect(abs(Double(exceeded) / Double(forecasts) - 0.0131) < 4 * 0.0006)
  }

  @Test func drawsOfAFittedRecursionHaveItsVolatility() throws {
    let model = ConditionalVolatilityModel(
      name: "garch", window: 2_000, volatility: ConditionalVolatility(mean: .zero),
      returnConvention: .simple)
    let stream = RandomStream(seed: 3, identifier: "garch")
    var variance = 1e-4
    let returns = (0 ..< UInt32(2_000)).map { step in
      let value = variance.squareRoot() * stream.normal(path: 0, step: step)
      variance = 2e-6 + 0.1 * value * value + 0.88 * variance
      return value
    }
    let process = try FittedProcess(model, after: returns, refitEvery: 20, firstForecast: 100)
    let replications = (0 ..< UInt32(40)).compactMap {
      process.returns(2_000, from: RandomStream(seed: 1, identifier: "w"), draw: $0)
    }
    #expect(replications.count == 40 && replications[0] != replications[1])
    func deviation(_ values: [Double]) -> Double {
      (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
    }
    let mean = replications.map(deviation).reduce(0, +) / 40
    // Each replication's deviation errs by about a tenth, persistent as it is.
    let tolerance = 4 * 0.1 / 40.0.squareRoot() + 0.1
    #expect(abs(mean / deviation(returns) - 1) < tolerance)
    // Squares are correlated, as independent draws' would not be.
    let correlated = replications.count { replication in
      let squares = replication.map { $0 * $0 }
      let centre = squares.reduce(0, +) / 2_000
      let products = zip(squares, squares.dropFirst()).reduce(0) {
        $0 + ($1.0 - centre) * ($1.1 - centre)
      }
      return products > 0
    }
    #expect(correlated >= 38)
  }

  @Test(.tags(.slow), .enabled(if: SlowTests.enabled))
  func theErrorOfEstimationIsNoFaultOfTheModel() async throws {
    // Eleven expected, nineteen seen: more than a known law allows, not more than an estimated one.
    let history = RunSamples.history(RunSamples.normals(1_900, name: "rate"))
    let known = try await results(.single(ewma), on: history, .recommended)
    let estimated = try await results(
      .single(ewma), on: history, .estimationBootstrap(draws: 99))
    for (a, b) in zip(known, estimated) {
      #expect(a.coverage == b.coverage)
      let kupiec = try #require(b.tests.first { $0.test == .kupiec })
      #expect(kupiec.null == .estimationBootstrap && kupiec.pValueMethod == .estimationBootstrap)
      #expect(kupiec.draws == 99)
      let expected = 0.01 * Double(a.coverage.forecasts)
      if Double(a.coverage.exceedances) > 1.2 * expected {
        let before = try #require(a.tests.first { $0.test == .kupiec }?.pValue)
        #expect(try #require(kupiec.pValue) > before)
      }
      // Zero in a limit is no p-value of a draw.
      #expect(b.tests.allSatisfy { $0.pValueMethod != .asymptotic || $0.pValue == nil })
    }
    #expect(
      known.contains { Double($0.coverage.exceedances) > 0.012 * Double($0.coverage.forecasts) })
  }

  @Test func theReplicationsDoNotDependOnTasks() async throws {
    let history = RunSamples.history(RunSamples.normals(700))
    let one = try await results(.single(ewma), on: history, .estimationBootstrap(draws: 19))
    let two = try await results(
      .single(ewma), on: history, .estimationBootstrap(draws: 19), jobs: 2)
    #expect(one.map(\.tests) == two.map(\.tests))
    #expect(one.count == 2)
  }
}

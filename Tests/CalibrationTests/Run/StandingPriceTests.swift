import Calibration
import Dependence
import Forecasting
import Instruments
import Margin
import MarketData
import Policies
import RiskModels
import Scheduling
import TestSupport
import Testing
import Volatility

/// A window that hardly varies gives a refusal by name, never a margin of zero or near it.
struct StandingPriceTests {
  private static let files = ["halted_700.csv", "halt_250.csv", "one_jump_then_flat.csv"]

  private static func job(_ files: [String]) -> CalibrationJob {
    var job = CalibrationJob(version: "test")
    job.paths = files.map { RunSamples.path("Tests/Cases/prices/" + $0) }
    return job
  }

  @Test(arguments: ModelConfiguration.names, files)
  func noModelAnswersFromPricesThatStandStill(model: String, file: String) async throws {
    var job = Self.job([file])
    job.flags.model = model
    let report = try await job.resolved().load().calibrate(extent: .lastDate)
    let schedule = try #require(report.schedules.first)
    #expect(schedule.entries.isEmpty)
    #expect(schedule.failures.map(\.reason) == ["no-variation"], "\(model)")
    #expect(report.completeness == .nothing)
  }

  @Test func theRemedyOfTheRefusalGivesTheMarginOfTheMoves() async throws {
    var job = Self.job(["halted_700.csv"])
    job.flags.model = "historical"
    job.load.treatments = [.frozenPrices: .excludeReturn]
    let excluded = try await job.resolved().load().calibrate(extent: .lastDate)
    job.load.treatments = [:]
    job.asOf = Timestamp("2018-04-19")
    let before = try await job.resolved().load().calibrate(extent: .lastDate)
    let margin = try #require(before.schedules.first?.last?.long).margin
    #expect(margin.maintenance > .zero)
    #expect(excluded.schedules.first?.last?.long?.margin == margin)
  }

  /// Normal returns of which the first `zeros` of each hundred are zero.
  private static func history(zeros: Int, of count: Int = 600) -> InstrumentHistory {
    RunSamples.history(
      RunSamples.normals(count).enumerated().map { $0 % 100 < zeros ? 0 : $1 })
  }

  private static let models: [ForecastModel] = [
    .single(Historical(window: 500)),
    .single(EWMAModel(window: 500, volatility: EWMA(decay: 0.97))),
    .single(VolatilityWeightedHistorical(window: 500, volatility: EWMA(decay: 0.97))),
    .joint(MonteCarlo(covariance: .ewma(decay: 0.97), paths: 1000)),
  ]

  @Test(arguments: models.indices) func twoZeroReturnsInThreeAreTheBound(index: Int) throws {
    let calibrator = Calibrator(try RunSamples.plan(Self.models[index]))
    let illiquid = calibrator.schedule(of: Self.history(zeros: 66), extent: .lastDate)
    let entry = try #require(illiquid.last)
    #expect(min(entry.long?.valueAtRisk ?? 0, entry.short?.valueAtRisk ?? 0) > 0.001)
    let standing = calibrator.schedule(of: Self.history(zeros: 67), extent: .lastDate)
    #expect(standing.entries.isEmpty && standing.failures.map(\.reason) == ["no-variation"])
    let message = try #require(standing.failures.first).message
    #expect(message.hasPrefix("prices stand still: 67 of the last 100 returns are zero"))
  }

  @Test func aHaltBeforeTheLastHundredReturnsStillFillsALongWindow() throws {
    let returns =
      RunSamples.normals(300) + Array(repeating: 0, count: 900)
      + RunSamples.normals(100, name: "B")
    for (window, answers) in [(100, true), (1250, false)] {
      let plan = try RunSamples.plan(.single(Historical(window: window)))
      let schedule = Calibrator(plan).schedule(of: RunSamples.history(returns), extent: .lastDate)
      #expect(schedule.entries.isEmpty != answers)
    }
  }

  @Test(arguments: models.indices) func aHistoryEndsWhereItsLastDateIsRefused(index: Int) throws {
    let moving = RunSamples.normals(300)
    let halted = RunSamples.history(moving + Array(repeating: 0, count: 120))
    let schedule = Calibrator(try RunSamples.plan(Self.models[index])).schedule(
      of: halted, extent: .history)
    // The 67th zero return in a hundred is one too many.
    #expect(schedule.last?.observations == 366)
    #expect(schedule.failures.map(\.reason) == ["no-variation"])
  }

  // MARK: - Margins that cannot be right

  @Test func aMarginOfZeroIsAFindingOfItsOwn() throws {
    let rising = RunSamples.history(RunSamples.normals(300).map { abs($0) + 1e-4 })
    let plan = try RunSamples.plan(.single(Historical(window: 200)))
    let entry = try #require(Calibrator(plan).schedule(of: rising, extent: .lastDate).last)
    #expect(entry.long?.margin.maintenance == .zero)
    #expect(entry.warnings.filter { $0.code == "zero-margin" }.count == 1)
    #expect(entry.warnings.contains { $0.message.hasPrefix("the long margin is 0 %") })
  }

  @Test func aLongMarginAboveTheNotionalIsAFindingOfItsOwn() throws {
    let history = RunSamples.history(RunSamples.normals(300, volatility: 0.2))
    for (bars, count) in [(1, 0), (30, 1)] {
      let plan = try RunSamples.plan(
        .single(Historical(window: 200, horizonRule: .squareRootOfTime)), bars: bars)
      let entry = try #require(Calibrator(plan).schedule(of: history, extent: .lastDate).last)
      #expect(entry.warnings.count { $0.code == "margin-above-notional" } == count)
      #expect(!entry.warnings.contains { $0.code == "zero-margin" })
      let long = try #require(entry.long)
      #expect(long.margin.initial.fraction <= 1 && long.margin.maintenance.fraction <= 1)
    }
  }
}

import Calibration
import Dependence
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

/// What happens at the ends: of the history, of the numbers, of a named period.
@Suite struct HonestEndsTests {
  private static let level = ConfidenceLevel.known(0.99)

  private static func history(_ closes: [Double], from start: Int32 = 12_418) -> InstrumentHistory {
    let times = closes.indices.map { Timestamp(CalendarDate(days: start + Int32($0))) }
    return InstrumentHistory(
      PriceHistory(instrument: InstrumentID(rawValue: "A"), axis: .times(times), close: closes))
  }

  /// Prices that move by one per cent of an addressed normal a day.
  private static func closes(_ count: Int) -> [Double] {
    let stream = RandomStream(seed: 5, identifier: "A")
    var price = 100.0
    return (0 ..< count).map { day in
      price *= 1 + 0.01 * stream.normal(path: UInt32(day), step: 0)
      return price
    }
  }

  private static func plan(
    _ model: any ReturnModel, steps: [any MarginStep] = []
  ) throws -> CalibrationPlan {
    CalibrationPlan(
      model: .single(model), policy: try MarginPolicy(measure: .valueAtRisk(level), steps: steps))
  }

  private static func schedule(
    _ plan: CalibrationPlan, _ history: InstrumentHistory, _ extent: ScheduleExtent = .lastDate
  ) async throws -> InstrumentSchedule {
    try #require(await Calibrator(plan).schedules(for: [history], extent: extent).first)
  }

  @Test func aHaltAtTheEndTakesNothingFromTheDatesBefore() async throws {
    let moving = Self.closes(400)
    let halted = moving + Array(repeating: moving[399], count: 150)
    let plan = try Self.plan(NormalModel(window: 100))
    let schedule = try await Self.schedule(plan, Self.history(halted), .history)
    let before = try await Self.schedule(plan, Self.history(moving), .history)
    #expect(schedule.failures.map(\.reason) == ["no-variation"])
    #expect(
      schedule.entries.prefix(before.entries.count).map { $0.long?.margin }
        == before.entries.map { $0.long?.margin })
  }

  @Test func pricesBeyondAllRangeAreAFailureAndNoTrap() async throws {
    var closes = Self.closes(400)
    closes[200] = 1e-300
    closes[201] = 1e300
    let models: [any ReturnModel] = [
      Historical(window: 250), NormalModel(window: 250), StudentTModel(window: 250),
    ]
    for model in models {
      let schedule = try await Self.schedule(try Self.plan(model), Self.history(closes))
      #expect(schedule.failures.map(\.reason) == ["range-too-wide"])
    }
  }

  @Test func aNamedStressPeriodBeforeTheHistoryIsAMissingReference() async throws {
    let plan = try Self.plan(
      Historical(window: 250),
      steps: [
        StressWeight(weight: 0.25, period: .dates(.known("1998-01-01") ... .known("1998-12-31")))
      ])
    let schedule = try await Self.schedule(plan, Self.history(Self.closes(400)))
    #expect(schedule.entries.isEmpty)
    #expect(schedule.failures.count == 2)
  }

  @Test func aNamedStressPeriodAfterTheDateIsIgnoredAndWarned() async throws {
    let plan = try Self.plan(
      Historical(window: 250),
      steps: [
        StressWeight(weight: 0.25, period: .dates(.known("2020-01-01") ... .known("2020-12-31")))
      ])
    let plain = try Self.plan(Historical(window: 250))
    let history = Self.history(Self.closes(400))
    let entry = try #require(try await Self.schedule(plan, history).last)
    let same = try #require(try await Self.schedule(plain, history).last)
    #expect(entry.long?.margin == same.long?.margin)
    #expect(entry.warnings.map(\.code).contains("stress-period-ignored"))
  }

  @Test func aBusinessDayOfMinuteBarsIsCountedWhole() {
    let times = (0 ..< 5_000).map { Timestamp(milliseconds: Int64($0) * 60_000) }
    let period = MarginPeriodOfRisk(count: 1, unit: .businessDays)
    #expect(BarCalendar(.times(times)).horizon(of: period) == Horizon(bars: 1_440))
  }

  @Test func aDayIsOneDailyBarAlsoWhereTheClocksGoForward() {
    let hours: [Int64] = [0, 24, 47, 71, 95]
    let times = hours.map { Timestamp(milliseconds: $0 * 3_600_000) }
    let period = MarginPeriodOfRisk(count: 24, unit: .hours)
    #expect(BarCalendar(.times(times)).horizon(of: period) == .oneBar)
  }

  @Test func aScaledScenarioBeyondTotalLossWarnsThoughTheQuantileIsWithin() async throws {
    var closes = Self.closes(400)
    for day in 150 ..< 400 { closes[day] *= 0.1 }
    let model = Historical(window: 380, horizonRule: .squareRootOfTime)
    var plan = try Self.plan(model)
    plan.horizon = Horizon(bars: 4)
    let entry = try #require(try await Self.schedule(plan, Self.history(closes)).last)
    #expect(try #require(entry.long).valueAtRisk < 1)
    #expect(entry.warnings.map(\.code).contains("scenario-beyond-total-loss"))
  }

  @Test func aVolatilityThatDoesNotExistIsExplained() async throws {
    // The t quantiles of ν = 1.2: the fit has no variance.
    let stream = RandomStream(seed: 7, identifier: "heavy")
    let heavy = StudentT(degreesOfFreedom: 1.2)
    var price = 100.0
    let closes = (0 ..< 600).map { day -> Double in
      let t = heavy.quantile(of: stream.uniform(path: UInt32(day), step: 0))
      price *= 1 + 0.001 * max(-900, min(900, t))
      return price
    }
    let plan = try Self.plan(StudentTModel(window: 500))
    let schedule = try await Self.schedule(plan, Self.history(closes))
    #expect(schedule.forecast?.volatility == .infinity)
    #expect(try #require(schedule.last).warnings.map(\.code).contains("volatility-infinite"))
  }

  @Test func fewSimulatedPathsInTheTailWarn() async throws {
    var plan = try Self.plan(Historical(window: 250))
    plan.model = .joint(MonteCarlo(covariance: .ewma(decay: 0.97), paths: 500))
    let entry = try #require(
      try await Self.schedule(plan, Self.history(Self.closes(400))).last)
    #expect(entry.warnings.map(\.code).contains("few-tail-observations"))
  }

  @Test func oneFailedSideLeavesTheOtherToBeShown() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "margin-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "A.csv")
    let lines = ["close"] + Self.closes(400).map { "\($0)" }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    var job = CalibrationJob(version: "test")
    job.paths = [file.path]
    job.flags.measure = "expected-shortfall"
    job.flags.model = "monte-carlo"
    job.flags.innovations = "student-t"
    let report = try await job.resolved().load().calibrate(extent: .lastDate)
    let schedule = try #require(report.schedules.first)
    #expect(schedule.last?.long != nil && schedule.last?.short == nil)
    #expect(schedule.failures.map(\.reason) == ["expected-shortfall-infinite"])
    #expect(report.completeness == .partial)
  }
}

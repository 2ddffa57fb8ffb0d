import Backtesting
import Calibration
import Dependence
import Forecasting
import Instruments
import Margin
import MarketData
import Policies
import RiskMeasures
import RiskModels
import Scheduling
import TestSupport
import Testing

/// An instrument's margin is of its own bars, whatever is read beside it.
struct PanelTests {
  private static let model = ForecastModel.joint(
    MonteCarlo(
      covariance: .ewma(decay: 0.97), innovations: .studentT(degreesOfFreedom: nil), paths: 1000))

  /// Prices at the close of every day, weekends too, from the first business day of `RunSamples`.
  private static func everyDay(_ count: Int, name: String) -> InstrumentHistory {
    let closes = RunSamples.normals(count, name: name).map { 100 * (1 + $0) }
    let days = (0 ..< count).map { Timestamp(CalendarDate(days: Int32(12_422 + $0))) }
    return InstrumentHistory(
      PriceHistory(
        instrument: InstrumentID(rawValue: name), axis: .times(days), close: closes))
  }

  private static let stocks = ["B", "M"].map {
    RunSamples.history(RunSamples.normals(300, name: $0), name: $0)
  }
  /// Of another calendar, ended, and too new, sorted before, between and after the stocks.
  private static let unrelated = [
    everyDay(420, name: "A"), everyDay(150, name: "C"),
    RunSamples.history(RunSamples.normals(40, name: "Z"), name: "Z"),
  ]

  @Test(arguments: [ScheduleExtent.lastDate, .history])
  func whatIsReadBesideAnInstrumentChangesNothing(extent: ScheduleExtent) async throws {
    let calibrator = Calibrator(try RunSamples.plan(Self.model))
    let alone = await calibrator.schedules(for: Self.stocks, extent: extent)
    let together = await calibrator.schedules(
      for: Self.unrelated + Self.stocks, extent: extent)
    #expect(alone.allSatisfy { !$0.entries.isEmpty && $0.failures.isEmpty })
    #expect(Array(together.suffix(2)) == alone)
    #expect(
      together.map { $0.failures.map(\.reason) } == [[], [], ["insufficient-history"], [], []])
    let dates = together.map { $0.last?.asOf }
    #expect(Set(dates.compactMap(\.self)).count == 3)
  }

  @Test func anEstimateIsOfItsOwnDates() async throws {
    let levels = [ConfidenceLevel.known(0.95)]
    let run = EstimateRun(
      models: [LabeledModel(Self.model)], levels: levels, plan: try RunSamples.plan(Self.model))
    let alone = await run.estimates(on: Self.stocks)
    let together = await run.estimates(on: Self.unrelated + Self.stocks)
    #expect(
      Array(together.suffix(2)).map { $0.models.map(\.forecast) }
        == alone.map { $0.models.map(\.forecast) })
    #expect(together.map(\.observations) == [419, 149, 40, 300, 300])
    #expect(together[0].from == Timestamp("2004-01-05"))
    #expect(together[0].asOf == Timestamp("2005-02-27"))
    #expect(together[2].failures.map(\.reason) == ["insufficient-history"])
  }

  @Test(.enabled(if: SlowTests.enabled)) func backtestsOfAnInstrumentIgnoreTheOthers() async throws
  {
    let plan = try RunSamples.plan(Self.model)
    let request = BacktestRequest(
      plan: plan, models: [LabeledModel(Self.model)], levels: [.known(0.95)])
    let alone = await BacktestRun(request).report(on: [Self.stocks[0]])
    let together = await BacktestRun(request).report(on: [Self.stocks[0]] + Self.unrelated)
    let own = together.results.filter { $0.subject.instrument == Self.stocks[0].instrument }
    #expect(!own.isEmpty && own.map(\.coverage) == alone.results.map(\.coverage))
    #expect(own.map(\.meanForecast) == alone.results.map(\.meanForecast))
  }

  @Test func anInstrumentThatEndedFailsByNameOnALaterDate() async throws {
    var plan = try RunSamples.plan(Self.model)
    plan.asOf = Timestamp("2005-02-25")
    let histories = [Self.unrelated[0], Self.unrelated[1], Self.stocks[0]]
    let schedules = await Calibrator(plan).schedules(for: histories, extent: .lastDate)
    #expect(schedules.map { $0.entries.count } == [1, 0, 1])
    let failure = try #require(schedules[1].failures.first)
    #expect(failure.reason == "instrument-ended")
    #expect(failure.message.contains("2004-06-02, 268 days before 2005-02-25"))
    plan.maximumAge = 268
    let allowed = Calibrator(plan).schedule(of: histories[1], extent: .lastDate)
    #expect(allowed.last?.asOf == Timestamp("2004-06-02") && allowed.failures.isEmpty)
    plan.maximumAge = nil
    let dated = await Calibrator(plan).schedules(for: histories, extent: .history)
    #expect(!dated[1].entries.isEmpty && dated[1].failures == schedules[1].failures)
    let run = EstimateRun(
      models: [LabeledModel(Self.model)], levels: [.known(0.95)], plan: plan)
    let estimates = await run.estimates(on: histories)
    #expect(estimates.map { $0.failures.map(\.reason) } == [[], ["instrument-ended"], []])
  }

  @Test func commonDatesNameWhatTheyCutAndForWhom() throws {
    let cuts = try Universe(
      [Self.unrelated[0], Self.stocks[0], Self.unrelated[1]], convention: .log
    ).cuts
    #expect(cuts.map(\.instrument.rawValue) == ["A", "B", "C"])
    #expect(cuts.map(\.dropped) == [270, 193, 0])
    #expect(cuts[0].message.hasPrefix("270 of 419 returns are outside of the common dates: C ends"))
    #expect(cuts[1].merged == 0 && cuts[2].merged > 0 && cuts[2].end == nil)
    #expect(try Universe(Self.stocks, convention: .log).cuts.isEmpty)
  }

  // MARK: - Files

  private static func report(
    _ files: [String], _ change: (inout CalibrationJob) -> Void,
    extent: ScheduleExtent = .lastDate
  ) async throws -> CalibrationReport {
    var job = CalibrationJob(version: "test")
    job.paths = files.map(RunSamples.path)
    change(&job)
    return try await job.resolved().load().calibrate(extent: extent)
  }

  private static func prices(_ name: String) -> String { "Tests/Cases/prices/" + name }

  @Test func filesOfDifferentCalendarsAnswerAsOfTheirOwnDates() async throws {
    let report = try await Self.report(
      [
        "data/equities/sp500.csv", "data/crypto/btc-usd.csv", Self.prices("newlist.csv"),
        Self.prices("delisted.csv"),
      ]
    ) { $0.flags.model = "monte-carlo" }
    let dates = report.schedules.map { $0.last?.asOf?.description }
    #expect(dates == [nil, "2020-01-17", "2021-08-22", "2022-12-28"])
    #expect(report.schedules[0].failures.map(\.reason) == ["insufficient-history"])
    #expect(report.completeness.exitCode == 3)
    // EWMA of the index's own closes with decay 0.97: 1.437 %, and a 99 % loss of 3.3 %.
    let sp500 = try #require(report.schedules[3].last)
    #expect(abs((sp500.long?.valueAtRisk ?? 0) - 0.0326) < 0.001)
  }

  @Test func theDelistedFailsAndTheOtherIsOfTheDateAsked() async throws {
    let report = try await Self.report([Self.prices("alive.csv"), Self.prices("delisted.csv")]) {
      $0.flags.model = "monte-carlo"
      $0.asOf = Timestamp("2024-02-01")
    }
    #expect(report.schedules.map { $0.last?.asOf?.description } == ["2024-02-01", nil])
    #expect(report.schedules[1].failures.map(\.reason) == ["instrument-ended"])
    #expect(report.completeness.exitCode == 3)
  }

  @Test func tenBusinessDaysAreTwoWeeklyBars() async throws {
    let report = try await Self.report([Self.prices("weekly.csv")]) { $0.policy = .preset("umr") }
    let entry = try #require(report.schedules.first?.last)
    #expect(entry.long?.horizon == Horizon(bars: 2))
    #expect(entry.short?.horizon == Horizon(bars: 2))
    // The stressed year lies in the window: neither mixture is beyond the unstressed quantile,
    // 9.4296 % (of which it is the same order statistic) and 11.1025 % (11.0543 %).
    #expect(entry.long?.margin.maintenance == MarginRate(millionths: 94_500))
    #expect(entry.short?.margin.maintenance == MarginRate(millionths: 111_500))
  }

  @Test func midnightOfHourlyBarsIsATime() async throws {
    let report = try await Self.report(
      [Self.prices("hourly.csv")], { $0.flags.model = "historical" }, extent: .history)
    let entries = try #require(report.schedules.first).entries
    let evening = try #require(entries.first { $0.asOf?.description == "2024-01-05T23:00:00Z" })
    #expect(evening.long?.effectiveFrom?.description == "2024-01-06T00:00:00Z")
  }

  @Test func aMixtureIsTheSameForALongAndItsMirror() async throws {
    var rates: [[Int]] = []
    for file in ["mt_a.csv", "mt_b.csv"] {
      let report = try await Self.report([Self.prices(file)]) {
        $0.load.contents = .returnsDecimal(.simple)
        $0.policy = .file(RunSamples.path(Self.prices("mixture.toml")))
      }
      let entry = try #require(report.schedules.first?.last)
      rates.append([entry.long, entry.short].compactMap { $0?.margin.maintenance.millionths })
    }
    // The smallest loss with a probability of at least 99 % at or below it, rounded up: 0.0775418
    // for a long position of a, and 0.0901684 for a short one.
    #expect(rates == [[77_542, 90_169], [90_169, 77_542]])
  }
}

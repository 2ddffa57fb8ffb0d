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
import Statistics
import TestSupport
import Testing
import Volatility

/// Whatever cannot be computed is a failure with its reason, never a trap.
struct FailureTests {
  private func failure(
    _ plan: CalibrationPlan, _ histories: [InstrumentHistory],
    _ extent: ScheduleExtent = .lastDate
  ) async throws -> MarginFailure {
    let schedule = try #require(
      await Calibrator(plan).schedules(for: histories, extent: extent).first)
    #expect(schedule.entries.isEmpty)
    return try #require(schedule.failures.first)
  }

  @Test(arguments: [ScheduleExtent.lastDate, .history])
  func tooShortAHistorySaysHowMuchIsMissing(extent: ScheduleExtent) async throws {
    let plan = try RunSamples.plan(.single(Historical(window: 250)), level: 0.99, bars: 3)
    let failure = try await failure(plan, [RunSamples.history(RunSamples.normals(60))], extent)
    #expect(failure.reason == "insufficient-history")
    #expect(failure.message.contains("needs 102 returns and has 60"))
  }

  @Test func aConstantSeriesHasNoVariation() async throws {
    let flat = RunSamples.history(Array(repeating: 0, count: 300))
    let models: [ForecastModel] = [
      .single(Historical(window: 200)),
      .single(AgeWeightedHistorical(window: 200, decay: 0.99)),
      .single(CornishFisherModel(window: 100)),
      .single(CombinedModel([NormalModel(window: 100)], rule: .median)),
      .single(NormalModel(window: 100)), .single(StudentTModel(window: 100)),
      .single(EWMAModel(window: 100, volatility: EWMA(decay: 0.97))),
      .single(VolatilityWeightedHistorical(window: 200, volatility: EWMA(decay: 0.97))),
      .joint(MonteCarlo(covariance: .sample(window: 100), paths: 1000)),
    ]
    for model in models {
      let failure = try await failure(try RunSamples.plan(model), [flat])
      #expect(failure.reason == "no-variation", "\(model.name)")
    }
  }

  @Test(arguments: [CovarianceModel.ewma(decay: 0.97), .sample(window: 120)])
  func twoCopiesOfAnInstrumentAreSingularInABook(covariance: CovarianceModel) throws {
    let returns = RunSamples.normals(200)
    let model = MonteCarlo(covariance: covariance, paths: 1000)
    let copies = ["A", "B"].map { RunSamples.history(returns, name: $0) }
    let universe = try Universe(copies, convention: .log)
    let request = ForecastRequest(horizon: .oneBar, levels: [.known(0.95)], refitEvery: 20)
    #expect(throws: RiskModelError.singularCovariance(instruments: 2, observations: 200)) {
      try request.finals(of: model, on: universe, notBefore: 0)
    }
    // Alone, each has its margin.
    let calibrator = Calibrator(try RunSamples.plan(.joint(model)))
    for copy in copies {
      #expect(calibrator.schedule(of: copy, extent: .lastDate).failures.isEmpty)
    }
  }

  @Test func aHorizonWithoutARoadIsRefused() async throws {
    let model = Historical(window: 200, horizonRule: .simulatedPath)
    let plan = try RunSamples.plan(.single(model), bars: 2)
    let failure = try await failure(plan, [RunSamples.history(RunSamples.normals(300))])
    #expect(failure.reason == "unsupported-horizon")
  }

  @Test func aWindowThatNeverHoldsTheQuantileIsRefused() async throws {
    // Five-bar returns of 100 bars are 96; the level needs 100.
    let history = RunSamples.history(RunSamples.normals(300))
    let models: [any ReturnModel] = [
      Historical(window: 100, quantileConvention: .predictive),
      VolatilityWeightedHistorical(
        window: 100, volatility: EWMA(decay: 0.97), quantileConvention: .predictive,
        horizonRule: .overlapping),
    ]
    for model in models {
      let plan = try RunSamples.plan(.single(model), level: 0.99, bars: 5)
      let failure = try await failure(plan, [history])
      #expect(failure.reason == "sample-too-small")
      #expect(failure.message.contains("a sample of 96 and the level needs 100"))
    }
    let few = MonteCarlo(
      covariance: .ewma(decay: 0.97), paths: 50, quantileConvention: .predictive)
    let plan = try RunSamples.plan(.joint(few), level: 0.99)
    let refusal = try await failure(plan, [history])
    #expect(refusal.reason == "sample-too-small")
  }

  @Test func aStressWindowTooShortForTheLevelIsRefused() async throws {
    let history = RunSamples.history(RunSamples.normals(400))
    for model in [
      ForecastModel.single(NormalModel(window: 100)),
      .joint(MonteCarlo(covariance: .ewma(decay: 0.97), paths: 1000)),
    ] {
      let plan = try RunSamples.plan(
        model, level: 0.99, steps: [StressWeight(weight: 0.25, period: .worst(length: 99))])
      let failure = try await failure(plan, [history])
      #expect(failure.reason == "insufficient-history")
      #expect(failure.message.contains("99 returns holds no 0.99 quantile, which needs 100"))
    }
  }

  @Test func aStressWindowLongerThanTheHistoryIsRefused() async throws {
    let plan = try RunSamples.plan(
      .single(NormalModel(window: 100)),
      steps: [StressWeight(weight: 0.25, period: .worst(length: 250))])
    let failure = try await failure(plan, [RunSamples.history(RunSamples.normals(249))])
    #expect(failure.reason == "insufficient-history")
    #expect(failure.message.contains("needs 250 returns and has 249"))
  }

  @Test func aNamedPeriodThatIsNotPastIsIgnoredAloud() async throws {
    let history = RunSamples.history(RunSamples.normals(300))
    func entry(_ steps: [any MarginStep]) async throws -> InstrumentMarginEntry {
      let plan = try RunSamples.plan(
        .single(NormalModel(window: 100)), steps: steps)
      let schedules = await Calibrator(plan).schedules(for: [history], extent: .lastDate)
      return try #require(schedules[0].last)
    }
    let stressed = try await entry([
      StressWeight(
        weight: 0.25, blend: .blend, period: .dates(.known("2030-01-01") ... .known("2030-12-31")))
    ])
    let plain = try await entry([])
    #expect(stressed.long?.margin == plain.long?.margin)
    #expect(stressed.warnings.contains { $0.code == "stress-period-ignored" })
    #expect(!plain.warnings.contains { $0.code == "stress-period-ignored" })
  }

  @Test func aLookbackOfTooFewReturnsIsAMissingReference() async throws {
    // A tenth of a year holds 25 business days; the level needs 100 returns.
    let plan = try RunSamples.plan(
      .single(NormalModel(window: 100)), level: 0.99, steps: [LongRunFloor(lookbackYears: 0.1)])
    for extent in [ScheduleExtent.lastDate, .history] {
      let failure = try await failure(
        plan, [RunSamples.history(RunSamples.normals(300))], extent)
      #expect(failure.reason == "missing-reference")
    }
  }

  // MARK: - Short series

  private static let models: [ForecastModel] = [
    .single(Historical(window: 100, quantileConvention: .predictive)),
    .single(AgeWeightedHistorical(window: 100, decay: 0.999, quantile: .predictive)),
    .single(VolatilityWeightedHistorical(window: 100, volatility: EWMA(decay: 0.97))),
    .single(
      VolatilityWeightedHistorical(
        window: 100, volatility: EWMA(decay: 0.97, startUp: .backcast), horizonRule: .overlapping)),
    .single(NormalModel(window: 20)), .single(StudentTModel(window: 20)),
    .single(CornishFisherModel(window: 20)),
    .single(
      CombinedModel([NormalModel(window: 20), StudentTModel(window: 30)], rule: .worstOf)),
    .single(
      EWMAModel(
        window: 20, volatility: EWMA(decay: 0.97), innovations: .studentT(degreesOfFreedom: nil))),
    .single(
      CAViaR(
        window: 100, specification: .adaptive,
        levels: [ConfidenceLevel.known(0.95), .known(0.99)])),
    .joint(
      MonteCarlo(
        covariance: .ewma(decay: 0.97), innovations: .studentT(degreesOfFreedom: nil),
        paths: 200)),
  ]

  @Test(arguments: Preset.all.map(\.name)) func noShortSeriesTrapsAPreset(name: String) async throws
  {
    var job = CalibrationJob(version: "test")
    job.policy = .preset(name)
    let plan = try job.resolved().plan
    var answered = 0
    for length in stride(from: 0, through: 130, by: SlowTests.enabled ? 1 : 10) {
      let histories = histories(length)
      for extent in [ScheduleExtent.lastDate, .history] {
        for schedule in await Calibrator(plan).schedules(for: histories, extent: extent) {
          #expect(schedule.entries.isEmpty != schedule.failures.isEmpty)
          answered += schedule.entries.count
        }
      }
    }
    // Their levels and periods need more than 130 returns.
    #expect((answered > 0) != ["emir-otc", "umr", "crypto-perpetual"].contains(name))
  }

  @Test(.tags(.slow), arguments: models.indices)
  func noShortSeriesTrapsAModel(index: Int) async throws {
    let step = SlowTests.areLong ? 1 : SlowTests.enabled ? 5 : 55
    for length in [0, 1, 2, 3] + Array(stride(from: 19, through: 130, by: step)) {
      for bars in [1, 5] {
        let plan = try RunSamples.plan(
          Self.models[index], bars: bars,
          steps: [
            StressWeight(weight: 0.25, period: .worst(length: 40)),
            LongRunFloor(lookbackYears: 1),
          ])
        let histories = histories(length)
        let levels = [0.95, 0.99].compactMap { ConfidenceLevel($0) }
        let request = BacktestRequest(
          plan: plan, models: [LabeledModel(Self.models[index])], levels: levels)
        let report = await BacktestRun(request).report(on: histories)
        #expect(!report.results.isEmpty || !report.failures.isEmpty)
        let estimates = await EstimateRun(
          models: [LabeledModel(Self.models[index])], levels: levels, plan: plan
        )
        .estimates(on: histories)
        #expect(estimates.count == histories.count)
        #expect(estimates.allSatisfy { $0.models.count + $0.failures.count == 1 })
      }
    }
  }

  /// A dated, an undated where they may stand together, and a flat series of `length` prices.
  private func histories(_ length: Int) -> [InstrumentHistory] {
    let closes = RunSamples.normals(length).map { 100 * (1 + $0) }
    return [
      InstrumentHistory(RunSamples.prices(closes)),
      InstrumentHistory(RunSamples.prices(Array(repeating: 100, count: length), name: "B")),
    ]
  }

  @Test func noHistoryAtAllIsNoSchedule() async throws {
    for model in Self.models {
      let plan = try RunSamples.plan(model)
      let schedules = await Calibrator(plan).schedules(for: [], extent: .history)
      #expect(schedules.isEmpty)
    }
  }
}

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

/// The input cut after a date gives the same schedule up to that date, bit for bit.
struct PrefixTests {
  /// Every step, alone and together.
  static let policies: [(name: String, steps: [any MarginStep])] = [
    ("plain", []),
    ("worst stress", [StressWeight(weight: 0.25, period: .worst(length: 60))]),
    (
      "blended named stress",
      [
        StressWeight(
          weight: 0.25, blend: .blend, period: .dates(.known("2004-03-01") ... .known("2004-08-31"))
        )
      ]
    ),
    ("buffer", [Buffer(share: 0.25, trigger: 0.05, replenishmentDays: 10, highWindow: 5)]),
    ("ten years", [LongRunFloor(lookbackYears: 10)]),
    ("half a year", [LongRunFloor(lookbackYears: 0.5)]),
    ("constant", [ConstantFloor(rate: MarginRate(millionths: 30_000))]),
    ("surcharge", [Surcharge(share: 0.1)]),
    ("damping", [DecreaseDamping(fraction: 0.9)]),
    (
      "all",
      [
        StressWeight(weight: 0.25, period: .worst(length: 60)),
        Buffer(share: 0.25, trigger: 0.05, replenishmentDays: 10, highWindow: 5),
        LongRunFloor(lookbackYears: 0.5), DecreaseDamping(fraction: 0.9),
        ConstantFloor(rate: MarginRate(millionths: 20_000)), Surcharge(share: 0.05),
      ]
    ),
    ("mixture", [StressWeight(weight: 0.25, blend: .mixture, period: .worst(length: 60))]),
    (
      "named mixture",
      [
        StressWeight(
          weight: 0.25, blend: .mixture,
          period: .dates(.known("2004-03-01") ... .known("2004-08-31")))
      ]
    ),
    ("hypothetical stress", [StressFloor(period: .hypothetical(long: 0.03, short: 0.02))]),
    ("scaled", [LongRunFloor(lookbackYears: 0.5, kind: .scaled)]),
    ("jump", [JumpFloor(level: .known(0.97), lookbackYears: 0.5)]),
    (
      "two of a kind",
      [
        StressWeight(weight: 0.25, period: .worst(length: 60)),
        StressWeight(weight: 0.5, period: .worst(length: 120)),
        StressWeight(weight: 0.25, blend: .mixture, period: .worst(length: 60)),
        StressWeight(weight: 0.5, blend: .mixture, period: .worst(length: 80)),
        LongRunFloor(lookbackYears: 0.5), LongRunFloor(lookbackYears: 2, kind: .scaled),
        JumpFloor(level: .known(0.97), lookbackYears: 0.5),
        JumpFloor(level: .known(0.95), lookbackYears: 1),
      ]
    ),
    ("speed limit", [SpeedLimit(factor: 1.2, days: 10)]),
    ("hysteresis", [Hysteresis()]),
    ("symmetric hysteresis", [Hysteresis(direction: .symmetric)]),
    (
      "recalibration",
      [ScheduledRecalibration(schedule: .calendar(.month), emergencyRise: 0.1)]
    ),
    (
      "add-ons",
      [
        SpreadAddOn(mean: 0.001), FeeAddOn(fee: 0.0005),
        ImpactAddOn(
          law: .power(
            coefficient: 1, exponent: 0.5, size: PositionSize(notional: 1e6, volume: 1e8))),
        ConcentrationAddOn(
          size: PositionSize(notional: 1e8, volume: 1e8), participation: 0.1, freeBars: 2),
        Cap(rate: MarginRate(millionths: 200_000)),
      ]
    ),
    (
      "override",
      [
        DatedOverride(
          instrument: InstrumentID(rawValue: "A"), rate: MarginRate(millionths: 90_000),
          from: CalendarDate(days: 12_480), until: CalendarDate(days: 13_500),
          review: CalendarDate(days: 12_500), author: "A. Analyst", reason: "test")
      ]
    ),
  ]

  static func plan(
    _ model: ForecastModel, policy index: Int, sides: SideRule = .separate, bars: Int = 1,
    jobs: Int = 2,
    shortfall: Bool = false
  ) throws -> CalibrationPlan {
    let recipe = policies[index]
    let policy = try MarginPolicy(
      measure: shortfall ? .expectedShortfall(ninetyFive) : .valueAtRisk(ninetyFive),
      periodOfRisk: MarginPeriodOfRisk(count: bars, unit: .bars), sides: sides,
      steps: recipe.steps, roundingStep: MarginRate(millionths: 1), noticeBars: 1)
    return CalibrationPlan(
      model: model, policy: policy, refitEvery: 15, jobs: jobs)
  }

  private func entries(
    _ plan: CalibrationPlan, _ histories: [PriceHistory]
  ) async -> [[String]] {
    let schedules = await Calibrator(plan).schedules(
      for: histories.map { InstrumentHistory($0) }, extent: .history)
    return schedules.map { $0.entries.map(Self.text) }
  }

  /// Everything that an entry says but what is said of the last date alone.
  static func text(_ entry: InstrumentMarginEntry) -> String {
    let sides = [entry.long, entry.short].map { side -> String in
      guard let side else { return "none" }
      let bits = [side.valueAtRisk, side.expectedShortfall ?? -1].map(\.bitPattern)
      return "\(side.margin) \(bits) \(side.waterfall) \(side.effectiveFrom?.milliseconds ?? 0)"
    }
    let date = entry.asOf?.milliseconds ?? 0
    return "\(date) \(entry.observations) \(entry.price ?? -1) \(sides)"
  }

  /// Cuts at `dates` random places; every entry of a cut is compared.
  private func expectPrefixes(
    _ plan: CalibrationPlan, _ histories: [PriceHistory], from first: Int, dates: Int,
    _ comment: Comment
  ) async throws {
    let whole = await entries(plan, histories)
    try #require(whole.allSatisfy { !$0.isEmpty }, comment)
    let stream = RandomStream(seed: 77, identifier: "cuts")
    let count = histories[0].count
    for k in 0 ..< dates {
      let u = stream.uniform(path: UInt32(k), step: 0)
      let cut = first + Int(u * Double(count - first))
      let last = try #require(histories[0].axis.times)[cut]
      let part = await entries(plan, histories.map { $0.clipped(through: last) })
      for (all, some) in zip(whole, part) {
        #expect(Array(all.prefix(some.count)) == some, comment)
        #expect(some.count == all.count - (count - 1 - cut), comment)
      }
    }
  }

  /// Cuts of a walk; fifty of each of all models, policies and rules take minutes.
  private static let dates = SlowTests.areLong ? 50 : SlowTests.enabled ? 12 : 3

  private let one = [Samples.history(Samples.returns(300, seed: 41))]

  @Test(arguments: Models.singles.indices, [1, 5])
  func noModelLooksAhead(index: Int, bars: Int) async throws {
    let plan = try Self.plan(.single(Models.singles[index]), policy: 0, bars: bars)
    try await expectPrefixes(plan, one, from: 130, dates: Self.dates, "model \(index) over \(bars)")
  }

  @Test(arguments: Models.differences.indices, [1, 5])
  func noModelOfDifferencesLooksAhead(index: Int, bars: Int) async throws {
    let plan = try Self.plan(.single(Models.differences[index]), policy: 0, bars: bars)
    try await expectPrefixes(
      plan, one, from: 180, dates: Self.dates, "differences \(index) over \(bars)")
  }

  @Test(arguments: [0, 9], [1, 5])
  func noExcursionLooksAhead(policy: Int, bars: Int) async throws {
    let model = AdverseExcursionHistorical(window: 100, quantileConvention: .predictive)
    let plan = try Self.plan(.single(model), policy: policy, bars: bars)
    let history = Samples.barHistory(Samples.returns(300, seed: 45))
    try await expectPrefixes(
      plan, [history], from: 180, dates: Self.dates, "policy \(policy) over \(bars)")
  }

  @Test(arguments: policies.indices, SideRule.allCases)
  func noStepLooksAhead(index: Int, sides: SideRule) async throws {
    let model = ForecastModel.single(Historical(window: 100, quantileConvention: .predictive))
    let plan = try Self.plan(model, policy: index, sides: sides, bars: 2)
    try await expectPrefixes(
      plan, one, from: 180, dates: Self.dates, "\(Self.policies[index].name)")
  }

  @Test(arguments: policies.indices) func noStepLooksAheadOnShortfalls(index: Int) async throws {
    let model = ForecastModel.single(NormalModel(window: 60))
    let plan = try Self.plan(model, policy: index, shortfall: true)
    try await expectPrefixes(
      plan, one, from: 180, dates: Self.dates, "\(Self.policies[index].name)")
  }

  @Test(arguments: Models.joints.indices, [1, 5])
  func noJointModelLooksAhead(index: Int, bars: Int) async throws {
    let histories = ["A", "B", "C"].map {
      Samples.history(Samples.returns(160, seed: 42, name: $0), name: $0)
    }
    let plan = try Self.plan(.joint(Models.joints[index]), policy: 9, sides: .larger, bars: bars)
    let dates = SlowTests.areLong ? 50 : SlowTests.enabled ? 12 : 2
    try await expectPrefixes(plan, histories, from: 125, dates: dates, "joint \(index) \(bars)")
  }

  // MARK: - Tasks and order

  @Test func oneTaskOrTwoGiveTheSameBits() async throws {
    let histories = ["A", "B", "C", "D", "E"].map {
      Samples.history(Samples.returns(130, seed: 43, name: $0), name: $0)
    }
    for model in [ForecastModel.single(Models.singles[2]), .joint(Models.joints[2])] {
      let one = await entries(try Self.plan(model, policy: 9, jobs: 1), histories)
      let two = await entries(try Self.plan(model, policy: 9, jobs: 2), histories)
      #expect(one == two)
      #expect(one.allSatisfy { !$0.isEmpty })
    }
  }

  @Test func schedulesComeInTheOrderOfTheHistories() async throws {
    let histories = ["C", "A", "B"].map {
      Samples.history(Samples.returns(150, seed: 44, name: $0), name: $0)
    }
    for model in [ForecastModel.single(Models.singles[4]), .joint(Models.joints[0])] {
      let schedules = await Calibrator(try Self.plan(model, policy: 0)).schedules(
        for: histories.map { InstrumentHistory($0) }, extent: .lastDate)
      #expect(schedules.map(\.instrument.rawValue) == ["C", "A", "B"])
      #expect(schedules.allSatisfy { $0.entries.count == 1 })
    }
  }

  @Test(arguments: policies.indices) func theLastDateIsTheEndOfTheHistory(index: Int) async throws {
    for model in [ForecastModel.single(Models.singles[6]), .joint(Models.joints[2])] {
      let plan = try Self.plan(model, policy: index)
      let calibrator = Calibrator(plan)
      let history = one.map { InstrumentHistory($0) }
      let last = await calibrator.schedules(for: history, extent: .lastDate)
      let all = await calibrator.schedules(for: history, extent: .history)
      #expect(last[0].last.map(Self.text) == all[0].last.map(Self.text))
      #expect(last[0].entries.count == 1)
    }
  }
}

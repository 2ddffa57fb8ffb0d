import Instruments
import Margin
import MarketData
import RiskMeasures
import TestSupport
import Testing

@Suite struct MarginPolicyTests {
  @Test func aWaterfallHasALineAStepBetweenModelAndRounding() throws {
    var state = try policy([StressWeight(weight: 0.25), Surcharge(share: 0.25), LongRunFloor()])
      .makeState()
    let waterfall = try state.waterfall(given: inputs(0.07, stressed: 0.11, longRun: 0.05))
    #expect(
      waterfall.lines.map(\.step)
        == ["model", "stress weight", "surcharge", "floor (10 years)", "rounding"])
    #expect(waterfall.lines.map(\.rate.millionths) == [70_000, 80_000, 100_000, 100_000, 100_000])
    #expect(waterfall.lines.map(\.change.millionths) == [70_000, 10_000, 20_000, 0, 0])
    #expect(waterfall.published == MarginRate(millionths: 100_000))
    #expect(waterfall.warnings.isEmpty)
  }

  @Test func theLinesAddUpExactlyAndThePublishedRateIsTheLeastMultiple() throws {
    for seed in 0 ..< 300 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let rounding = [1, 100, 500, 2500, 7].randomElement(using: &generator) ?? 1
      var state = try policy(randomSteps(using: &generator), rounding: rounding).makeState()
      for (day, rate) in randomRates(days: 60, using: &generator).enumerated() {
        let waterfall = try state.waterfall(
          given: inputs(rate, stressed: rate * 1.3, longRun: 0.05, position: day))
        let published = waterfall.published.millionths
        #expect(waterfall.lines.reduce(0) { $0 + $1.change.millionths } == published)
        #expect(published % rounding == 0)
        // One part in 10⁹ is what rounding to nine places forgives.
        #expect(waterfall.published.fraction >= waterfall.unrounded - 1e-9)
        #expect(waterfall.published.fraction - waterfall.unrounded < Double(rounding) * 1e-6 + 1e-9)
      }
    }
  }

  @Test func aRegulatedPolicyNeverPublishesBelowTheCalculatedRate() throws {
    for seed in 0 ..< 200 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let steps = randomSteps(using: &generator).filter { !$0.canUndoMinimum }
      var state = try policy(steps, hardMinimum: .calculatedRate).makeState()
      for (day, rate) in randomRates(days: 60, using: &generator).enumerated() {
        let waterfall = try state.waterfall(
          given: inputs(rate, stressed: 0.1, longRun: 0.05, position: day))
        #expect(!waterfall.isBelowCalculated, "seed \(seed), day \(day)")
      }
    }
  }

  @Test func aStepThatCanUndoTheHardMinimumIsRefused() {
    #expect(throws: MarginError.stepUndoesHardMinimum(step: "stress weight")) {
      try policy(
        [Surcharge(share: 0.1), StressWeight(weight: 0.25, blend: .blend)],
        hardMinimum: .calculatedRate)
    }
  }

  @Test func aDayBelowTheCalculatedRateIsFlagged() throws {
    var state = try policy([StressWeight(weight: 0.5, blend: .blend)]).makeState()
    let waterfall = try state.waterfall(given: inputs(0.1, stressed: 0.05))
    #expect(waterfall.published == MarginRate(millionths: 75_000))
    #expect(waterfall.isBelowCalculated)
    #expect(waterfall.warnings.map(\.code) == ["below-calculated"])
  }

  @Test func aNegativeMeasurePublishesZero() throws {
    var state = try policy().makeState()
    let waterfall = try state.waterfall(given: inputs(-0.02))
    #expect(waterfall.lines.map(\.rate) == [.zero, .zero])
    #expect(!waterfall.isBelowCalculated)
  }

  @Test func aMeasureThatIsNotFiniteFails() throws {
    var shortfall = try policy(measure: .expectedShortfall(ninetyNine)).makeState()
    #expect(throws: MarginError.expectedShortfallInfinite) {
      try shortfall.waterfall(given: inputs(.infinity))
    }
    var quantile = try policy().makeState()
    #expect(throws: MarginError.measureNotFinite(.valueAtRisk(ninetyNine))) {
      try quantile.waterfall(given: inputs(.nan))
    }
    #expect(throws: MarginError.rateTooLarge) { try quantile.waterfall(given: inputs(1e18)) }
  }

  @Test func aMissingReferenceIsAnErrorAndLeavesTheStateAsItWas() throws {
    var state = try policy([DecreaseDamping(fraction: 0.5), StressWeight(weight: 0.25)])
      .makeState()
    _ = try state.waterfall(given: inputs(0.2, stressed: 0.2))
    let need = ReferenceNeed.stressed(.worst(length: 250))
    #expect(throws: MarginError.missingReference(step: "stress weight", need: need)) {
      try state.waterfall(given: inputs(0.1))
    }
    #expect(throws: MarginError.referenceNotFinite(step: "stress weight", need: need)) {
      try state.waterfall(given: inputs(0.1, stressed: .infinity))
    }
    let next = try state.waterfall(given: inputs(0.1, stressed: 0.1))
    #expect(next.published == MarginRate(millionths: 150_000))
  }

  @Test func whatIsPublishedUpToADateDoesNotDependOnWhatFollows() throws {
    for seed in 0 ..< 50 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let recipe = try policy(randomSteps(using: &generator))
      let rates = randomRates(days: 200, using: &generator)
      let walk = { (rates: ArraySlice<Double>) throws -> [Waterfall] in
        var state = recipe.makeState()
        return try rates.enumerated().map {
          try state.waterfall(given: inputs($1, stressed: 0.1, longRun: 0.05, position: $0))
        }
      }
      let cut = Int.random(in: 1 ..< 200, using: &generator)
      #expect(try walk(rates[..<cut]) == Array(try walk(rates[...])[..<cut]), "seed \(seed)")
    }
  }

  @Test func bothSidesPublishTheLargerWhereThePolicySaysSo() throws {
    var state = try policy(sides: .larger).makeSidedState()
    let sided = state.waterfalls(long: inputs(0.0712), short: inputs(0.0533))
    let long = try sided.long.get()
    let short = try sided.short.get()
    #expect(long.lines.map(\.step) == ["model", "rounding"])
    #expect(short.lines.map(\.step) == ["model", "larger side", "rounding"])
    #expect(short.lines.map(\.change.millionths) == [53_300, 17_900, 300])
    #expect(long.published == short.published)
    #expect(short.published == MarginRate(millionths: 71_500))
  }

  @Test func aFailedSideFailsAloneUnlessTheLargerIsWanted() throws {
    let measure = RiskMeasure.expectedShortfall(ninetyNine)
    var separate = try policy(measure: measure).makeSidedState()
    let alone = separate.waterfalls(long: inputs(0.07), short: inputs(.infinity))
    #expect(try alone.long.get().published == MarginRate(millionths: 70_000))
    #expect(throws: MarginError.expectedShortfallInfinite) { try alone.short.get() }
    var larger = try policy(sides: .larger, measure: measure).makeSidedState()
    let both = larger.waterfalls(long: inputs(0.07), short: inputs(.infinity))
    #expect(throws: MarginError.expectedShortfallInfinite) { try both.long.get() }
  }

  @Test func initialAndMaintenanceFollowFromTheCoveredRate() throws {
    let published = MarginRate(millionths: 87_500)
    let maintenance = try policy(covers: .maintenance).margin(covering: published)
    #expect(maintenance.maintenance == published)
    // 1.1 × 8.75 % = 9.625 %, up to 9.65 %.
    #expect(maintenance.initial == MarginRate(millionths: 96_500))
    #expect(maintenance.maximumLeverage == Leverage(hundredths: 1036))
    let initial = try policy(covers: .initial, ratio: 1_250_000).margin(covering: published)
    #expect(initial.initial == published)
    #expect(initial.maintenance == MarginRate(millionths: 70_000))
    let both = try policy(covers: .both).margin(covering: published)
    #expect(both.initial == published && both.maintenance == published)
  }

  @Test func maintenanceIsNeverAboveInitial() throws {
    for seed in 0 ..< 500 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let ratio = Int.random(in: 1_000_000 ... 3_000_000, using: &generator)
      let step = [1, 500, 1000, 2500].randomElement(using: &generator) ?? 1
      let published = MarginRate(millionths: step * Int.random(in: 0 ... 2000, using: &generator))
      for covers in CoveredRate.allCases {
        let margin = try policy(covers: covers, rounding: step, ratio: ratio)
          .margin(covering: published)
        #expect(margin.maintenance <= margin.initial)
        #expect(margin.maintenance.millionths % step == 0 && margin.initial.millionths % step == 0)
        #expect(max(margin.maintenance, margin.initial) >= published)
        if let leverage = margin.maximumLeverage {
          #expect(leverage.hundredths * margin.initial.millionths <= 100_000_000)
        }
      }
    }
  }

  @Test func theMeasureIsAskedAtItsLevel() {
    struct Fixed: LossDistribution {
      func valueAtRisk(at level: ConfidenceLevel) -> Double { level.probability }
      func expectedShortfall(at level: ConfidenceLevel) -> Double { 2 * level.probability }
    }
    #expect(RiskMeasure.valueAtRisk(ninetyNine).value(of: Fixed()) == 0.99)
    #expect(RiskMeasure.expectedShortfall(ninetyNine).value(of: Fixed()) == 1.98)
    #expect(RiskMeasure.expectedShortfall(ninetyNine).name == "expected-shortfall")
  }
}

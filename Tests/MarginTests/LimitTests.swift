import Instruments
import Margin
import MarketData
import RiskMeasures
import TestSupport
import Testing

/// The rates after a step alone, date by date.
func rates(
  _ step: any MarginStep, on targets: [Double], hardMinimum: HardMinimum = .none
) throws -> [Double] {
  var state = try policy([step], hardMinimum: hardMinimum, rounding: 1).makeState()
  return try targets.enumerated().map { day, target in
    try state.waterfall(given: inputs(target, stressed: 0.1, longRun: 0.05, position: day))
      .unrounded
  }
}

@Suite struct SpeedLimitTests {
  @Test func aRiseIsSpreadOverDays() throws {
    let targets = [0.04, 0.12, 0.12, 0.12, 0.12, 0.02]
    let limited = try rates(SpeedLimit(factor: 1.5, days: 2), on: targets)
    // 1.5 × the smallest of two: 0.06, 0.06, 0.09, 0.09, and falls pass.
    #expect(zip(limited, [0.04, 0.06, 0.06, 0.09, 0.09, 0.02]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func noDateStandsAboveTheFactorOfAnyOfTheDaysBefore() throws {
    for seed in 0 ..< 100 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let days = Int.random(in: 1 ... 20, using: &generator)
      let factor = Double.random(in: 1 ... 2, using: &generator)
      let targets = randomRates(days: 120, using: &generator)
      let limited = try rates(SpeedLimit(factor: factor, days: days), on: targets)
      for (day, rate) in limited.enumerated() {
        #expect(rate <= targets[day])
        for before in max(0, day - days) ..< day {
          #expect(rate <= factor * limited[before] * (1 + 1e-12))
        }
      }
    }
  }

  @Test func aHardMinimumIsPublishedInsteadOfTheLimit() throws {
    let targets = [0.04, 0.12, 0.05]
    let step = SpeedLimit(factor: 1.5, days: 2)
    #expect(try rates(step, on: targets, hardMinimum: .calculatedRate) == targets)
    var state = try policy([Surcharge(share: 1), step], hardMinimum: .calculatedRate).makeState()
    _ = try state.waterfall(given: inputs(0.04))
    let waterfall = try state.waterfall(given: inputs(0.14, position: 1))
    // The surcharge asks for 0.28, the limit for 1.5 × 0.08, the minimum is 0.14.
    #expect(waterfall.lines[2].step == "speed limit (hard minimum)")
    #expect(waterfall.lines[2].rate == MarginRate(millionths: 140_000))
  }
}

@Suite struct CapTests {
  @Test func nothingIsPublishedAboveTheCapButAHardMinimum() throws {
    let cap = Cap(rate: MarginRate(millionths: 100_000))
    #expect(try rates(cap, on: [0.05, 0.3]) == [0.05, 0.1])
    #expect(try rates(cap, on: [0.05, 0.3], hardMinimum: .calculatedRate) == [0.05, 0.3])
  }
}

@Suite struct HysteresisTests {
  @Test func aFallWaitsForTheEstimateToLeaveTheInterval() throws {
    // Intervals reach a tenth to either side.
    let held = try rates(Hysteresis(), on: [0.10, 0.095, 0.091, 0.12, 0.11, 0.107, 0.10])
    #expect(held == [0.10, 0.10, 0.10, 0.12, 0.12, 0.107, 0.107])
  }

  @Test func aSymmetricOneHoldsRisesToo() throws {
    let targets = [0.10, 0.105, 0.109, 0.111, 0.112]
    #expect(
      try rates(Hysteresis(direction: .symmetric), on: targets)
        == [0.10, 0.10, 0.10, 0.111, 0.111])
    #expect(try rates(Hysteresis(), on: targets) == targets)
    #expect(
      try rates(
        Hysteresis(direction: .symmetric), on: targets, hardMinimum: .calculatedRate) == targets)
  }

  @Test func fallsAreDelayedNeverDeepened() throws {
    for seed in 0 ..< 50 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let targets = randomRates(days: 100, using: &generator)
      #expect(zip(try rates(Hysteresis(), on: targets), targets).allSatisfy { $0 >= $1 })
    }
  }

  @Test func aDateWithoutIntervalPassesAndSaysSo() throws {
    var state = try policy([Hysteresis()]).makeState()
    _ = try state.waterfall(given: inputs(0.10))
    var blank = inputs(0.095, position: 1)
    blank.interval = nil
    let waterfall = try state.waterfall(given: blank)
    #expect(waterfall.published == MarginRate(millionths: 95_000))
    #expect(waterfall.warnings.map(\.code) == ["hysteresis-without-interval"])
  }
}

@Suite struct ScheduledRecalibrationTests {
  @Test func theRateOfTheFirstDateOfAMonthStands() throws {
    // Day 0 is 1970-01-01: February begins on day 31.
    let targets = (0 ..< 40).map { 0.05 + 0.001 * Double($0 % 7) }
    let step = ScheduledRecalibration(schedule: .calendar(.month))
    let standing = try rates(step, on: targets)
    #expect(standing[0 ..< 31].allSatisfy { $0 == targets[0] })
    #expect(standing[31 ..< 40].allSatisfy { $0 == targets[31] })
  }

  @Test func weeksBeginOnMondays() throws {
    let targets = (0 ..< 12).map { 0.05 + 0.001 * Double($0) }
    // 1970-01-05, day 4, was the first Monday.
    let standing = try rates(ScheduledRecalibration(schedule: .calendar(.week)), on: targets)
    #expect(standing == [0, 0, 0, 0, 4, 4, 4, 4, 4, 4, 4, 11].map { targets[$0] })
  }

  @Test func anEmergencySetsTheRateBetweenTheDays() throws {
    let step = ScheduledRecalibration(schedule: .bars(5), emergencyRise: 0.2)
    let targets = [0.10, 0.119, 0.13, 0.12, 0.10, 0.11, 0.11]
    #expect(try rates(step, on: targets) == [0.10, 0.10, 0.13, 0.13, 0.13, 0.11, 0.11])
    var state = try policy([step]).makeState()
    _ = try state.waterfall(given: inputs(0.10))
    let waterfall = try state.waterfall(given: inputs(0.13, position: 2))
    #expect(waterfall.warnings.map(\.code) == ["emergency-recalibration"])
  }
}

@Suite struct DatedOverrideTests {
  private let step = DatedOverride(
    instrument: bitcoin, side: .long, rate: MarginRate(millionths: 80_000),
    from: CalendarDate(days: 1), until: CalendarDate(days: 3), review: CalendarDate(days: 2),
    author: "A. Analyst", reason: "a vote")

  @Test func itActsOnItsDaysAndSide() throws {
    #expect(try rates(step, on: [0.05, 0.05, 0.2, 0.05, 0.05]) == [0.05, 0.08, 0.08, 0.08, 0.05])
    var other = inputs(0.05, position: 1)
    other.side = .short
    var state = try policy([step]).makeState()
    #expect(try state.waterfall(given: other).published == MarginRate(millionths: 50_000))
  }

  @Test func itIsSignedAndEnds() throws {
    var state = try policy([step]).makeState()
    let acting = try state.waterfall(given: inputs(0.05, position: 1))
    #expect(acting.lines[1].step == "override by A. Analyst")
    #expect(acting.warnings.map(\.code) == ["override"])
    #expect(acting.warnings[0].message.contains("A. Analyst until 1970-01-04"))
    #expect(acting.warnings[0].message.hasSuffix("a vote"))
    let overdue = try state.waterfall(given: inputs(0.05, position: 3))
    #expect(overdue.warnings[0].message.contains("review was due on 1970-01-03"))
    let ended = try state.waterfall(given: inputs(0.05, position: 4))
    #expect(ended.warnings.map(\.code) == ["override-expired"])
  }

  @Test func aHardMinimumIsPublishedInsteadOfIt() throws {
    #expect(try rates(step, on: [0.05, 0.09], hardMinimum: .calculatedRate) == [0.05, 0.09])
  }
}

@Suite struct LargestLossTests {
  @Test(arguments: [HardMinimum.none, .calculatedRate])
  func aLongRateEndsAtTheNotionalBeforeItsCosts(minimum: HardMinimum) throws {
    let steps: [any MarginStep] = [Buffer(share: 0.25), FeeAddOn(fee: 0.001)]
    var given = inputs(0.9)
    given.largestLoss = 1
    let policy = try policy(steps, hardMinimum: minimum)
    var state = policy.makeState()
    let waterfall = try state.waterfall(given: given)
    #expect(waterfall.lines.map(\.step) == ["model", "buffer", "largest loss", "fee", "rounding"])
    #expect(waterfall.published.millionths == 1_001_000)
    #expect(waterfall.warnings.map(\.code).contains("margin-above-notional"))
    #expect(!waterfall.warnings.map(\.code).contains("below-calculated"))
    let margin = policy.margin(
      covering: waterfall.published, largestLoss: MarginRate(millionths: 1_000_000))
    #expect(margin.initial == margin.maintenance)
    var sided = policy.makeSidedState()
    let rates = sided.rates(long: given, short: given)
    #expect(rates == [waterfall.published, waterfall.published])
  }

  @Test func aShortRateMayExceedTheNotional() throws {
    var state = try policy([Buffer(share: 0.25)]).makeState()
    let waterfall = try state.waterfall(given: inputs(0.9))
    #expect(waterfall.published.millionths == 1_125_000)
    #expect(!waterfall.lines.map(\.step).contains("largest loss"))
  }

  @Test func anAddOnOfAnotherInstrumentHasNoLine() throws {
    let other = FeeAddOn(fee: 0.001, scope: .instruments([InstrumentID(rawValue: "other")]))
    var state = try policy([other]).makeState()
    #expect(try state.waterfall(given: inputs(0.1)).lines.map(\.step) == ["model", "rounding"])
  }
}

import Margin
import MarketData
import RiskMeasures
import TestSupport
import Testing

@Suite struct AddOnTests {
  private func charge(_ step: any MarginStep, on rate: Double = 0.1) throws -> Double {
    try rates(step, on: [rate])[0] - rate
  }

  @Test func theChargesOfPaper() throws {
    // Bangia and others: half of a spread of 1 % on 100 is 0.5.
    #expect(abs(try charge(SpreadAddOn(mean: 0.01)) - 0.005) < 1e-15)
    #expect(
      abs(try charge(SpreadAddOn(mean: 0.01, deviation: 0.002, multiple: 3)) - 0.008) < 1e-15)
    #expect(abs(try charge(FeeAddOn(fee: 0.0005)) - 0.0005) < 1e-15)
    #expect(abs(try charge(WrongWayAddOn(share: 0.2)) - 0.02) < 1e-15)
    // σ of a bar is 0.04; a hundredth of the volume moves the price by a tenth of it.
    let size = PositionSize(notional: 1e6, volume: 1e8)
    let power = ImpactAddOn(law: .power(coefficient: 1, exponent: 0.5, size: size))
    #expect(abs(try charge(power) - 0.004) < 1e-15)
    #expect(abs(try charge(ImpactAddOn(law: .depth(notional: 1e6, depth: 1e8))) - 0.005) < 1e-15)
    // 8 bars at a tenth of the volume against 2 free ones: √4 − 1 of the rate; capped at √(4.5/2) − 1.
    let large = PositionSize(notional: 8e7, volume: 1e8)
    let open = ConcentrationAddOn(size: large, participation: 0.1, freeBars: 2)
    #expect(abs(try charge(open) - 0.1) < 1e-12)
    let capped = ConcentrationAddOn(size: large, participation: 0.1, freeBars: 2, capBars: 4.5)
    #expect(abs(try charge(capped) - 0.05) < 1e-12)
    let small = ConcentrationAddOn(size: size, participation: 0.1, freeBars: 2)
    #expect(try charge(small) == 0)
  }

  @Test func theLiquidityAdjustedValueAtRiskOfTheLiterature() throws {
    // 100 · 1.65 · 2 % + ½ · 100 · 1 % = 3.80; 1 000 shares at 72, spread 0.16: 1 468.656 + 80.
    #expect(abs(100 * (1.65 * 0.02 + (try charge(SpreadAddOn(mean: 0.01)))) - 3.8) < 1e-9)
    let notional = 72_000.0
    let spread = try charge(SpreadAddOn(mean: 0.16 / 72))
    #expect(abs(notional * (1.645 * 0.0124 + spread) - 1548.656) < 1e-6)
  }

  @Test func aScopeLeavesOthersAlone() throws {
    let other = AddOnScope.instruments([InstrumentID(rawValue: "ETH-USD")])
    #expect(try charge(FeeAddOn(fee: 0.01, scope: other)) == 0)
    #expect(abs(try charge(FeeAddOn(fee: 0.01, scope: .instruments([bitcoin]))) - 0.01) < 1e-15)
  }

  @Test func anEventActsAroundItsDay() throws {
    let event = EventAddOn(
      date: CalendarDate(days: 5), leadDays: 2, lagDays: 1, charge: MarginRate(millionths: 20_000),
      event: "expiry")
    let added = try rates(event, on: Array(repeating: 0.1, count: 9)).map { $0 > 0.11 }
    #expect(added == [false, false, false, true, true, true, true, false, false])
    #expect(event.name == "event: expiry")
  }

  @Test func floorsOfStressAndJumpsAreTheirReferences() throws {
    #expect(try rates(StressFloor(), on: [0.05, 0.2]) == [0.1, 0.2])
    #expect(try rates(JumpFloor(level: jumpLevel), on: [0.05, 0.2]) == [0.06, 0.2])
  }

  @Test func aScaledFloorIsTodaysMeasureAtTheVolatilityOfTheLookback() throws {
    var state = try policy([LongRunFloor(kind: .scaled)], rounding: 1).makeState()
    // Today's measure is 2.5 volatilities, that of the lookback 0.04.
    let waterfall = try state.waterfall(given: inputs(0.05, longRun: 0.08))
    #expect(abs(waterfall.unrounded - 0.1) < 1e-12)
  }

  /// Validity: the calculated rate rises with fee, spread and size for a fixed market.
  @Test func aRateIsMonotoneInWhatIsCharged() throws {
    var last = (fee: 0.0, spread: 0.0, impact: 0.0, concentration: 0.0)
    for k in 1 ... 40 {
      let x = Double(k)
      let size = PositionSize(notional: x * 1e6, volume: 1e7)
      let now = (
        fee: try charge(FeeAddOn(fee: x / 1e4)), spread: try charge(SpreadAddOn(mean: x / 1e3)),
        impact: try charge(
          ImpactAddOn(law: .power(coefficient: 0.8, exponent: 0.6, size: size))),
        concentration: try charge(
          ConcentrationAddOn(size: size, participation: 0.1, freeBars: 1))
      )
      #expect(now.fee > last.fee && now.spread > last.spread && now.impact > last.impact)
      #expect(now.concentration >= last.concentration)
      last = now
    }
  }
}

@Suite struct InitialRuleTests {
  private func reacting(_ covers: CoveredRate = .maintenance) throws -> MarginPolicy {
    try MarginPolicy(
      measure: .valueAtRisk(ninetyNine), covers: covers,
      initial: .reaction(
        MarginCallPeriod(
          level: ninetyNine, periodOfRisk: MarginPeriodOfRisk(count: 1, unit: .hours))))
  }

  @Test func aReactionTimeIsOnTopOfMaintenance() throws {
    let published = MarginRate(millionths: 45_000)
    let margin = try reacting().margin(covering: published, reaction: 0.02103)
    #expect(margin.maintenance == published)
    #expect(margin.initial == MarginRate(millionths: 66_500))
    #expect(margin.maximumLeverage == Leverage(hundredths: 1503))
    // A gain is no credit.
    #expect(try reacting().margin(covering: published, reaction: -0.5).initial == published)
  }
}

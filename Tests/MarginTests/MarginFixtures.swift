import Instruments
import Margin
import MarketData
import RiskMeasures
import TestSupport
import Testing

let ninetyNine: ConfidenceLevel = {
  guard let level = ConfidenceLevel(0.99) else { preconditionFailure("0.99 is a level") }
  return level
}()

/// A policy of value at risk at 99 %, rounded up to 0.05 % unless told otherwise.
func policy(
  _ steps: [any MarginStep] = [], covers: CoveredRate = .maintenance, sides: SideRule = .separate,
  hardMinimum: HardMinimum = .none, rounding: Int = 500, ratio: Int = 1_100_000,
  leverage: LeverageRounding = .hundredths, measure: RiskMeasure = .valueAtRisk(ninetyNine)
) throws -> MarginPolicy {
  try MarginPolicy(
    measure: measure, covers: covers, sides: sides, steps: steps, hardMinimum: hardMinimum,
    roundingStep: MarginRate(millionths: rounding), initial: .ratio(MarginRate(millionths: ratio)),
    leverageRounding: leverage)
}

func inputs(
  _ measured: Double, stressed: Double? = nil, longRun: Double? = nil, years: Double? = 10,
  position: Int = 0
) -> MarginInputs {
  var inputs = MarginInputs(
    date: Timestamp(milliseconds: Int64(position) * 86_400_000), position: position,
    measured: measured)
  inputs.references[.stressed(.worst(length: 250))] = stressed.map { ReferenceMeasure(value: $0) }
  inputs.references[.longRun(years: 10)] = longRun.map {
    ReferenceMeasure(value: $0, coveredYears: years, volatility: $0 / 2)
  }
  inputs.instrument = bitcoin
  inputs.side = .long
  inputs.volatility = measured / 2.5
  if measured.isFinite {
    let reach = abs(measured) / 10
    inputs.interval = measured - reach ... measured + reach
  }
  inputs.references[.jump(level: jumpLevel, years: 10)] = ReferenceMeasure(value: 0.06)
  return inputs
}

/// The level of the jump floors of these tests.
let jumpLevel = ConfidenceLevel.known(0.995)

let bitcoin = InstrumentID(rawValue: "BTC-USD")

/// A calculated rate that rises and falls by up to a fifth a day, for `days` days.
func randomRates(days: Int, using generator: inout SeededGenerator) -> [Double] {
  var rate = Double.random(in: 0.01 ... 0.2, using: &generator)
  return (0 ..< days).map { _ in
    rate = min(2, max(0.002, rate * Double.random(in: 0.8 ... 1.25, using: &generator)))
    return rate
  }
}

/// One to five steps of any kind with random parameters.
func randomSteps(using generator: inout SeededGenerator) -> [any MarginStep] {
  (0 ..< Int.random(in: 1 ... 5, using: &generator)).map { _ -> any MarginStep in
    let share = Double.random(in: 0 ... 1, using: &generator)
    switch Int.random(in: 0 ..< 20, using: &generator) {
    case 7: return SpeedLimit(factor: 1 + share, days: Int.random(in: 1 ... 9, using: &generator))
    case 8: return Cap(rate: MarginRate(millionths: 1 + Int(share * 200_000)))
    case 9: return Hysteresis(direction: share < 0.5 ? .falls : .symmetric)
    case 10: return ScheduledRecalibration(schedule: .calendar(.week), emergencyRise: share)
    case 11: return ScheduledRecalibration(schedule: .bars(1 + Int(share * 10)))
    case 12: return SpreadAddOn(mean: share / 100, deviation: 0.001, multiple: 3)
    case 13: return FeeAddOn(fee: share / 1000)
    case 14:
      return ImpactAddOn(
        law: .power(
          coefficient: share, exponent: 0.5, size: PositionSize(notional: 1e6, volume: 1e8)))
    case 15:
      return ConcentrationAddOn(
        size: PositionSize(notional: 1e8 * share + 1, volume: 1e8), participation: 0.1,
        freeBars: 2, capBars: 5)
    case 16: return WrongWayAddOn(share: share, scope: .instruments([bitcoin]))
    case 17: return JumpFloor(level: jumpLevel)
    case 18: return StressFloor()
    case 19: return randomOverride(rate: share / 5, using: &generator)
    case 0: return StressWeight(weight: share)
    case 1: return StressWeight(weight: share, blend: .blend)
    case 2: return Buffer(share: share, replenishmentDays: 5, highWindow: 3)
    case 3: return Surcharge(share: share)
    case 4: return LongRunFloor()
    case 5: return ConstantFloor(rate: MarginRate(millionths: Int(share * 100_000)))
    default: return DecreaseDamping(fraction: max(0.01, share))
    }
  }
}

/// An override of bitcoin within the first two months of 1970.
func randomOverride(rate: Double, using generator: inout SeededGenerator) -> DatedOverride {
  let from = CalendarDate(days: Int32.random(in: 0 ... 30, using: &generator))
  let until = CalendarDate(days: from.days + Int32.random(in: 0 ... 20, using: &generator))
  return DatedOverride(
    instrument: bitcoin, rate: MarginRate(millionths: Int(rate * 1e6)), from: from, until: until,
    review: until, author: "A. Analyst", reason: "test")
}

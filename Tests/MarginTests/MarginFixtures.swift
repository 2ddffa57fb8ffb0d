import Margin
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
    roundingStep: MarginRate(millionths: rounding), initialRatio: MarginRate(millionths: ratio),
    leverageRounding: leverage)
}

func inputs(
  _ measured: Double, stressed: Double? = nil, longRun: Double? = nil, years: Double? = 10,
  position: Int = 0
) -> MarginInputs {
  MarginInputs(
    position: position, measured: measured, stressed: stressed.map { Reference(value: $0) },
    longRun: longRun.map { Reference(value: $0, coveredYears: years) })
}

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
    switch Int.random(in: 0 ..< 7, using: &generator) {
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

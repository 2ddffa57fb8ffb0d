internal import Margin
internal import MarketData
internal import Scheduling

/// The number of decimals at which a policy's rates are exact in percent: two, three or four.
struct RateDecimals {
  let count: Int
  let unit: LossUnit

  init(of plan: CalibrationPlan) {
    let step = plan.policy.roundingStep.millionths
    unit = plan.unit
    count = step % 100 == 0 ? 2 : step % 10 == 0 ? 3 : 4
  }

  func text(_ rate: MarginRate) -> String {
    unit.text(rate.fraction, decimals: count)
  }
}

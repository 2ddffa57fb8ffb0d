internal import Margin

/// The number of decimals at which a policy's rates are exact in percent: two, three or four.
struct RateDecimals {
  let count: Int

  init(of policy: MarginPolicy) {
    let step = policy.roundingStep.millionths
    count = step % 100 == 0 ? 2 : step % 10 == 0 ? 3 : 4
  }

  func text(_ rate: MarginRate) -> String {
    NumberText.percent(rate.fraction, decimals: count)
  }
}

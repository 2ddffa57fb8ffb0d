/// A rate that the margin never goes above, but for a hard minimum: min(rate, cap).
public struct Cap: MarginStep, MarginStepState {
  /// The largest rate.
  public let rate: MarginRate

  /// A cap at the given rate.
  public init(rate: MarginRate) {
    precondition(rate > .zero, "A cap is above 0, not \(rate.fraction)")
    self.rate = rate
  }

  /// `cap`.
  public var name: String { "cap" }

  /// The smaller of the rate and the cap, or the hard minimum above it.
  public mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
    let capped = max(min(rate, self.rate.fraction), inputs.minimum)
    return StepOutcome(
      rate: capped, label: capped > self.rate.fraction ? "cap (hard minimum)" : nil)
  }
}

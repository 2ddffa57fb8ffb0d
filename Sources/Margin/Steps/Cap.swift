/// An upper bound on the margin rate, subject to the hard minimum: min(rate, cap).
public struct Cap: MarginStep, MarginStepState {
  /// The largest rate.
  public let rate: MarginRate

  /// Creates a cap at `rate`.
  public init(rate: MarginRate) {
    precondition(rate > .zero, "A cap is above 0, not \(rate.fraction)")
    self.rate = rate
  }

  /// The name of the step: `cap`.
  public var name: String { "cap" }

  /// The smaller of the rate and the cap, but at least the hard minimum.
  public mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
    let capped = max(min(rate, self.rate.fraction), inputs.minimum)
    return StepOutcome(
      rate: capped, label: capped > self.rate.fraction ? "cap (hard minimum)" : nil)
  }
}

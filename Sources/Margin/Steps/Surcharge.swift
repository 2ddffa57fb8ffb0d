/// A constant surcharge that is never released: rate × (1 + share).
public struct Surcharge: MarginStep, MarginStepState {
  /// The share of the rate that is added; at least zero.
  public let share: Double

  /// Creates a surcharge of the given share.
  public init(share: Double) {
    precondition(share >= 0 && share.isFinite, "A share is at least 0, not \(share)")
    self.share = share
  }

  /// The name of the step: `surcharge`.
  public var name: String { "surcharge" }

  /// The rate including the surcharge.
  public mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
    StepOutcome(rate: rate * (1 + share))
  }
}

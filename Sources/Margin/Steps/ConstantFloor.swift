/// A constant lower bound on the margin rate: max(rate, floor).
public struct ConstantFloor: MarginStep, MarginStepState {
  /// The floor.
  public let rate: MarginRate

  /// Creates a floor at `rate`.
  public init(rate: MarginRate) {
    precondition(rate >= .zero, "A floor is at least 0, not \(rate.fraction)")
    self.rate = rate
  }

  /// The name of the step: `floor`.
  public var name: String { "floor" }

  /// The larger of the rate and the floor.
  public mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
    StepOutcome(rate: max(rate, self.rate.fraction))
  }
}

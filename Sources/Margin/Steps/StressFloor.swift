/// A floor at the measure of a stressed period: max(rate, stressed).
public struct StressFloor: MarginStep, MarginStepState {
  /// A floor at the stressed reference.
  public init() {}

  /// `stress floor`.
  public var name: String { "stress floor" }

  /// The stressed reference.
  public var needs: Set<ReferenceRole> { [.stressed] }

  /// The step itself: it remembers nothing.
  public func makeState() -> any MarginStepState { self }

  /// The larger of the rate and the stressed measure.
  public mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
    guard let stressed = inputs.stressed else {
      preconditionFailure("The driver gave no stressed reference at position \(inputs.position)")
    }
    return StepOutcome(rate: max(rate, stressed.value))
  }
}

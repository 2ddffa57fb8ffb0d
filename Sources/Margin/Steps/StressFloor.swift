/// A floor at the measure of a stress period: max(rate, stressed).
public struct StressFloor: MarginStep, MarginStepState {
  /// The stress period.
  public let period: StressPeriod

  /// Creates a floor at the measure of a stress period.
  public init(period: StressPeriod = .worst(length: 250)) { self.period = period }

  /// The name of the step: `stress floor`.
  public var name: String { "stress floor" }

  /// The stressed reference measure.
  public var needs: [ReferenceNeed] { [.stressed(period)] }

  /// The larger of the rate and the stressed measure.
  public mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
    StepOutcome(rate: max(rate, inputs.reference(.stressed(period)).value))
  }
}

/// A damping of decreases: each date the margin falls by a fraction of its distance to the target.
///
///     rateₜ = rateₜ₋₁ − f·(rateₜ₋₁ − targetₜ)   where the target is below
///
/// Increases apply immediately. The state is unrounded: a rounded state would stop above its
/// target.
public struct DecreaseDamping: MarginStep {
  /// The fraction of the distance to the target that the margin falls per date, in (0, 1].
  public let fraction: Double

  /// Creates a damping with the given fraction per date.
  public init(fraction: Double) {
    precondition(fraction > 0 && fraction <= 1, "A damping is in (0, 1], not \(fraction)")
    self.fraction = fraction
  }

  /// The name of the step: `damping`.
  public var name: String { "damping" }

  /// True: the state holds the previous rate.
  public var remembers: Bool { true }

  /// A state without history: the first rate is unchanged.
  public func makeState() -> any MarginStepState { State(fraction: fraction) }

  private struct State: MarginStepState {
    let fraction: Double
    var previous: Double?

    mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
      var damped = rate
      if let previous, rate < previous {
        // max: floating-point rounding must not push the rate below the target.
        damped = max(rate, previous - (previous - rate) * fraction)
      }
      previous = damped
      return StepOutcome(rate: damped)
    }
  }
}

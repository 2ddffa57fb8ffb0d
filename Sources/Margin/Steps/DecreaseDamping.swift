/// A damping of falls: each day the margin falls by a fraction of the way to its target.
///
///     rateₜ = rateₜ₋₁ − f·(rateₜ₋₁ − targetₜ)   where the target is below
///
/// Rises pass at once. The state is unrounded: a rounded one would stick above its target for ever.
public struct DecreaseDamping: MarginStep {
  /// The fraction of the way that a day may fall, in (0, 1].
  public let fraction: Double

  /// A damping that falls by the given fraction a day.
  public init(fraction: Double) {
    precondition(fraction > 0 && fraction <= 1, "A damping is in (0, 1], not \(fraction)")
    self.fraction = fraction
  }

  /// `damping`.
  public var name: String { "damping" }

  /// True: the rate of the date before.
  public var remembers: Bool { true }

  /// A state with no past: the first rate passes.
  public func makeState() -> any MarginStepState { State(fraction: fraction) }

  private struct State: MarginStepState {
    let fraction: Double
    var previous: Double?

    mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
      var damped = rate
      if let previous, rate < previous {
        // max: the rounding of the last bit must not fall below the target.
        damped = max(rate, previous - (previous - rate) * fraction)
      }
      previous = damped
      return StepOutcome(rate: damped)
    }
  }
}

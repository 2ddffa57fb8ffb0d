/// A no-change band: the margin falls only if the estimate leaves the held rate's interval.
///
/// The state holds a rate and the 95 % interval of the measure on the date the rate was set. A
/// higher rate replaces it immediately; a lower one replaces it when the measure falls below the
/// lower end of the interval, which is then updated. `symmetric` also holds increases until the
/// measure exceeds the upper end or the hard minimum exceeds the held rate.
///
/// On a date without an interval the rate is unchanged, with the warning
/// `hysteresis-without-interval`.
public struct Hysteresis: MarginStep {
  /// The direction of the changes that are held.
  public let direction: Direction

  /// The directions in which a hysteresis holds changes.
  public enum Direction: String, Hashable, Sendable, Codable, CaseIterable {
    /// Decreases only.
    case falls
    /// Decreases and increases.
    case symmetric
  }

  /// Creates a hysteresis.
  public init(direction: Direction = .falls) { self.direction = direction }

  /// The name of the step: `hysteresis`.
  public var name: String { "hysteresis" }

  /// True: the state holds the held rate and its interval.
  public var remembers: Bool { true }

  /// The interval of the measure.
  public var facts: Set<ForecastFact> { [.interval] }

  /// A state without a held rate: the first rate is unchanged.
  public func makeState() -> any MarginStepState { State(direction: direction) }

  private struct State: MarginStepState {
    let direction: Direction
    var held: (rate: Double, interval: ClosedRange<Double>)?

    mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
      guard let interval = inputs.interval else {
        held = nil
        return StepOutcome(
          rate: rate,
          warnings: [
            MarginWarning(
              code: "hysteresis-without-interval",
              message: "the measure has no interval on this date; the rate is not held")
          ])
      }
      guard let held, holds(rate, inputs.measured, held) else {
        held = (rate, interval)
        return StepOutcome(rate: rate)
      }
      let least = inputs.minimum
      guard held.rate >= least else {
        self.held = (rate, interval)
        return StepOutcome(rate: rate)
      }
      return StepOutcome(rate: held.rate)
    }

    private func holds(
      _ rate: Double, _ measured: Double, _ held: (rate: Double, interval: ClosedRange<Double>)
    ) -> Bool {
      if rate < held.rate { return measured >= held.interval.lowerBound }
      return direction == .symmetric && measured <= held.interval.upperBound
    }
  }
}

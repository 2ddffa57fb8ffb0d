/// A band without change: a published margin falls only when the new estimate leaves the old one's interval.
///
/// A rate is held, with the 95 % interval of the measure on the date it was taken. A higher rate is taken
/// at once; a lower one as soon as the measure is below the interval's lower end, and the interval is then
/// the new date's. `symmetric` holds rises too, until the measure is above the upper end or a hard
/// minimum is above the held rate.
///
/// On a date whose interval cannot be said the rate passes, with the warning `hysteresis-without-interval`.
public struct Hysteresis: MarginStep {
  /// Which changes are held.
  public let direction: Direction

  /// Which changes a hysteresis holds.
  public enum Direction: String, Hashable, Sendable, Codable, CaseIterable {
    /// Falls alone.
    case falls
    /// Falls and rises.
    case symmetric
  }

  /// A hysteresis.
  public init(direction: Direction = .falls) { self.direction = direction }

  /// `hysteresis`.
  public var name: String { "hysteresis" }

  /// True: the held rate and its interval.
  public var remembers: Bool { true }

  /// The interval of the measure.
  public var facts: Set<ForecastFact> { [.interval] }

  /// A state that holds nothing: the first rate passes.
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

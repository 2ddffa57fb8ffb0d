/// A limit on increases: the rate rises by at most a factor over the last n dates.
///
///     rateₜ = min(targetₜ, f · min(rateₜ₋₁, …, rateₜ₋ₙ))
///
/// so that no rate exceeds *f* times the rate of any of the previous *n* dates. Decreases apply
/// immediately. A hard minimum above the limit is published instead. The stored rates are those of
/// the step, unrounded.
///
/// A speed limit lowers both coverage and cost: margin calls are smaller, but on some dates the
/// margin is below the calculated one.
/// - SeeAlso: Chande and Labelle St-Pierre (2016), Bank of Canada Staff Discussion Paper 2016-18.
public struct SpeedLimit: MarginStep {
  /// The maximum ratio *f* of the rate to the minimum of the previous dates; at least one.
  public let factor: Double
  /// The lookback window *n*, in dates.
  public let days: Int

  /// Creates a limit with a factor over a number of dates.
  public init(factor: Double, days: Int) {
    precondition(factor >= 1 && factor.isFinite, "A speed limit is at least 1, not \(factor)")
    precondition(days >= 1, "A speed limit looks back on a date, not \(days)")
    self.factor = factor
    self.days = days
  }

  /// The name of the step: `speed limit`.
  public var name: String { "speed limit" }

  /// True: the state holds the previous rates.
  public var remembers: Bool { true }

  /// A state without history: the first rate is unchanged.
  public func makeState() -> any MarginStepState { State(recipe: self) }

  private struct State: MarginStepState {
    let recipe: SpeedLimit
    /// The rates of the last n dates, the oldest first.
    var recent: [Double] = []

    mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
      let limit = recent.min().map { $0 * recipe.factor } ?? .infinity
      let limited = max(min(rate, limit), inputs.minimum)
      if recent.count == recipe.days { recent.removeFirst() }
      recent.append(limited)
      return StepOutcome(
        rate: limited, label: limited > limit ? "speed limit (hard minimum)" : nil)
    }
  }
}

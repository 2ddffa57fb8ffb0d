/// A limit on rises: over the last n dates the rate grows by at most a factor.
///
///     rateₜ = min(targetₜ, f · min(rateₜ₋₁, …, rateₜ₋ₙ))
///
/// so that no date stands above *f* times any of the *n* dates before it. Falls pass at once. A hard
/// minimum above the limit is published instead. The rates remembered are the step's own, unrounded.
///
/// A speed limit lowers both coverage and cost: it trades the size of a call for days on which
/// less is held than was calculated.
/// - SeeAlso: Bank of Canada Staff Discussion Paper 2016-18.
public struct SpeedLimit: MarginStep {
  /// The largest rate over the smallest of the dates before, *f*; at least one.
  public let factor: Double
  /// The dates looked back on, *n*.
  public let days: Int

  /// A limit with a factor over a number of dates.
  public init(factor: Double, days: Int) {
    precondition(factor >= 1 && factor.isFinite, "A speed limit is at least 1, not \(factor)")
    precondition(days >= 1, "A speed limit looks back on a date, not \(days)")
    self.factor = factor
    self.days = days
  }

  /// `speed limit`.
  public var name: String { "speed limit" }

  /// True: the rates of the dates before.
  public var remembers: Bool { true }

  /// A state with no past: the first rate passes.
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

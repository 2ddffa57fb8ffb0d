internal import MarketData

/// A margin that changes on scheduled dates, and between them only in an emergency.
///
/// The rate of the first date of each period applies until the next period. Within a period, a rate
/// that exceeds the rate in force by more than ``emergencyRise`` replaces it immediately. A hard
/// minimum above the rate in force is published instead and does not change the rate in force.
public struct ScheduledRecalibration: MarginStep {
  /// The schedule on which the rate is reset.
  public let schedule: Schedule
  /// The relative rise over the rate in force that resets it immediately; nil for none.
  public let emergencyRise: Double?

  /// When a rate is reset.
  public enum Schedule: Hashable, Sendable {
    /// On the first date of a calendar period.
    case calendar(Period)
    /// After a number of bars.
    case bars(Int)
  }

  /// A calendar period.
  public enum Period: String, Hashable, Sendable, Codable, CaseIterable {
    /// Weeks that begin on Monday.
    case week
    /// Calendar months.
    case month
    /// Calendar quarters.
    case quarter
  }

  /// Creates a recalibration on a schedule.
  public init(schedule: Schedule, emergencyRise: Double? = nil) {
    if case .bars(let count) = schedule {
      precondition(count >= 1, "A rate is set every date at most, not every \(count)")
    }
    precondition(
      emergencyRise.map { $0 >= 0 && $0.isFinite } ?? true, "An emergency is a rise of at least 0")
    self.schedule = schedule
    self.emergencyRise = emergencyRise
  }

  /// The name of the step: `recalibration`.
  public var name: String { "recalibration" }

  /// True: the state holds the rate in force.
  public var remembers: Bool { true }

  /// A state without a rate in force: the first rate is unchanged.
  public func makeState() -> any MarginStepState { State(recipe: self) }

  private struct State: MarginStepState {
    let recipe: ScheduledRecalibration
    var standing: Double?
    var set: (position: Int, date: Timestamp?) = (0, nil)

    mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
      guard let standing, !isDue(inputs) else {
        self.standing = rate
        set = (inputs.position, inputs.date)
        return StepOutcome(rate: rate)
      }
      if let rise = recipe.emergencyRise, rate > standing * (1 + rise) {
        self.standing = rate
        return StepOutcome(
          rate: rate, label: "recalibration (emergency)",
          warnings: [
            MarginWarning(
              code: "emergency-recalibration",
              message: "the rate rose by more than the trigger between two scheduled days")
          ])
      }
      let least = inputs.minimum
      return StepOutcome(
        rate: max(standing, least),
        label: least > standing ? "recalibration (hard minimum)" : nil)
    }

    private func isDue(_ inputs: MarginInputs) -> Bool {
      switch recipe.schedule {
      case .bars(let count): return inputs.position - set.position >= count
      case .calendar(let period):
        guard let last = set.date, let now = inputs.date else { return true }
        return period.number(of: now.date) != period.number(of: last.date)
      }
    }
  }
}

extension ScheduledRecalibration.Period {
  /// The consecutive number of the period that contains a date.
  func number(of date: CalendarDate) -> Int {
    let (year, month, _) = date.components
    switch self {
    // 1970-01-01 was a Thursday: day −3 a Monday.
    case .week: return Int(((Double(date.days) + 3) / 7).rounded(.down))
    case .month: return year * 12 + month - 1
    case .quarter: return year * 4 + (month - 1) / 3
    }
  }
}

public import Instruments
public import MarketData

/// A manual rate for a period, with the name of its author.
///
/// It replaces the rate of its instrument and sides from ``from`` through ``until``, but never goes
/// below the hard minimum. Each date in the period carries the warning `override`. After ``until``
/// the calculated rate applies with the warning `override-expired`, and a schedule of a single date
/// fails until the override is renewed or removed.
public struct DatedOverride: MarginStep, MarginStepState {
  /// The instrument whose margin is overridden.
  public let instrument: InstrumentID
  /// The side, or nil for both.
  public let side: Side?
  /// The rate that replaces the calculated one.
  public let rate: MarginRate
  /// The first date on which the override applies.
  public let from: CalendarDate
  /// The last date on which the override applies.
  public let until: CalendarDate
  /// The date by which the override must be reviewed.
  public let review: CalendarDate
  /// The author of the override.
  public let author: String
  /// The reason for the override.
  public let reason: String

  /// Creates an override; the review date is not after ``until``.
  public init(
    instrument: InstrumentID, side: Side? = nil, rate: MarginRate, from: CalendarDate,
    until: CalendarDate, review: CalendarDate, author: String, reason: String
  ) {
    precondition(from <= until, "An override ends on or after its first day")
    precondition(from <= review && review <= until, "An override is reviewed while it acts")
    precondition(rate >= .zero, "An override is at least 0, not \(rate.fraction)")
    self.instrument = instrument
    self.side = side
    self.rate = rate
    self.from = from
    self.until = until
    self.review = review
    self.author = author
    self.reason = reason
  }

  /// The name of the step: `override`.
  public var name: String { "override" }

  /// Whether the override applies to this instrument and side.
  public func concerns(_ instrument: InstrumentID?, _ side: Side?) -> Bool {
    instrument == self.instrument && (self.side == nil || self.side == side)
  }

  /// The manual rate on the dates in the period; otherwise the incoming rate.
  public mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
    guard concerns(inputs.instrument, inputs.side), let today = inputs.date?.date, today >= from
    else { return .passed(rate) }
    guard today <= until else {
      return StepOutcome(
        rate: rate,
        warnings: [
          MarginWarning(
            code: "override-expired", message: "the override by \(author) ended on \(until)")
        ])
    }
    let least = inputs.minimum
    let overdue = today > review ? ", whose review was due on \(review)" : ", review \(review)"
    return StepOutcome(
      rate: max(self.rate.fraction, least),
      label: least > self.rate.fraction
        ? "override by \(author) (hard minimum)" : "override by \(author)",
      warnings: [
        MarginWarning(
          code: "override",
          message: "set to \(self.rate.fraction) by \(author) until \(until)\(overdue): \(reason)")
      ])
  }
}

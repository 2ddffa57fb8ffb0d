public import Instruments
public import MarketData

/// A manual rate for a period, with the name of its author.
///
/// It replaces the rate of its instrument and sides from ``from`` through ``until``. A hard minimum above it is
/// published instead. Each date it acts on carries the warning `override`; after ``until`` the rate passes with
/// the warning `override-expired`, and a schedule of one date fails until the override is renewed or removed.
public struct DatedOverride: MarginStep, MarginStepState {
  /// Whose margin is set.
  public let instrument: InstrumentID
  /// The side, or nil for both.
  public let side: Side?
  /// The rate in place of the calculated one.
  public let rate: MarginRate
  /// The first day it acts.
  public let from: CalendarDate
  /// The last day it acts.
  public let until: CalendarDate
  /// The day by which it is looked at again.
  public let review: CalendarDate
  /// Who set it.
  public let author: String
  /// Why.
  public let reason: String

  /// An override; its review is not after its end.
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

  /// `override`.
  public var name: String { "override" }

  /// Whether the override is of this instrument and side.
  public func concerns(_ instrument: InstrumentID?, _ side: Side?) -> Bool {
    instrument == self.instrument && (self.side == nil || self.side == side)
  }

  /// The rate that was set, on the days it acts.
  public mutating func apply(to rate: Double, given inputs: MarginInputs) -> StepOutcome {
    guard concerns(inputs.instrument, inputs.side), let today = inputs.date?.date, today >= from
    else { return StepOutcome(rate: rate) }
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

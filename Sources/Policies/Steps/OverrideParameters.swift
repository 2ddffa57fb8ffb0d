internal import Instruments
internal import Margin
internal import MarketData
internal import Text

/// The parameters of `override`.
struct OverrideParameters: Hashable, Sendable, Decodable {
  /// Whose margin is set.
  let instrument: String
  /// The side; nil for both.
  let side: Side?
  /// The rate in place of the calculated one.
  let rate: Double
  /// The first day it acts, ISO 8601.
  let from: String
  /// The last day it acts.
  let until: String
  /// The day by which it is looked at again.
  let review: String
  /// Who set it.
  let author: String
  /// Why.
  let reason: String
}

extension StepSpecification {
  static let override = StepSpecification(
    OverrideParameters.self, "override",
    summary: "a rate set by hand, from a day to a day, with a name under it",
    guide: Guide(
      assumes: "Sets the rate by hand, between two dates, with reason and name.",
      fails: "When it outlives its reason; backtests show results with and without it.",
      reference: "This package"),
    keys: [
      .init("instrument", .text, .text(hint: "write its name"), "whose margin is set"),
      .init(
        "side", .name, PolicyKeys.names(Side.self), .optional(example: .string("long")),
        "one side; without it both"),
      .init(
        "rate", .fraction, PolicyKeys.rate(example: 0.2), "the rate in place of the calculated one"),
      .init("from", .date, PolicyKeys.date, "the first day it acts"),
      .init("until", .date, PolicyKeys.date, "the last day it acts; a schedule after it fails"),
      .init("review", .date, PolicyKeys.date, "the day by which it is looked at again"),
      .init("author", .text, .text(hint: "write a name"), "who set it"),
      .init("reason", .text, .text(hint: "write a sentence"), "why"),
    ],
    examples: [
      .object([
        "instrument": .string("BTC-USD"), "rate": .double(0.2), "from": .string("2024-03-01"),
        "until": .string("2024-03-31"), "review": .string("2024-03-15"),
        "author": .string("A. Analyst"),
        "reason": .string("vote on 20 March"),
      ])
    ])
}

extension OverrideParameters: StepParameters {
  func check(at path: DocumentPath) throws(KeyFault) {
    let (from, until, review) = (
      try path.date(from, at: "from"), try path.date(until, at: "until"),
      try path.date(review, at: "review")
    )
    for (key, text) in [("author", author), ("reason", reason)]
    where text.allSatisfy(\.isWhitespace) {
      throw KeyFault(
        path: path.appending(key), problem: "is empty",
        remedy: "write who set the rate and why: an override is signed")
    }
    guard from <= until else {
      throw KeyFault(
        path: path.appending("until"), problem: "\(self.until) is before \(self.from)",
        remedy: "write a day on or after from")
    }
    guard from <= review, review <= until else {
      throw KeyFault(
        path: path.appending("review"),
        problem: "\(self.review) is not from \(self.from) to \(self.until)",
        remedy: "write a day on which the override acts")
    }
  }

  func step() -> any MarginStep {
    guard let from = CalendarDate(from), let until = CalendarDate(until),
      let review = CalendarDate(review)
    else { preconditionFailure("An override was checked and has no dates: \(from), \(until)") }
    return DatedOverride(
      instrument: InstrumentID(rawValue: instrument), side: side, rate: MarginRate(checked: rate),
      from: from, until: until, review: review, author: author, reason: reason)
  }
}

internal import Instruments
internal import Margin
internal import MarketData
internal import Text

/// The parameters of `override`.
struct OverrideParameters: Hashable, Sendable, Decodable {
  /// The instrument.
  let instrument: String
  /// The side; nil for both.
  let side: Side?
  /// The rate that replaces the calculated one.
  let rate: Double
  /// The first day on which it applies, ISO 8601.
  let from: String
  /// The last day on which it applies.
  let until: String
  /// The date of the next review.
  let review: String
  /// The author of the override.
  let author: String
  /// The reason for the override.
  let reason: String
}

extension StepSpecification {
  static let override = StepSpecification(
    OverrideParameters.self, "override",
    summary: "a manual rate for a period, with author and reason",
    guide: Guide(
      assumes: "Sets the rate by hand, between two dates, with reason and name.",
      fails: "When it outlives its reason; backtests show results with and without it.",
      reference: "This package"),
    keys: [
      .init("instrument", .text, .text(hint: "write its name"), "instrument to override"),
      .init(
        "side", .name, PolicyKeys.names(Side.self), .optional(example: .string("long")),
        "one side; default: both"),
      .init(
        "rate", .fraction, PolicyKeys.rate(example: 0.2), "rate that replaces the calculated one"),
      .init("from", .date, PolicyKeys.date, "first day in force"),
      .init("until", .date, PolicyKeys.date, "last day in force; later schedules fail"),
      .init("review", .date, PolicyKeys.date, "date of the next review"),
      .init("author", .text, .text(hint: "write a name"), "author of the override"),
      .init("reason", .text, .text(hint: "write a sentence"), "reason for the override"),
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
  var keyOfPriceFraction: String? { "rate" }

  func check(at path: DocumentPath) throws(KeyFault) {
    let (from, until, review) = (
      try path.date(from, at: "from"), try path.date(until, at: "until"),
      try path.date(review, at: "review")
    )
    for (key, text) in [("author", author), ("reason", reason)]
    where text.allSatisfy(\.isWhitespace) {
      throw KeyFault(
        path: path.appending(key), problem: "is empty",
        remedy: "write the author and the reason of the override")
    }
    guard from <= until else {
      throw KeyFault(
        path: path.appending("until"), problem: "\(self.until) is before \(self.from)",
        remedy: "write a day on or after from")
    }
    guard from <= review, review <= until else {
      throw KeyFault(
        path: path.appending("review"),
        problem: "\(self.review) is not between \(self.from) and \(self.until)",
        remedy: "write a day on which the override is in force")
    }
  }

  func step() -> any MarginStep {
    guard let from = CalendarDate(from), let until = CalendarDate(until),
      let review = CalendarDate(review)
    else { preconditionFailure("validated override without dates: \(from), \(until)") }
    return DatedOverride(
      instrument: InstrumentID(rawValue: instrument), side: side, rate: MarginRate(checked: rate),
      from: from, until: until, review: review, author: author, reason: reason)
  }
}

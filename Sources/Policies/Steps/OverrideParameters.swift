public import Instruments
internal import Margin
internal import MarketData

/// The parameters of `override`.
public struct OverrideParameters: Hashable, Sendable, Codable {
  /// Whose margin is set.
  public let instrument: String
  /// The side; nil for both.
  public let side: Side?
  /// The rate in place of the calculated one.
  public let rate: Double
  /// The first day it acts, ISO 8601.
  public let from: String
  /// The last day it acts.
  public let until: String
  /// The day by which it is looked at again.
  public let review: String
  /// Who set it.
  public let author: String
  /// Why.
  public let reason: String
}

extension OverrideParameters: ConfigurableStep {
  static let name = "override"
  static let summary = "a rate set by hand, from a day to a day, with a name under it"

  static let keys: [KeyRule.Key] = [
    .init("instrument", .text(hint: "write its name"), "whose margin is set"),
    .init(
      "side", PolicyKeys.names(Side.self), .optional(example: .text("long")),
      "one side; without it both"),
    .init("rate", PolicyKeys.rate(example: 0.2), "the rate in place of the calculated one"),
    .init("from", PolicyKeys.date, "the first day it acts"),
    .init("until", PolicyKeys.date, "the last day it acts; a schedule after it fails"),
    .init("review", PolicyKeys.date, "the day by which it is looked at again"),
    .init("author", .text(hint: "write a name"), "who set it"),
    .init("reason", .text(hint: "write a sentence"), "why"),
  ]

  static let examples: [ConfigurationValue] = [
    .table([
      "instrument": .text("BTC-USD"), "rate": .number(0.2), "from": .text("2024-03-01"),
      "until": .text("2024-03-31"), "review": .text("2024-03-15"), "author": .text("A. Analyst"),
      "reason": .text("vote on 20 March"),
    ])
  ]

  func check(at path: ConfigurationPath) throws(ConfigurationProblem) {
    let (from, until, review) = (
      try path.date(from, at: "from"), try path.date(until, at: "until"),
      try path.date(review, at: "review")
    )
    for (key, text) in [("author", author), ("reason", reason)]
    where text.allSatisfy(\.isWhitespace) {
      throw ConfigurationProblem(
        path: path.appending(key), problem: "is empty",
        hint: "write who set the rate and why: an override is signed")
    }
    guard from <= until else {
      throw ConfigurationProblem(
        path: path.appending("until"), problem: "\(self.until) is before \(self.from)",
        hint: "write a day on or after from")
    }
    guard from <= review, review <= until else {
      throw ConfigurationProblem(
        path: path.appending("review"),
        problem: "\(self.review) is not from \(self.from) to \(self.until)",
        hint: "write a day on which the override acts")
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

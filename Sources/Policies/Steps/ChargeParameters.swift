internal import Margin
internal import MarketData
internal import Text

/// The parameters of `wrong-way`.
struct WrongWayParameters: Hashable, Sendable, Decodable {
  /// The share of the rate that is added.
  let share: Double
  /// The instruments it applies to; nil for all.
  let instruments: [String]?
}

extension StepSpecification {
  static let wrongWay = StepSpecification(
    WrongWayParameters.self, "wrong-way",
    summary: "add-on for collateral that loses value with the position",
    guide: Guide(
      assumes: "Adds a share of the rate for collateral that loses value with the position.",
      fails: "When the correlation of collateral and position is not the same in all accounts.",
      reference: "CPSS-IOSCO (2012), Principles for financial market infrastructures, principle 5"),
    keys: [
      .init(
        "share", .share, PolicyKeys.share(example: 0.1), .fallback(.double(0.1)),
        "share of the rate that is added"),
      PolicyKeys.instruments,
    ])
}

extension WrongWayParameters: StepParameters {
  func step() -> any MarginStep {
    WrongWayAddOn(share: share, scope: AddOnScope(instruments))
  }
}

/// The parameters of `event`.
struct EventParameters: Hashable, Sendable, Decodable {
  /// The day of the event, ISO 8601.
  let date: String
  /// The description of the event.
  let event: String
  /// The rate that is added, as a fraction of notional.
  let rate: Double
  /// The calendar days before the event on which the charge begins.
  let leadDays: Int
  /// The calendar days after the event until which the charge applies.
  let lagDays: Int
  /// The instruments it applies to; nil for all.
  let instruments: [String]?

  enum CodingKeys: String, CodingKey {
    case date, event, rate, instruments
    case leadDays = "lead-days"
    case lagDays = "lag-days"
  }
}

extension StepSpecification {
  static let event = StepSpecification(
    EventParameters.self, "event",
    summary: "charge around an expiry, a vote or a corporate action",
    guide: Guide(
      assumes: "Adds a charge on the bars around a dated event.",
      fails: "For events that come as a surprise, or move prices more than the charge.",
      reference: "This package"),
    keys: [
      .init("date", .date, PolicyKeys.date, "date of the event"),
      .init("event", .text, .text(hint: "write a few words"), "description of the event"),
      .init(
        "rate", .fraction, PolicyKeys.rate(example: 0.02), "rate added, a fraction of notional"),
      .init(
        "lead-days", .days, PolicyKeys.days(5, from: 0), .fallback(.integer(5)),
        "calendar days before the event when the charge begins"),
      .init(
        "lag-days", .days, PolicyKeys.days(1, from: 0), .fallback(.integer(0)),
        "calendar days after the event until the charge ends"),
      PolicyKeys.instruments,
    ],
    examples: [
      .object(["date": .string("2024-03-15"), "event": .string("expiry"), "rate": .double(0.02)])
    ])
}

extension EventParameters: StepParameters {
  var keyOfPriceFraction: String? { "rate" }

  func check(at path: DocumentPath) throws(KeyFault) {
    _ = try path.date(date, at: "date")
  }

  func step() -> any MarginStep {
    guard let date = CalendarDate(date) else {
      preconditionFailure("validated event without a date: \(date)")
    }
    return EventAddOn(
      date: date, leadDays: leadDays, lagDays: lagDays, charge: MarginRate(checked: rate),
      event: event, scope: AddOnScope(instruments))
  }
}

internal import Margin
internal import MarketData

/// The parameters of `spread`.
public struct SpreadParameters: Hashable, Sendable, Codable {
  /// The mean relative spread.
  public let mean: Double
  /// Its standard deviation.
  public let deviation: Double
  /// The standard deviations above the mean that are charged.
  public let multiple: Double
  /// The instruments it is on; nil for all.
  public let instruments: [String]?
}

extension SpreadParameters: ConfigurableStep {
  static let name = "spread"
  static let summary = "half of the spread that closing pays"
  static let keys: [KeyRule.Key] = [
    .init(
      "mean", PolicyKeys.share(example: 0.001), .fallback(.number(0.001)),
      "the mean spread, a fraction of the price"),
    .init(
      "deviation", PolicyKeys.share(example: 0.0005), .fallback(.number(0)),
      "the standard deviation of the spread"),
    .init(
      "multiple", PolicyKeys.amount("a multiple", example: 3), .fallback(.number(0)),
      "standard deviations above the mean that are charged"),
    PolicyKeys.instruments,
  ]

  func step() -> any MarginStep {
    SpreadAddOn(
      mean: mean, deviation: deviation, multiple: multiple, scope: AddOnScope(instruments))
  }
}

/// The parameters of `fee`.
public struct FeeParameters: Hashable, Sendable, Codable {
  /// The fee as a fraction of notional.
  public let rate: Double
  /// The instruments it is on; nil for all.
  public let instruments: [String]?
}

extension FeeParameters: ConfigurableStep {
  static let name = "fee"
  static let summary = "the fee that closing costs"
  static let keys: [KeyRule.Key] = [
    .init(
      "rate", PolicyKeys.share(example: 0.0005), .fallback(.number(0.0005)),
      "the fee, a fraction of notional"),
    PolicyKeys.instruments,
  ]

  func step() -> any MarginStep { FeeAddOn(fee: rate, scope: AddOnScope(instruments)) }
}

/// The parameters of `impact`: of a volume, or of a book.
public struct ImpactParameters: Hashable, Sendable, Codable {
  /// The notional of the position.
  public let notional: Double
  /// The notional traded in a bar; nil for a book of constant depth.
  public let volume: Double?
  /// The notional within 100 % of the price; nil for the power law.
  public let depth: Double?
  /// Y of the power law.
  public let coefficient: Double
  /// δ of the power law.
  public let exponent: Double
  /// The instruments it is on; nil for all.
  public let instruments: [String]?
}

extension ImpactParameters: ConfigurableStep {
  static let name = "impact"
  static let summary = "the price that closing the position moves"
  static let keys: [KeyRule.Key] = [
    .init("notional", PolicyKeys.positive("a notional", example: 1e6), "of the position"),
    .init(
      "volume", PolicyKeys.positive("a notional", example: 5e7),
      .optional(example: .number(5e7)), "the notional traded in a bar"),
    .init(
      "depth", PolicyKeys.positive("a notional", example: 2e8),
      .optional(example: .number(2e8)),
      "in place of volume: the book's notional within 100 % of the price"),
    .init(
      "coefficient", PolicyKeys.amount("a coefficient", example: 1), .fallback(.number(1)),
      "of the power law, in volatilities of a bar"),
    .init(
      "exponent",
      .number(
        NumberRule(
          .excluding(0), .including(2), hint: "write an exponent from 0 to 2, for example 0.5")),
      .fallback(.number(0.5)), "of the power law"),
    PolicyKeys.instruments,
  ]

  static let examples: [ConfigurationValue] = [
    .table(["notional": .number(1e6), "volume": .number(5e7)])
  ]

  func check(at path: ConfigurationPath) throws(ConfigurationProblem) {
    guard (volume == nil) != (depth == nil) else {
      throw ConfigurationProblem(
        path: path, problem: "takes a volume or a depth, exactly one",
        hint: "write volume = 5e7 or depth = 2e8")
    }
  }

  func step() -> any MarginStep {
    let law: ImpactAddOn.Law =
      if let depth {
        .depth(notional: notional, depth: depth)
      } else {
        .power(
          coefficient: coefficient, exponent: exponent,
          size: PositionSize(notional: notional, volume: volume ?? notional))
      }
    return ImpactAddOn(law: law, scope: AddOnScope(instruments))
  }
}

/// The parameters of `concentration`.
public struct ConcentrationParameters: Hashable, Sendable, Codable {
  /// The notional of the position.
  public let notional: Double
  /// The notional traded in a bar.
  public let volume: Double
  /// The share of the volume that is traded.
  public let participation: Double
  /// Bars before trading begins.
  public let leadBars: Double
  /// The liquidation period that the rate covers already.
  public let freeBars: Double
  /// The longest liquidation period that is charged; nil for none.
  public let capBars: Double?
  /// The instruments it is on; nil for all.
  public let instruments: [String]?

  enum CodingKeys: String, CodingKey {
    case notional, volume, participation, instruments
    case leadBars = "lead-bars"
    case freeBars = "free-bars"
    case capBars = "cap-bars"
  }
}

extension ConcentrationParameters: ConfigurableStep {
  static let name = "concentration"
  static let summary = "a charge for positions that take long to close"
  static let keys: [KeyRule.Key] = [
    .init("notional", PolicyKeys.positive("a notional", example: 1e7), "of the position"),
    .init("volume", PolicyKeys.positive("a notional", example: 5e7), "traded in a bar"),
    .init(
      "participation",
      .number(
        NumberRule(
          .excluding(0), .including(1), hint: "write a share of the volume, for example 0.1")),
      .fallback(.number(0.1)), "the share of the volume that is traded"),
    .init(
      "lead-bars", PolicyKeys.amount("a number of bars", example: 0.3), .fallback(.number(0)),
      "bars before trading begins"),
    .init(
      "free-bars", PolicyKeys.positive("a number of bars", example: 2), .fallback(.number(2)),
      "the threshold: the liquidation period that the rate covers already"),
    .init(
      "cap-bars", PolicyKeys.positive("a number of bars", example: 5),
      .optional(example: .number(5)), "the longest liquidation period that is charged"),
    PolicyKeys.instruments,
  ]

  static let examples: [ConfigurationValue] = [
    .table(["notional": .number(1e7), "volume": .number(5e7)])
  ]

  func check(at path: ConfigurationPath) throws(ConfigurationProblem) {
    guard capBars.map({ $0 >= freeBars }) ?? true else {
      throw ConfigurationProblem(
        path: path.appending("cap-bars"), problem: "is below free-bars",
        hint: "write at least \(freeBars)")
    }
  }

  func step() -> any MarginStep {
    ConcentrationAddOn(
      size: PositionSize(notional: notional, volume: volume), participation: participation,
      leadBars: leadBars, freeBars: freeBars, capBars: capBars ?? .infinity,
      scope: AddOnScope(instruments))
  }
}

/// The parameters of `wrong-way`.
public struct WrongWayParameters: Hashable, Sendable, Codable {
  /// The share of the rate that is added.
  public let share: Double
  /// The instruments it is on; nil for all.
  public let instruments: [String]?
}

extension WrongWayParameters: ConfigurableStep {
  static let name = "wrong-way"
  static let summary = "a share on top for collateral that falls with the position"
  static let keys: [KeyRule.Key] = [
    .init(
      "share", PolicyKeys.share(example: 0.1), .fallback(.number(0.1)),
      "the share of the rate that is added"),
    PolicyKeys.instruments,
  ]

  func step() -> any MarginStep {
    WrongWayAddOn(share: share, scope: AddOnScope(instruments))
  }
}

/// The parameters of `event`.
public struct EventParameters: Hashable, Sendable, Codable {
  /// The day of the event, ISO 8601.
  public let date: String
  /// What happens.
  public let event: String
  /// What is added, as a fraction of notional.
  public let rate: Double
  /// Calendar days before it on which the charge begins.
  public let leadDays: Int
  /// Calendar days after it on which the charge still acts.
  public let lagDays: Int
  /// The instruments it is on; nil for all.
  public let instruments: [String]?

  enum CodingKeys: String, CodingKey {
    case date, event, rate, instruments
    case leadDays = "lead-days"
    case lagDays = "lag-days"
  }
}

extension EventParameters: ConfigurableStep {
  static let name = "event"
  static let summary = "a charge around an expiry, a vote or a corporate event"
  static let keys: [KeyRule.Key] = [
    .init("date", PolicyKeys.date, "the day of the event"),
    .init("event", .text(hint: "write a few words"), "what happens"),
    .init("rate", PolicyKeys.rate(example: 0.02), "what is added, a fraction of notional"),
    .init(
      "lead-days", PolicyKeys.days(5, from: 0), .fallback(.integer(5)),
      "calendar days before it on which the charge begins"),
    .init(
      "lag-days", PolicyKeys.days(1, from: 0), .fallback(.integer(0)),
      "calendar days after it on which the charge still acts"),
    PolicyKeys.instruments,
  ]

  static let examples: [ConfigurationValue] = [
    .table(["date": .text("2024-03-15"), "event": .text("expiry"), "rate": .number(0.02)])
  ]

  func check(at path: ConfigurationPath) throws(ConfigurationProblem) {
    _ = try path.date(date, at: "date")
  }

  func step() -> any MarginStep {
    guard let date = CalendarDate(date) else {
      preconditionFailure("An event was checked and has no date: \(date)")
    }
    return EventAddOn(
      date: date, leadDays: leadDays, lagDays: lagDays, charge: MarginRate(checked: rate),
      event: event, scope: AddOnScope(instruments))
  }
}

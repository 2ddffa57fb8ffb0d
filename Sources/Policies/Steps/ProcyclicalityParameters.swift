internal import Margin
internal import Text

/// The parameters of `buffer`.
struct BufferParameters: Hashable, Sendable, Decodable {
  /// The share added while the buffer is full.
  let share: Double
  /// The relative rise that triggers a release.
  let trigger: Double
  /// The number of days to refill an empty buffer.
  let replenishmentDays: Int
  /// The number of days without a new high before the buffer is refilled.
  let highWindow: Int

  enum CodingKeys: String, CodingKey {
    case share, trigger
    case replenishmentDays = "replenishment-days"
    case highWindow = "high-window"
  }
}

extension StepSpecification {
  static let buffer = StepSpecification(
    BufferParameters.self, "buffer",
    summary: "buffer that is released when margins rise and refilled later",
    guide: Guide(
      assumes: "Adds a share that is used up while rates rise and replenished afterwards.",
      fails: "In long stress, once the buffer is exhausted: rates then follow the model.",
      reference: "Regulation (EU) 153/2013, Article 28(1)(a)"),
    keys: [
      .init(
        "share", .share, PolicyKeys.share(example: 0.25), .fallback(.double(0.25)),
        "share added while the buffer is full"),
      .init(
        "trigger", .share, PolicyKeys.share(example: 0.1), .fallback(.double(0.1)),
        "relative rise above the lowest rate of high-window days that triggers a release"),
      .init(
        "replenishment-days", .days, PolicyKeys.days(60), .fallback(.integer(60)),
        "days to refill an empty buffer"),
      .init(
        "high-window", .days, PolicyKeys.days(20), .fallback(.integer(20)),
        "days without a new high before refilling starts"),
    ])
}

extension BufferParameters: StepParameters {
  var article28Option: Article28Option? { .buffer }

  func step() -> any MarginStep {
    Buffer(
      share: share, trigger: trigger, replenishmentDays: replenishmentDays,
      highWindow: highWindow)
  }
}

/// The parameters of `surcharge`.
struct SurchargeParameters: Hashable, Sendable, Decodable {
  /// The share of the rate that is added.
  let share: Double
}

extension StepSpecification {
  static let surcharge = StepSpecification(
    SurchargeParameters.self, "surcharge", summary: "constant add-on, never released",
    guide: Guide(
      assumes: "Adds a constant share of the rate, in calm and in stress.",
      fails: "As a tool against procyclicality: peak and trough rise alike.",
      reference:
        "This package; on such tools: Murphy, Vasios and Vause (2016), Bank of England Staff "
        + "Working Paper 597"),
    keys: [
      .init(
        "share", .share, PolicyKeys.share(example: 0.25), .fallback(.double(0.25)),
        "share of the rate that is added")
    ])
}

extension SurchargeParameters: StepParameters {
  func step() -> any MarginStep { Surcharge(share: share) }
}

/// The parameters of `damping`.
struct DampingParameters: Hashable, Sendable, Decodable {
  /// The fraction of the remaining fall allowed per day.
  let fraction: Double
}

extension StepSpecification {
  static let damping = StepSpecification(
    DampingParameters.self, "damping",
    summary: "decreases are spread over days; increases apply immediately",
    guide: Guide(
      assumes: "Lets the rate fall by a fraction of the distance a day; rises pass at once.",
      fails: "After one false peak, whose rate lasts for weeks.",
      reference:
        "This package; on such tools: Murphy, Vasios and Vause (2016), Bank of England Staff "
        + "Working Paper 597"),
    keys: [
      .init(
        "fraction", .share,
        .number(
          NumberRule(
            .excluding(0), .including(1), hint: "write a fraction from 0 to 1, such as 0.1")),
        .fallback(.double(0.1)), "fraction of the remaining decrease allowed per day")
    ])
}

extension DampingParameters: StepParameters {
  func step() -> any MarginStep { DecreaseDamping(fraction: fraction) }
}

/// The parameters of `hysteresis`.
struct HysteresisParameters: Hashable, Sendable, Decodable {
  /// The direction of changes that are suppressed.
  let direction: Hysteresis.Direction
}

extension StepSpecification {
  static let hysteresis = StepSpecification(
    HysteresisParameters.self, "hysteresis",
    summary: "a rate falls only when the estimate leaves the confidence interval of the old one",
    guide: Guide(
      assumes: "Holds the rate while the new estimate is within the interval of the old one.",
      fails: "On slow drifts inside the interval; wide intervals hold rates for long.",
      reference: "This package"),
    keys: [
      .init(
        "direction", .name, PolicyKeys.names(Hysteresis.Direction.self),
        .fallback(.string("falls")),
        "suppress decreases only, or changes in both directions")
    ])
}

extension HysteresisParameters: StepParameters {
  func step() -> any MarginStep { Hysteresis(direction: direction) }
}

/// The parameters of `recalibration`.
struct RecalibrationParameters: Hashable, Sendable, Decodable {
  /// The calendar period whose first date sets the rate; nil to count bars.
  let every: ScheduledRecalibration.Period?
  /// The number of bars between two settings; nil to use the calendar.
  let bars: Int?
  /// The relative rise that resets the rate immediately; nil for none.
  let emergencyRise: Double?

  enum CodingKeys: String, CodingKey {
    case every, bars
    case emergencyRise = "emergency-rise"
  }
}

extension StepSpecification {
  static let recalibration = StepSpecification(
    RecalibrationParameters.self, "recalibration",
    summary: "the rate changes on scheduled days, in between only in an emergency",
    guide: Guide(
      assumes: "Changes the rate on scheduled dates, between them only in an emergency.",
      fails: "When volatility rises between two dates by less than the emergency threshold.",
      reference: "This package"),
    keys: [
      .init(
        "every", .name, PolicyKeys.names(ScheduledRecalibration.Period.self),
        .optional(example: .string("month")), "calendar period whose first date sets the rate"),
      .init(
        "bars", .bars, .integer(1 ... 10_000, hint: "write a number of bars, such as 20"),
        .optional(example: .integer(20)), "bars between two settings, instead of a calendar period"),
      .init(
        "emergency-rise", .share, PolicyKeys.share(example: 0.2), .optional(example: .double(0.2)),
        "relative rise over the current rate that resets it immediately"),
    ],
    examples: [
      .object(["every": .string("month"), "emergency-rise": .double(0.2)])
    ])
}

extension RecalibrationParameters: StepParameters {
  func check(at path: DocumentPath) throws(KeyFault) {
    guard (every == nil) != (bars == nil) else {
      throw KeyFault(
        path: path, problem: "requires exactly one of every and bars",
        remedy: "write every = \"month\" or bars = 20")
    }
  }

  func step() -> any MarginStep {
    ScheduledRecalibration(
      schedule: every.map { .calendar($0) } ?? .bars(bars ?? 1), emergencyRise: emergencyRise)
  }
}

/// The parameters of `speed-limit`.
struct SpeedLimitParameters: Hashable, Sendable, Decodable {
  /// The maximum ratio of the rate to the lowest rate of the previous days.
  let factor: Double
  /// The number of days in the lookback.
  let days: Int
}

extension StepSpecification {
  static let speedLimit = StepSpecification(
    SpeedLimitParameters.self, "speed-limit",
    summary: "limit on increases over several days; decreases apply immediately",
    guide: Guide(
      assumes: "Limits the rise of the rate over some days; the excess follows later.",
      fails:
        "When a stress is faster than the limit: coverage falls short until the rate has caught "
        + "up.",
      reference:
        "Chande and Labelle St-Pierre (2016), Bank of Canada Staff Discussion Paper 2016-18"),
    keys: [
      .init(
        "factor", .multiple,
        .number(
          NumberRule(.including(1), .including(1000), hint: "write a factor, such as 1.5")),
        .fallback(.double(1.5)), "maximum ratio to the lowest rate of the previous days"),
      .init("days", .days, PolicyKeys.days(20), .fallback(.integer(20)), "lookback in days"),
    ])
}

extension SpeedLimitParameters: StepParameters {
  func step() -> any MarginStep { SpeedLimit(factor: factor, days: days) }
}

/// The parameters of `cap`.
struct CapParameters: Hashable, Sendable, Decodable {
  /// The maximum rate, as a fraction of notional.
  let rate: Double
}

extension StepSpecification {
  static let cap = StepSpecification(
    CapParameters.self, "cap", summary: "maximum rate, subject to the hard minimum",
    guide: Guide(
      assumes: "Limits the rate, but not below a hard minimum of the policy.",
      fails: "In stress: losses above the cap are not covered.",
      reference: "This package"),
    keys: [
      .init(
        "rate", .fraction,
        .number(
          NumberRule(
            .excluding(0), .including(1), isMillionths: true,
            hint: "write a fraction of notional, such as 0.5")), .fallback(.double(1)),
        "maximum rate, a fraction of notional")
    ])
}

extension CapParameters: StepParameters {
  var keyOfPriceFraction: String? { "rate" }

  func step() -> any MarginStep { Cap(rate: MarginRate(checked: rate)) }
}

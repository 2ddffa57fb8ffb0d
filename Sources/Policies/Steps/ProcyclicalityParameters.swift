internal import Margin
internal import Text

/// The parameters of `buffer`.
struct BufferParameters: Hashable, Sendable, Decodable {
  /// The share on top while full.
  let share: Double
  /// The relative rise that begins a release.
  let trigger: Double
  /// The days it takes to fill an empty buffer.
  let replenishmentDays: Int
  /// The days without a new high before the buffer is filled again.
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
    summary: "a share on top, released when margins rise and filled again later",
    guide: Guide(
      assumes: "Adds a share that is used up while rates rise and replenished afterwards.",
      fails: "In long stress, once the buffer is exhausted: rates then follow the model.",
      reference: "Regulation (EU) 153/2013, Article 28(1)(a)"),
    keys: [
      .init(
        "share", .share, PolicyKeys.share(example: 0.25), .fallback(.double(0.25)),
        "the share on top while full"),
      .init(
        "trigger", .share, PolicyKeys.share(example: 0.1), .fallback(.double(0.1)),
        "the rise above the lowest rate of high-window days that begins a release"),
      .init(
        "replenishment-days", .days, PolicyKeys.days(60), .fallback(.integer(60)),
        "days it takes to fill an empty buffer"),
      .init(
        "high-window", .days, PolicyKeys.days(20), .fallback(.integer(20)),
        "days without a new high before it is filled"),
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
  /// The share that is added.
  let share: Double
}

extension StepSpecification {
  static let surcharge = StepSpecification(
    SurchargeParameters.self, "surcharge", summary: "a constant share on top, never released",
    guide: Guide(
      assumes: "Adds a constant share of the rate, in calm and in stress.",
      fails: "As a tool against procyclicality: peak and trough rise alike.",
      reference: "Murphy, Vasios and Vause (2016), Bank of England Staff Working Paper 597"),
    keys: [
      .init(
        "share", .share, PolicyKeys.share(example: 0.25), .fallback(.double(0.25)),
        "the share that is added")
    ])
}

extension SurchargeParameters: StepParameters {
  func step() -> any MarginStep { Surcharge(share: share) }
}

/// The parameters of `damping`.
struct DampingParameters: Hashable, Sendable, Decodable {
  /// The fraction of the way down that a day may fall.
  let fraction: Double
}

extension StepSpecification {
  static let damping = StepSpecification(
    DampingParameters.self, "damping", summary: "falls are spread over days; rises pass at once",
    guide: Guide(
      assumes: "Lets the rate fall by a fraction of the distance a day; rises pass at once.",
      fails: "After one false peak, whose rate lasts for weeks.",
      reference: "Murphy, Vasios and Vause (2016), Bank of England Staff Working Paper 597"),
    keys: [
      .init(
        "fraction", .share,
        .number(
          NumberRule(
            .excluding(0), .including(1), hint: "write a fraction from 0 to 1, for example 0.1")),
        .fallback(.double(0.1)), "the fraction of the way down that a day may fall")
    ])
}

extension DampingParameters: StepParameters {
  func step() -> any MarginStep { DecreaseDamping(fraction: fraction) }
}

/// The parameters of `hysteresis`.
struct HysteresisParameters: Hashable, Sendable, Decodable {
  /// Which changes are held.
  let direction: Hysteresis.Direction
}

extension StepSpecification {
  static let hysteresis = StepSpecification(
    HysteresisParameters.self, "hysteresis",
    summary: "a rate falls only when the estimate leaves the interval of the old one",
    guide: Guide(
      assumes: "Holds the rate while the new estimate is within the interval of the old one.",
      fails: "On slow drifts inside the interval; wide intervals hold rates for long.",
      reference: "This package"),
    keys: [
      .init(
        "direction", .name, PolicyKeys.names(Hysteresis.Direction.self),
        .fallback(.string("falls")),
        "falls are held, or changes of both directions")
    ])
}

extension HysteresisParameters: StepParameters {
  func step() -> any MarginStep { Hysteresis(direction: direction) }
}

/// The parameters of `recalibration`.
struct RecalibrationParameters: Hashable, Sendable, Decodable {
  /// The calendar period whose first date sets the rate; nil counts bars.
  let every: ScheduledRecalibration.Period?
  /// The bars between two settings; nil goes by the calendar.
  let bars: Int?
  /// The relative rise that sets the rate at once; nil for none.
  let emergencyRise: Double?

  enum CodingKeys: String, CodingKey {
    case every, bars
    case emergencyRise = "emergency-rise"
  }
}

extension StepSpecification {
  static let recalibration = StepSpecification(
    RecalibrationParameters.self, "recalibration",
    summary: "the rate moves on scheduled days, between them only in an emergency",
    guide: Guide(
      assumes: "Changes the rate on scheduled dates, between them only in an emergency.",
      fails: "When volatility rises between two dates by less than the emergency threshold.",
      reference: "This package"),
    keys: [
      .init(
        "every", .name, PolicyKeys.names(ScheduledRecalibration.Period.self),
        .optional(example: .string("month")), "the calendar period whose first date sets the rate"),
      .init(
        "bars", .bars, .integer(1 ... 10_000, hint: "write a number of bars, for example 20"),
        .optional(example: .integer(20)), "bars between two settings, in place of a calendar"),
      .init(
        "emergency-rise", .share, PolicyKeys.share(example: 0.2), .optional(example: .double(0.2)),
        "the rise over the standing rate that sets it at once"),
    ],
    examples: [
      .object(["every": .string("month"), "emergency-rise": .double(0.2)])
    ])
}

extension RecalibrationParameters: StepParameters {
  func check(at path: DocumentPath) throws(KeyFault) {
    guard (every == nil) != (bars == nil) else {
      throw KeyFault(
        path: path, problem: "goes by the calendar or counts bars, exactly one",
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
  /// The largest rate over the smallest of the days before.
  let factor: Double
  /// The days looked back on.
  let days: Int
}

extension StepSpecification {
  static let speedLimit = StepSpecification(
    SpeedLimitParameters.self, "speed-limit",
    summary: "a limit on rises over some days; falls pass at once",
    guide: Guide(
      assumes: "Limits the rise of the rate over some days; the excess follows later.",
      fails:
        "When a stress is faster than the limit: coverage falls short until the rate has caught "
        + "up.",
      reference: "Bank of Canada Staff Discussion Paper 2016-18"),
    keys: [
      .init(
        "factor", .multiple,
        .number(
          NumberRule(.including(1), .including(1000), hint: "write a factor, for example 1.5")),
        .fallback(.double(1.5)), "the largest rate over the smallest of the days before"),
      .init("days", .days, PolicyKeys.days(20), .fallback(.integer(20)), "the days looked back on"),
    ])
}

extension SpeedLimitParameters: StepParameters {
  func step() -> any MarginStep { SpeedLimit(factor: factor, days: days) }
}

/// The parameters of `cap`.
struct CapParameters: Hashable, Sendable, Decodable {
  /// The largest rate, as a fraction of notional.
  let rate: Double
}

extension StepSpecification {
  static let cap = StepSpecification(
    CapParameters.self, "cap", summary: "a maximum, but for a hard minimum",
    guide: Guide(
      assumes: "Limits the rate, but not below a hard minimum of the policy.",
      fails: "In stress: losses above the cap are not covered.",
      reference: "This package"),
    keys: [
      .init(
        "rate", .fraction,
        .number(
          NumberRule(
            .excluding(0), .including(100), isMillionths: true,
            hint: "write a fraction of notional, for example 0.5")), .fallback(.double(1)),
        "the largest rate, a fraction of notional")
    ])
}

extension CapParameters: StepParameters {
  func step() -> any MarginStep { Cap(rate: MarginRate(checked: rate)) }
}

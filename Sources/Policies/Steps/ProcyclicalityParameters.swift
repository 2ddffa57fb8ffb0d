public import Margin

/// The parameters of `buffer`.
public struct BufferParameters: Hashable, Sendable, Codable {
  /// The share on top while full.
  public let share: Double
  /// The relative rise that begins a release.
  public let trigger: Double
  /// The days it takes to fill an empty buffer.
  public let replenishmentDays: Int
  /// The days without a new high before the buffer is filled again.
  public let highWindow: Int

  enum CodingKeys: String, CodingKey {
    case share, trigger
    case replenishmentDays = "replenishment-days"
    case highWindow = "high-window"
  }
}

extension BufferParameters: ConfigurableStep {
  static let name = "buffer"
  static let summary = "a share on top, released when margins rise and filled again later"

  static let keys: [KeyRule.Key] = [
    .init(
      "share", PolicyKeys.share(example: 0.25), .fallback(.number(0.25)),
      "the share on top while full"),
    .init(
      "trigger", PolicyKeys.share(example: 0.1), .fallback(.number(0.1)),
      "the rise above the lowest rate of high-window days that begins a release"),
    .init(
      "replenishment-days", PolicyKeys.days(60), .fallback(.integer(60)),
      "days it takes to fill an empty buffer"),
    .init(
      "high-window", PolicyKeys.days(20), .fallback(.integer(20)),
      "days without a new high before it is filled"),
  ]

  var article28Option: Article28Option? { .buffer }

  func step() -> any MarginStep {
    Buffer(
      share: share, trigger: trigger, replenishmentDays: replenishmentDays,
      highWindow: highWindow)
  }
}

/// The parameters of `surcharge`.
public struct SurchargeParameters: Hashable, Sendable, Codable {
  /// The share that is added.
  public let share: Double
}

extension SurchargeParameters: ConfigurableStep {
  static let name = "surcharge"
  static let summary = "a constant share on top, never released"
  static let keys: [KeyRule.Key] = [
    .init(
      "share", PolicyKeys.share(example: 0.25), .fallback(.number(0.25)),
      "the share that is added")
  ]

  func step() -> any MarginStep { Surcharge(share: share) }
}

/// The parameters of `damping`.
public struct DampingParameters: Hashable, Sendable, Codable {
  /// The fraction of the way down that a day may fall.
  public let fraction: Double
}

extension DampingParameters: ConfigurableStep {
  static let name = "damping"
  static let summary = "falls are spread over days; rises pass at once"
  static let keys: [KeyRule.Key] = [
    .init(
      "fraction",
      .number(
        NumberRule(
          .excluding(0), .including(1), hint: "write a fraction from 0 to 1, for example 0.1")),
      .fallback(.number(0.1)), "the fraction of the way down that a day may fall")
  ]

  func step() -> any MarginStep { DecreaseDamping(fraction: fraction) }
}

/// The parameters of `hysteresis`.
public struct HysteresisParameters: Hashable, Sendable, Codable {
  /// Which changes are held.
  public let direction: Hysteresis.Direction
}

extension HysteresisParameters: ConfigurableStep {
  static let name = "hysteresis"
  static let summary = "a rate falls only when the estimate leaves the interval of the old one"
  static let keys: [KeyRule.Key] = [
    .init(
      "direction", PolicyKeys.names(Hysteresis.Direction.self), .fallback(.text("falls")),
      "falls are held, or changes of both directions")
  ]

  func step() -> any MarginStep { Hysteresis(direction: direction) }
}

/// The parameters of `recalibration`.
public struct RecalibrationParameters: Hashable, Sendable, Codable {
  /// The calendar period whose first date sets the rate; nil counts bars.
  public let every: ScheduledRecalibration.Period?
  /// The bars between two settings; nil goes by the calendar.
  public let bars: Int?
  /// The relative rise that sets the rate at once; nil for none.
  public let emergencyRise: Double?

  enum CodingKeys: String, CodingKey {
    case every, bars
    case emergencyRise = "emergency-rise"
  }
}

extension RecalibrationParameters: ConfigurableStep {
  static let name = "recalibration"
  static let summary = "the rate moves on scheduled days, between them only in an emergency"

  static let keys: [KeyRule.Key] = [
    .init(
      "every", PolicyKeys.names(ScheduledRecalibration.Period.self),
      .optional(example: .text("month")), "the calendar period whose first date sets the rate"),
    .init(
      "bars", .integer(1 ... 10_000, hint: "write a number of bars, for example 20"),
      .optional(example: .integer(20)), "bars between two settings, in place of a calendar"),
    .init(
      "emergency-rise", PolicyKeys.share(example: 0.2), .optional(example: .number(0.2)),
      "the rise over the standing rate that sets it at once"),
  ]

  static let examples: [ConfigurationValue] = [
    .table(["every": .text("month"), "emergency-rise": .number(0.2)])
  ]

  func check(at path: ConfigurationPath) throws(ConfigurationProblem) {
    guard (every == nil) != (bars == nil) else {
      throw ConfigurationProblem(
        path: path, problem: "goes by the calendar or counts bars, exactly one",
        hint: "write every = \"month\" or bars = 20")
    }
  }

  func step() -> any MarginStep {
    ScheduledRecalibration(
      schedule: every.map { .calendar($0) } ?? .bars(bars ?? 1), emergencyRise: emergencyRise)
  }
}

/// The parameters of `speed-limit`.
public struct SpeedLimitParameters: Hashable, Sendable, Codable {
  /// The largest rate over the smallest of the days before.
  public let factor: Double
  /// The days looked back on.
  public let days: Int
}

extension SpeedLimitParameters: ConfigurableStep {
  static let name = "speed-limit"
  static let summary = "a limit on rises over some days; falls pass at once"
  static let keys: [KeyRule.Key] = [
    .init(
      "factor",
      .number(
        NumberRule(.including(1), .including(1000), hint: "write a factor, for example 1.5")),
      .fallback(.number(1.5)), "the largest rate over the smallest of the days before"),
    .init("days", PolicyKeys.days(20), .fallback(.integer(20)), "the days looked back on"),
  ]

  func step() -> any MarginStep { SpeedLimit(factor: factor, days: days) }
}

/// The parameters of `cap`.
public struct CapParameters: Hashable, Sendable, Codable {
  /// The largest rate, as a fraction of notional.
  public let rate: Double
}

extension CapParameters: ConfigurableStep {
  static let name = "cap"
  static let summary = "a maximum, but for a hard minimum"
  static let keys: [KeyRule.Key] = [
    .init(
      "rate",
      .number(
        NumberRule(
          .excluding(0), .including(100), isMillionths: true,
          hint: "write a fraction of notional, for example 0.5")), .fallback(.number(1)),
      "the largest rate, a fraction of notional")
  ]

  func step() -> any MarginStep { Cap(rate: MarginRate(checked: rate)) }
}

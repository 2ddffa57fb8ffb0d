public import Margin
internal import RiskMeasures

/// The parameters of `floor`: a rate, or a lookback.
public struct FloorParameters: Hashable, Sendable, Codable {
  /// A constant minimum, as a fraction of notional.
  public let rate: Double?
  /// The years of an equally weighted lookback.
  public let lookbackYears: Double?
  /// The sample of the lookback; nil is `plain`.
  public let kind: LongRunFloor.Kind?

  enum CodingKeys: String, CodingKey {
    case rate, kind
    case lookbackYears = "lookback-years"
  }
}

extension FloorParameters: ConfigurableStep {
  static let name = "floor"
  static let summary = "a minimum: a constant rate, or the measure of a long lookback"

  static let keys: [KeyRule.Key] = [
    .init(
      "rate", PolicyKeys.rate(example: 0.05), .optional(example: .number(0.05)),
      "a constant minimum, such as a standardized rate"),
    .init(
      "lookback-years", PolicyKeys.years, .optional(example: .integer(10)),
      "the years of an equally weighted lookback"),
    .init(
      "kind", PolicyKeys.names(LongRunFloor.Kind.self), .optional(example: .text("plain")),
      "plain: the returns as they were; scaled: today's measure at the volatility of the lookback"),
  ]

  static let examples: [ConfigurationValue] = [
    .table(["rate": .number(0.05)]), .table(["lookback-years": .integer(10)]),
  ]

  var article28Option: Article28Option? { rate == nil ? .floor : nil }

  func check(at path: ConfigurationPath) throws(ConfigurationProblem) {
    guard (rate == nil) != (lookbackYears == nil), rate == nil || kind == nil else {
      throw ConfigurationProblem(
        path: path, problem: "takes a rate or a lookback, exactly one",
        hint: "write floor = { rate = 0.05 } or floor = { lookback-years = 10 }")
    }
  }

  func step() -> any MarginStep {
    if let rate { return ConstantFloor(rate: MarginRate(checked: rate)) }
    return LongRunFloor(lookbackYears: lookbackYears ?? 10, kind: kind ?? .plain)
  }
}

/// The parameters of `jump-floor`.
public struct JumpParameters: Hashable, Sendable, Codable {
  /// The level of the quantile of one-bar losses, in (½, 1).
  public let level: Double
  /// The years looked back.
  public let lookbackYears: Double

  enum CodingKeys: String, CodingKey {
    case level
    case lookbackYears = "lookback-years"
  }
}

extension JumpParameters: ConfigurableStep {
  static let name = "jump-floor"
  static let summary = "a minimum: what single bars lost on their worst days"

  static let keys: [KeyRule.Key] = [
    .init(
      "level",
      .number(
        NumberRule(
          .excluding(0.5), .excluding(1), isMillionths: true,
          hint: "write a level between 0.5 and 1, for example 0.995")),
      .fallback(.number(0.995)), "the level of the quantile of one-bar losses"),
    .init(
      "lookback-years", PolicyKeys.years, .fallback(.integer(10)), "the years looked back on"),
  ]

  func step() -> any MarginStep {
    guard let level = ConfidenceLevel(level) else {
      preconditionFailure("A level was checked and is none: \(level)")
    }
    return JumpFloor(level: level, lookbackYears: lookbackYears)
  }
}

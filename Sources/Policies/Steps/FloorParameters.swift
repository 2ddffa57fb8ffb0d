internal import Margin
internal import RiskMeasures
internal import Text

/// The parameters of `floor`, a constant rate or a lookback.
struct FloorParameters: Hashable, Sendable, Decodable {
  /// A constant minimum, as a fraction of notional.
  let rate: Double?
  /// The years of an equally weighted lookback.
  let lookbackYears: Double?
  /// The sample of the lookback; nil for `plain`.
  let kind: LongRunFloor.Kind?

  enum CodingKeys: String, CodingKey {
    case rate, kind
    case lookbackYears = "lookback-years"
  }
}

extension StepSpecification {
  static let floor = StepSpecification(
    FloorParameters.self, "floor",
    summary: "floor at a constant rate or at the measure of a long lookback",
    guide: Guide(
      assumes: "Keeps the rate at or above a constant, or the measure of a long lookback window.",
      fails: "When the lookback window holds no stress. It acts in calm markets only.",
      reference: "Regulation (EU) 153/2013, Article 28(1)(c)"),
    keys: [
      .init(
        "rate", .fraction, PolicyKeys.rate(example: 0.05), .optional(example: .double(0.05)),
        "constant minimum, such as a standardized rate"),
      .init(
        "lookback-years", .years, PolicyKeys.years, .optional(example: .integer(10)),
        "length of an equally weighted lookback, in years"),
      .init(
        "kind", .name, PolicyKeys.names(LongRunFloor.Kind.self),
        .optional(example: .string("plain")),
        "plain: historical returns; scaled: current measure at the volatility of the lookback"
      ),
    ],
    examples: [
      .object(["rate": .double(0.05)]), .object(["lookback-years": .integer(10)]),
    ])
}

extension FloorParameters: StepParameters {
  var keyOfPriceFraction: String? { rate.map { _ in "rate" } }

  var article28Option: Article28Option? { rate == nil ? .floor : nil }

  func check(at path: DocumentPath) throws(KeyFault) {
    guard (rate == nil) != (lookbackYears == nil), rate == nil || kind == nil else {
      throw KeyFault(
        path: path, problem: "requires exactly one of rate and lookback-years",
        remedy: "write floor = { rate = 0.05 } or floor = { lookback-years = 10 }")
    }
  }

  func step() -> any MarginStep {
    if let rate { return ConstantFloor(rate: MarginRate(checked: rate)) }
    return LongRunFloor(lookbackYears: lookbackYears ?? 10, kind: kind ?? .plain)
  }
}

/// The parameters of `jump-floor`.
struct JumpParameters: Hashable, Sendable, Decodable {
  /// The level of the quantile of one-bar losses, in (½, 1).
  let level: Double
  /// The length of the lookback in years.
  let lookbackYears: Double

  enum CodingKeys: String, CodingKey {
    case level
    case lookbackYears = "lookback-years"
  }
}

extension StepSpecification {
  static let jumpFloor = StepSpecification(
    JumpParameters.self, "jump-floor",
    summary: "floor at the worst one-bar losses",
    guide: Guide(
      assumes: "Keeps the rate at or above single-bar losses of the worst days.",
      fails: "When a single early jump keeps rates high for years.",
      reference: "This package"),
    keys: [
      .init(
        "level", .level,
        .number(
          NumberRule(
            .excluding(0.5), .excluding(1), isMillionths: true,
            hint: "write a level between 0.5 and 1, such as 0.995")),
        .fallback(.double(0.995)), "level of the quantile of one-bar losses"),
      .init(
        "lookback-years", .years, PolicyKeys.years, .fallback(.integer(10)),
        "length of the lookback, in years"),
    ])
}

extension JumpParameters: StepParameters {
  func step() -> any MarginStep {
    guard let level = ConfidenceLevel(level) else {
      preconditionFailure("validated level is invalid: \(level)")
    }
    return JumpFloor(level: level, lookbackYears: lookbackYears)
  }
}

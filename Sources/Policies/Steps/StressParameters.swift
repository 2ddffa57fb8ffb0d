public import Margin

/// The parameters of `stress-weight`.
public struct StressWeightParameters: Hashable, Sendable, Codable {
  /// The share of the stressed measure, in [0, 1].
  public let weight: Double
  /// What becomes of a blend below the rate.
  public let blend: StressWeight.Blend
  /// `worst`, a named period `2008-09-01/2009-03-31`, or `hypothetical`.
  public let period: String
  /// The observations of the worst period.
  public let length: Int
  /// The stressed measure of a long position, where it is a hypothesis.
  public let long: Double?
  /// The stressed measure of a short position, where it is a hypothesis.
  public let short: Double?
}

extension StressWeightParameters: StressedStep {
  static let name = "stress-weight"
  static let summary = "a weight on the measure of a stressed period"

  static let keys: [KeyRule.Key] =
    [
      .init(
        "weight",
        .number(
          NumberRule(
            .including(0), .including(1), hint: "write a weight from 0 to 1, for example 0.25")),
        .fallback(.number(0.25)), "the share of the stressed measure"),
      .init(
        "blend", PolicyKeys.names(StressWeight.Blend.self),
        .fallback(.text("not-below-current")),
        "blend may lower the rate, not-below-current may not; mixture weighs observations"),
    ] + PolicyKeys.stressedPeriod

  var article28Option: Article28Option? { .stressWeight }

  func step() -> any MarginStep {
    StressWeight(weight: weight, blend: blend, period: stressPeriod)
  }
}

/// The parameters of `stress-floor`.
public struct StressFloorParameters: Hashable, Sendable, Codable {
  /// `worst`, a named period `2008-09-01/2009-03-31`, or `hypothetical`.
  public let period: String
  /// The observations of the worst period.
  public let length: Int
  /// The stressed measure of a long position, where it is a hypothesis.
  public let long: Double?
  /// The stressed measure of a short position, where it is a hypothesis.
  public let short: Double?
}

extension StressFloorParameters: StressedStep {
  static let name = "stress-floor"
  static let summary = "a minimum: the measure of a stressed period"
  static let keys = PolicyKeys.stressedPeriod

  func step() -> any MarginStep { StressFloor(period: stressPeriod) }
}

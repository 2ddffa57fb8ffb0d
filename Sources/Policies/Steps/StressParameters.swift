internal import Margin
internal import Text

/// The parameters of `stress-weight`.
struct StressWeightParameters: Hashable, Sendable, Decodable {
  /// The share of the stressed measure, in [0, 1].
  let weight: Double
  /// The treatment of a blend below the rate.
  let blend: StressWeight.Blend
  /// `worst`, a named period `2008-09-01/2009-03-31`, or `hypothetical`.
  let period: String
  /// The number of observations in the worst period.
  let length: Int
  /// The stressed measure of a long position, for a hypothetical period.
  let long: Double?
  /// The stressed measure of a short position, for a hypothetical period.
  let short: Double?
}

extension StepSpecification {
  static let stressWeight = StepSpecification(
    StressWeightParameters.self, "stress-weight",
    summary: "weight on the measure of a stressed period",
    guide: Guide(
      assumes:
        "Adds to the rate a weighted measure of a stressed period: (1 - w) rate + w stressed.",
      fails:
        "With a stressed period that was calm for this instrument, or a history without any "
        + "stress.",
      reference: "Regulation (EU) 153/2013, Article 28(1)(b)"),
    keys: [
      .init(
        "weight", .weight,
        .number(
          NumberRule(
            .including(0), .including(1), hint: "write a weight from 0 to 1, such as 0.25")),
        .fallback(.double(0.25)), "weight of the stressed measure"),
      .init(
        "blend", .name, PolicyKeys.names(StressWeight.Blend.self),
        .fallback(.string("not-below-current")),
        "blend: may lower the rate; not-below-current: may not; mixture: weights observations"),
    ] + PolicyKeys.stressedPeriod)
}

extension StressWeightParameters: StressedStep {
  var article28Option: Article28Option? { .stressWeight }

  func step() -> any MarginStep {
    StressWeight(weight: weight, blend: blend, period: stressPeriod)
  }
}

/// The parameters of `stress-floor`.
struct StressFloorParameters: Hashable, Sendable, Decodable {
  /// `worst`, a named period `2008-09-01/2009-03-31`, or `hypothetical`.
  let period: String
  /// The number of observations in the worst period.
  let length: Int
  /// The stressed measure of a long position, for a hypothetical period.
  let long: Double?
  /// The stressed measure of a short position, for a hypothetical period.
  let short: Double?
}

extension StepSpecification {
  static let stressFloor = StepSpecification(
    StressFloorParameters.self, "stress-floor",
    summary: "floor at the measure of a stressed period",
    guide: Guide(
      assumes: "Keeps the rate at or above the measure of a stressed period.",
      fails:
        "When the stressed period is milder than the stress to come; the rate is flat whenever "
        + "the floor binds.",
      reference:
        "This package; on such tools: Murphy, Vasios and Vause (2016), Bank of England Staff "
        + "Working Paper 597"),
    keys: PolicyKeys.stressedPeriod)
}

extension StressFloorParameters: StressedStep {
  func step() -> any MarginStep { StressFloor(period: stressPeriod) }
}

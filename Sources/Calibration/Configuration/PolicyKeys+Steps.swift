internal import Margin

extension PolicyKeys {
  static let step = KeyRule.oneOf(
    [
      .init("stress-weight", stressWeight, "a weight on the measure of a stressed period"),
      .init("buffer", buffer, "a share on top, released when margins rise and filled again later"),
      .init("floor", floor, "a minimum: a constant rate, or the measure of a long lookback"),
      .init("damping", damping, "falls are spread over days; rises pass at once"),
      .init("surcharge", surcharge, "a constant share on top, never released"),
    ], noun: "step")

  private static let stressWeight = KeyRule.table([
    .init(
      "weight",
      .number(
        NumberRule(
          .including(0), .including(1), hint: "write a weight from 0 to 1, for example 0.25")),
      .fallback(.number(0.25)), "the share of the stressed measure"),
    .init(
      "blend", names(StressWeight.Blend.self), .fallback(.text("not-below-current")),
      "blend may lower the rate, not-below-current may not"),
    .init(
      "period", .text(hint: "write worst, or a period 2008-09-01/2009-03-31"),
      .fallback(.text("worst")), "worst so far, or a named period of dates"),
    .init(
      "length", .integer(20 ... 100_000, hint: "write a number of returns, for example 250"),
      .fallback(.integer(250)), "returns in the worst period"),
  ])

  private static let buffer = KeyRule.table([
    .init("share", share(example: 0.25), .fallback(.number(0.25)), "the share on top while full"),
    .init(
      "trigger", share(example: 0.1), .fallback(.number(0.1)),
      "the rise above the lowest rate of high-window days that begins a release"),
    .init(
      "replenishment-days", .integer(1 ... 10_000, hint: "write a number of days, for example 60"),
      .fallback(.integer(60)), "days it takes to fill an empty buffer"),
    .init(
      "high-window", .integer(1 ... 10_000, hint: "write a number of days, for example 20"),
      .fallback(.integer(20)), "days without a new high before it is filled"),
  ])

  private static let floor = KeyRule.table([
    .init(
      "rate",
      .number(
        NumberRule(
          .including(0), .including(100), isMillionths: true,
          hint: "write a fraction of notional, for example 0.05")),
      .optional(example: .number(0.05)), "a constant minimum"),
    .init(
      "lookback-years",
      .number(
        NumberRule(
          .excluding(0), .including(1000), hint: "write a number of years, for example 10")),
      .optional(example: .integer(10)), "the years of an equally weighted lookback"),
    .init(
      "kind", names(LongRunFloor.Kind.self), .optional(example: .text("plain")),
      "the sample of the lookback"),
  ])

  private static let damping = KeyRule.table([
    .init(
      "fraction",
      .number(
        NumberRule(
          .excluding(0), .including(1), hint: "write a fraction from 0 to 1, for example 0.1")),
      .fallback(.number(0.1)), "the fraction of the way down that a day may fall")
  ])

  private static let surcharge = KeyRule.table([
    .init("share", share(example: 0.25), .fallback(.number(0.25)), "the share that is added")
  ])

  private static func share(example: Double) -> KeyRule {
    .number(
      NumberRule(
        .including(0), .including(100), hint: "write a share of the rate, for example \(example)"))
  }
}

internal import Margin

/// The keys of a policy file, with their types, ranges, defaults and comments.
package enum PolicyKeys {
  package static let file = KeyRule.table([
    .init(
      "preset", .choice(Preset.names), .fallback(.text("plain")),
      "the preset under this file: a key not written here has its value"),
    .init("model", model, "exactly one model; its keys are that model's parameters"),
    .init("margin", margin, "what is published"),
    .init(
      "step", .list(step, hint: "write [[step]] once for each step"), .fallback(.list([])),
      "each step is a line of the waterfall, in this order"),
    .init("run", run, "how it is computed"),
  ])

  package static let margin = KeyRule.table([
    .init("measure", names(MeasureChoice.self), "the risk measure behind the rate"),
    .init("level", level, "confidence level of the measure"),
    .init("period-of-risk", periodOfRisk, "how long a position may lose before it is closed"),
    .init(
      "covers", names(CoveredRate.self),
      "the rate that the level is for: maintenance, initial, or both are one requirement"),
    .init("sides", names(SideRule.self), "separate rates, or the larger for both sides"),
    .init(
      "rounding",
      .number(
        NumberRule(
          .excluding(0), .including(1), isMillionths: true,
          hint: "write a step of the rate, for example 0.0005 for 0.05 %")),
      "rates are rounded up to this step, a fraction of notional"),
    .init(
      "initial",
      .either(
        .number(
          NumberRule(
            .including(1), .including(10), isMillionths: true,
            hint: "write initial over maintenance margin, for example 1.10")), table: reaction),
      "initial margin as a multiple of maintenance margin, or { level, period-of-risk }: a loss over "
        + "a client's reaction time on top of it; unused where covers is both"),
    .init(
      "liquidation", liquidation, .optional(example: .table(liquidationExample)),
      "the period of risk from a size: detection + outage + notional ÷ (participation × volume)"),
    .init(
      "hard-minimum", names(HardMinimum.self),
      "calculated-rate refuses steps that can publish less than the model's line"),
    .init(
      "quantile-convention", names(QuantileConventionChoice.self),
      "predictive takes the order statistic (n + 1)c, inverse takes nc"),
    .init(
      "notice-bars", .integer(0 ... 1000, hint: "write a number of bars, for example 0"),
      "bars of notice before a margin is in force, beyond the next bar"),
    .init(
      "leverage-ladder",
      .list(
        .number(
          NumberRule(.including(0.01), .including(1000), hint: "write a leverage, for example 10")),
        hint: "write leverages, for example [1, 2, 5, 10]"),
      .optional(example: .list([1, 2, 5, 10, 20].map(ConfigurationValue.integer))),
      "largest leverages are rounded down to these; without it to 0.01"),
    .init(
      "article-28-option", names(Article28Option.self), .optional(example: .text("buffer")),
      "emir presets only: the one option of Article 28(1) that is applied"),
  ])

  package static let periodOfRisk = KeyRule.table([
    .init(
      "count", .integer(1 ... 10_000, hint: "write at least one unit, for example 2"),
      "how many units"),
    .init("unit", names(MarginPeriodOfRisk.Unit.self), "bars, business-days, hours or minutes"),
  ])

  /// A level and a period of risk of the initial margin's own.
  private static let reaction = KeyRule.table([
    .init("level", level, .fallback(.number(0.99)), "confidence level of the loss"),
    .init("period-of-risk", periodOfRisk, "the time a client has to answer a call"),
  ])

  private static let liquidation = KeyRule.table([
    .init("notional", positive("a notional", example: 1e6), "of the position that is closed"),
    .init("volume", positive("a notional", example: 5e7), "traded in a bar"),
    .init(
      "participation",
      .number(
        NumberRule(
          .excluding(0), .including(1), hint: "write a share of the volume, for example 0.1")),
      .fallback(.number(0.1)), "the share of the volume that is traded"),
    .init(
      "detection-bars", amount("a number of bars", example: 0.5), .fallback(.number(0)),
      "bars until the closing begins"),
    .init(
      "outage-bars", amount("a number of bars", example: 1), .fallback(.number(0)),
      "bars that the venue may be down"),
  ])

  private static let liquidationExample: [String: ConfigurationValue] = [
    "notional": .number(1e6), "volume": .number(5e7), "participation": .number(0.1),
  ]

  private static let level = KeyRule.number(
    NumberRule(
      .excluding(0.5), .excluding(1), isMillionths: true,
      hint: "write a level between 0.5 and 1, for example 0.99"))

  package static let run = KeyRule.table([
    .init(
      "seed", .integer(0 ... Int.max, hint: "write a whole number, for example 1"),
      "key of all random numbers"),
    .init(
      "refit-every", .integer(1 ... 100_000, hint: "write a number of bars, for example 20"),
      "observations between two estimations of a model's parameters"),
  ])

  /// A choice among the raw values of an enumeration.
  package static func names<Choice: CaseIterable & RawRepresentable<String>>(
    _ choice: Choice.Type
  ) -> KeyRule { .choice(Choice.allCases.map(\.rawValue)) }
}

internal import Margin

/// The keys of a policy file, with their types, ranges, defaults and comments.
enum PolicyKeys {
  static let file = KeyRule.table([
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

  static let margin = KeyRule.table([
    .init("measure", names(MeasureChoice.self), "the risk measure behind the rate"),
    .init(
      "level",
      .number(
        NumberRule(
          .excluding(0.5), .excluding(1), isMillionths: true,
          hint: "write a level between 0.5 and 1, for example 0.99")),
      "confidence level of the measure"),
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
      .number(
        NumberRule(
          .including(1), .including(10), isMillionths: true,
          hint: "write initial over maintenance margin, for example 1.10")),
      "initial margin as a multiple of maintenance margin; unused where covers is both"),
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

  static let periodOfRisk = KeyRule.table([
    .init(
      "count", .integer(1 ... 10_000, hint: "write at least one unit, for example 2"),
      "how many units"),
    .init("unit", names(MarginPeriodOfRisk.Unit.self), "bars, business-days or hours"),
  ])

  static let run = KeyRule.table([
    .init(
      "seed", .integer(0 ... Int.max, hint: "write a whole number, for example 1"),
      "key of all random numbers"),
    .init(
      "refit-every", .integer(1 ... 100_000, hint: "write a number of bars, for example 20"),
      "observations between two estimations of a model's parameters"),
  ])

  /// A choice among the raw values of an enumeration.
  static func names<Choice: CaseIterable & RawRepresentable<String>>(
    _ choice: Choice.Type
  ) -> KeyRule { .choice(Choice.allCases.map(\.rawValue)) }
}

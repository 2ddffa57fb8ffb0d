internal import Margin
internal import Statistics
internal import Text

/// The keys of a policy file, with their types, ranges, defaults and comments.
package enum PolicyKeys {
  package static let file = KeyRule.table([
    .init(
      "preset", .name, .choice(Preset.names), .fallback(.string("plain")),
      "the preset that supplies the keys not set here"),
    .init("model", .table, model, "exactly one model with its parameters"),
    .init("margin", .table, margin, "the published margin"),
    .init(
      "step", .table, .list(step, hint: "write [[step]] once for each step"), .fallback(.array([])),
      "each step adds one line to the waterfall, in this order"),
    .init("run", .table, run, "the computation"),
    .init(
      "data", .table, data, .optional(example: .object(["hole": .string("reject")])),
      "treatment of findings on the data, by name"),
    .init(
      "group", .table, .list(group, hint: "write [[group]] once for each group"),
      .optional(example: .array([])),
      "instruments with other settings; the first group that contains one applies"),
  ])

  package static let margin = KeyRule.table([
    .init("measure", .name, names(MeasureChoice.self), "risk measure of the rate"),
    .init("level", .level, level, "confidence level of the measure"),
    .init(
      "period-of-risk", .table, periodOfRisk,
      "margin period of risk: time from the last call to close-out"),
    .init(
      "covers", .name, names(CoveredRate.self),
      "the rate that the level applies to: maintenance, initial, or both as one requirement"),
    .init("sides", .name, names(SideRule.self), "separate rates per side, or the larger for both"),
    .init(
      "rounding", .fraction,
      .number(
        NumberRule(
          .excluding(0), .including(1), isMillionths: true,
          hint: "write an increment of the rate, such as 0.0005 for 0.05 %")),
      "rates are rounded up to this increment, a fraction of notional, or in price units"),
    .init(
      "initial", .multiple,
      .either(
        .number(
          NumberRule(
            .including(1), .including(10), isMillionths: true,
            hint: "write initial over maintenance margin, such as 1.10")), table: reaction),
      "initial margin as a multiple of maintenance margin, or { level, period-of-risk }: a loss over "
        + "a client's reaction time on top of it; unused where covers is both"),
    .init(
      "liquidation", .table, liquidation, .optional(example: .object(liquidationExample)),
      "liquidation period by position size: detection + outage + notional ÷ (participation × volume)"
    ),
    .init(
      "hard-minimum", .name, names(HardMinimum.self),
      "calculated-rate rejects steps that can publish less than the model's rate"),
    .init(
      "quantile-convention", .name, .choice([QuantileConvention.predictive, .inverse].map(\.name)),
      "predictive uses the order statistic (n + 1)c, inverse uses nc"),
    .init(
      "notice-bars", .bars, .integer(0 ... 1000, hint: "write a number of bars, such as 0"),
      "notice period in bars before a margin is in force, beyond the next bar"),
    .init(
      "leverage-ladder", .leverage,
      .list(
        .number(
          NumberRule(.including(0.01), .including(1000), hint: "write a leverage, such as 10")),
        hint: "write leverages, such as [1, 2, 5, 10]"),
      .optional(example: .array([1, 2, 5, 10, 20].map(JSON.integer))),
      "leverage steps to which maximum leverage is rounded down; default: 0.01"),
    .init(
      "article-28-option", .name, names(Article28Option.self),
      .optional(example: .string("buffer")),
      "emir presets only: the Article 28(1) option to apply"),
  ])

  package static let periodOfRisk = KeyRule.table([
    .init(
      "count", .count, .integer(1 ... 10_000, hint: "write at least one unit, such as 2"),
      "number of units"),
    .init(
      "unit", .name, names(MarginPeriodOfRisk.Unit.self), "bars, business-days, hours or minutes"),
  ])

  /// The level and the reaction time of an initial margin.
  private static let reaction = KeyRule.table([
    .init("level", .level, level, .fallback(.double(0.99)), "confidence level of the loss"),
    .init("period-of-risk", .table, periodOfRisk, "time that a client has to answer a margin call"),
  ])

  private static let liquidation = KeyRule.table([
    .init(
      "notional", .notional, positive("a notional", example: 1e6),
      "notional of the position to liquidate"),
    .init("volume", .notional, positive("a notional", example: 5e7), "notional traded per bar"),
    .init(
      "participation", .share,
      .number(
        NumberRule(
          .excluding(0), .including(1), hint: "write a share of the volume, such as 0.1")),
      .fallback(.double(0.1)), "share of the volume that is traded"),
    .init(
      "detection-bars", .bars, amount("a number of bars", example: 0.5), .fallback(.double(0)),
      "bars until liquidation begins"),
    .init(
      "outage-bars", .bars, amount("a number of bars", example: 1), .fallback(.double(0)),
      "bars of venue outage"),
  ])

  private static let liquidationExample: JSONObject = [
    "notional": .double(1e6), "volume": .double(5e7), "participation": .double(0.1),
  ]

  private static let level = KeyRule.number(
    NumberRule(
      .excluding(0.5), .excluding(1), isMillionths: true,
      hint: "write a level between 0.5 and 1, such as 0.99"))

  package static let run = KeyRule.table([
    .init(
      "seed", .seed, .integer(0 ... Int.max, hint: "write a whole number, such as 1"),
      "random seed"),
    .init(
      "refit-every", .bars, .integer(1 ... 100_000, hint: "write a number of bars, such as 20"),
      "observations between two estimations of a model's parameters"),
  ])

  /// A choice among the raw values of an enumeration.
  package static func names<Choice: CaseIterable & RawRepresentable<String>>(
    _ choice: Choice.Type
  ) -> KeyRule { .choice(Choice.allCases.map(\.rawValue)) }
}

internal import Policies
internal import Text

/// The keys of a regression case.
enum CaseKeys {
  static let file = KeyRule.table(
    [
      .init(
        "about", .text, .text(hint: "write a sentence"),
        .optional(example: .string("the crisis of 2020")),
        "description of the case"),
      .init("inputs", .text, paths, "files and folders, relative to the case's folder"),
      .init(
        "instruments", .text, .list(.text(hint: "write a name"), hint: "write [\"BTC-USD\"]"),
        .optional(example: .array([.string("BTC-USD")])), "instruments to keep"),
      .init(
        "returns", .name, PolicyKeys.names(VerifyCase.InputReturns.self),
        .fallback(.string("prices")),
        "whether the inputs are prices or returns"),
      .init(
        "policy", .text, .text(hint: "write a preset or a path, such as \"plain\""),
        .fallback(.string("plain")), "policy overridden by the tables of the case"),
      .init(
        "as-of", .date, .text(hint: "expected an ISO 8601 date, such as 2020-03-16"),
        .optional(example: .string("2020-03-16")), "calibration date"),
      .init(
        "seed", .seed, .integer(0 ... Int.max, hint: "write a whole number, such as 1"),
        .optional(example: .integer(1)), "random seed"),
      .init(
        "tolerances", .table, tolerances, .fallback(.object([:])), "tolerances of changed numbers"),
    ] + PolicyKeys.overlay)

  private static let paths = KeyRule.list(
    .text(hint: "write a path in quotes"), hint: "write inputs = [\"prices.csv\"]")

  private static let tolerances = KeyRule.table([
    .init(
      "rate", .fraction, tolerance, .fallback(.integer(0)), "absolute tolerance of a published rate"
    ),
    .init(
      "risk", .share, tolerance, .fallback(.double(1e-9)), "relative tolerance of a risk measure"),
  ])

  private static let tolerance = KeyRule.number(
    NumberRule(.including(0), .including(1), hint: "write a number from 0 to 1, such as 1e-9"))
}

extension PolicyKeys {
  /// The policy tables that a regression case may contain, each optional and partial.
  static let overlay: [KeyRule.Key] = [
    .init(
      "model", .table, model, .optional(example: .object([:])), "a model that replaces the policy's"
    ),
    .init(
      "margin", .table, .part(margin), .optional(example: .object([:])),
      "keys that override the policy's"),
    .init(
      "step", .table, .list(step, hint: "write [[step]] once for each step"),
      .optional(example: .array([])), "steps that replace the policy's"),
    .init(
      "run", .table, .part(run), .optional(example: .object([:])), "keys that override the policy's"
    ),
  ]

  static let overlayNames = Set(overlay.map(\.name))
}

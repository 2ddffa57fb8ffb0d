internal import Policies

/// The keys of a regression case.
enum CaseKeys {
  static let file = KeyRule.table(
    [
      .init(
        "about", .text(hint: "write a sentence"), .optional(example: .text("the crisis of 2020")),
        "what the case is about"),
      .init("inputs", paths, "files and folders, found from the case's own folder"),
      .init(
        "instruments", .list(.text(hint: "write a name"), hint: "write [\"BTC-USD\"]"),
        .optional(example: .list([.text("BTC-USD")])), "the instruments to keep"),
      .init(
        "returns", PolicyKeys.names(VerifyCase.InputReturns.self), .fallback(.text("prices")),
        "whether the inputs hold prices or returns"),
      .init(
        "policy", .text(hint: "write a preset or a path, for example \"plain\""),
        .fallback(.text("plain")), "the policy under the tables of the case"),
      .init(
        "as-of", .text(hint: "write an ISO date, for example 2020-03-16"),
        .optional(example: .text("2020-03-16")), "the date to calibrate at"),
      .init(
        "seed", .integer(0 ... Int.max, hint: "write a whole number, for example 1"),
        .optional(example: .integer(1)), "key of all random numbers"),
      .init(
        "tolerances", tolerances, .fallback(.table([:])), "how far a number may move"),
    ] + PolicyKeys.overlay)

  private static let paths = KeyRule.list(
    .text(hint: "write a path in quotes"), hint: "write inputs = [\"prices.csv\"]")

  private static let tolerances = KeyRule.table([
    .init("rate", tolerance, .fallback(.integer(0)), "of a published rate, absolute"),
    .init("risk", tolerance, .fallback(.number(1e-9)), "of a risk measure, relative"),
  ])

  private static let tolerance = KeyRule.number(
    NumberRule(.including(0), .including(1), hint: "write a number from 0, for example 1e-9"))
}

extension PolicyKeys {
  /// The tables of a policy file that a regression case may hold, each or none, in part.
  static let overlay: [KeyRule.Key] = [
    .init("model", model, .optional(example: .table([:])), "a model instead of the policy's"),
    .init("margin", .part(margin), .optional(example: .table([:])), "keys over the policy's"),
    .init(
      "step", .list(step, hint: "write [[step]] once for each step"),
      .optional(example: .list([])), "steps instead of the policy's"),
    .init("run", .part(run), .optional(example: .table([:])), "keys over the policy's"),
  ]

  static let overlayNames = Set(overlay.map(\.name))
}

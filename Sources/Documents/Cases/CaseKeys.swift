package import Policies
internal import Text

/// The keys of a regression case.
package enum CaseKeys {
  /// The keys with their types, ranges, defaults and comments; `options` is not among them.
  package static let file = KeyRule.table(own + PolicyKeys.overlay)

  /// The key of the options of the command, which are those of its help.
  package static let options = KeyRule.Key(
    "options", .table, .table([]), .optional(example: .object(["level": .double(0.99)])),
    "options of the command, without their dashes; paths are relative to the case's folder")

  private static let own: [KeyRule.Key] = [
    .init(
      "about", .text, .text(hint: "write a sentence"),
      .optional(example: .string("the crisis of 2020")),
      "description of the case"),
    .init(
      "command", .name, .choice(CaseCommand.allCases.map(\.rawValue)),
      .fallback(.string(CaseCommand.calibrate.rawValue)), "command whose result is recorded"),
    .init(
      "inputs", .text, paths, .optional(example: .array([.string("prices.csv")])),
      "files and folders, relative to the case's folder"),
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
      "tolerance", .table, .list(tolerance, hint: "write [[tolerance]] once for each"),
      .optional(example: .array([])), "tolerances of fields, the last that matches applies"),
  ]

  private static let paths = KeyRule.list(
    .text(hint: "write a path in quotes"), hint: "write inputs = [\"prices.csv\"]")

  /// The keys of a tolerance.
  package static let tolerance = KeyRule.table([
    .init(
      "fields", .text,
      .list(
        .text(hint: "write a field's name, such as \"valueAtRisk\""),
        hint: "write fields = [\"valueAtRisk\"]"),
      "names of fields in the JSON of the command, such as valueAtRisk or tests.pValue"),
    .init(
      "class", .name, .choice(CaseTolerance.Class.allCases.map(\.rawValue)),
      "why a field may move: not at all, by platform, by sampling error, or reported only"),
    .init(
      "absolute", .fraction, size, .optional(example: .double(0.0005)),
      "largest absolute difference, in the unit of the field"),
    .init(
      "relative", .share, size, .optional(example: .double(1e-6)),
      "largest difference relative to the recorded number"),
    .init(
      "reason", .text, .text(hint: "write why the field may move, and why by this much"),
      "reason, printed with each number that moved"),
  ])

  private static let size = KeyRule.number(
    NumberRule(
      .excluding(0), .including(1e18), hint: "write a number above 0, such as 1e-6"))
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

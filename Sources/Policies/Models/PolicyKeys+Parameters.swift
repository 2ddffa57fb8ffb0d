internal import MarketData
internal import RiskModels
internal import Text

extension PolicyKeys {
  package static let model = oneOf(ModelSpecification.all)

  /// A table with exactly one of the models.
  static func oneOf(_ models: [ModelSpecification]) -> KeyRule {
    .oneOf(models.map { .init($0.name, .table, .table($0.keys), $0.summary) }, noun: "model")
  }
}

// MARK: - Keys shared by several models

extension PolicyKeys {
  static let window = window(500)

  static func window(_ fallback: Int) -> KeyRule.Key {
    .init(
      "window", .observations,
      .integer(10 ... 1_000_000, hint: "write a number of returns, such as \(fallback)"),
      .fallback(.integer(fallback)), "maximum number of returns used")
  }

  static let innovations = KeyRule.Key(
    "innovations", .name, names(InnovationsChoice.self), .fallback(.string("normal")),
    "distribution of standardized returns")

  static let startUp = KeyRule.Key(
    "start-up", .name, names(StartUpChoice.self), .fallback(.string("sample")),
    "initial variance of the recursion")

  static let degreesOfFreedom = KeyRule.Key(
    "degrees-of-freedom", .degreesOfFreedom,
    .number(
      NumberRule(.excluding(2), .including(1000), hint: "write a number above 2, such as 5")),
    .optional(example: .double(5)),
    "degrees of freedom of Student-t innovations; default: estimated")

  static func decay(
    _ fallback: Double, _ comment: String = "decay of the exponentially weighted variance, per bar"
  ) -> KeyRule.Key {
    .init(
      "decay", .decay,
      .number(
        NumberRule(
          .excluding(0), .excluding(1), hint: "write a decay between 0 and 1, such as 0.97")),
      .fallback(.double(fallback)), comment)
  }

  static func returns(_ fallback: ReturnConvention) -> KeyRule.Key {
    .init(
      "returns", .name, names(ReturnConvention.self), .fallback(.string(fallback.rawValue)),
      "return convention: simple, log, or difference, which has margins in price units")
  }

  /// The horizon rule key; the first rule is the default.
  static func horizonRule(_ rules: HorizonRule...) -> KeyRule.Key {
    precondition(!rules.isEmpty, "model without horizon rules")
    return .init(
      "horizon-rule", .name, .choice(rules.map(\.rawValue)), .fallback(.text(rules[0].rawValue)),
      "scaling from one bar to the margin period of risk")
  }
}

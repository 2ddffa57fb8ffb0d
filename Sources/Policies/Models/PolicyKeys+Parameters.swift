extension PolicyKeys {
  package static let model = oneOf(ModelConfiguration.models)

  /// A table with exactly one of the models.
  static func oneOf(_ models: [any ConfigurableModel.Type]) -> KeyRule {
    .oneOf(models.map { .init($0.name, .table($0.keys), $0.summary) }, noun: "model")
  }
}

// MARK: - Keys that several models have

extension PolicyKeys {
  static let window = window(500)

  static func window(_ fallback: Int) -> KeyRule.Key {
    .init(
      "window",
      .integer(10 ... 1_000_000, hint: "write a number of returns, for example \(fallback)"),
      .fallback(.integer(fallback)), "the most returns the model uses")
  }

  static let innovations = KeyRule.Key(
    "innovations", names(InnovationsChoice.self), .fallback(.text("normal")),
    "the distribution of standardized returns")

  static let startUp = KeyRule.Key(
    "start-up", names(StartUpChoice.self), .fallback(.text("sample")),
    "the first variance of the recursion")

  static let degreesOfFreedom = KeyRule.Key(
    "degrees-of-freedom",
    .number(
      NumberRule(.excluding(2), .including(1000), hint: "write a number above 2, for example 5")),
    .optional(example: .number(5)), "of Student-t innovations; without it they are estimated")

  static func decay(
    _ fallback: Double, _ comment: String = "of the exponentially weighted variance, a bar"
  ) -> KeyRule.Key {
    .init(
      "decay",
      .number(
        NumberRule(
          .excluding(0), .excluding(1), hint: "write a decay between 0 and 1, for example 0.97")),
      .fallback(.number(fallback)), comment)
  }

  static func returns(_ fallback: ReturnsChoice) -> KeyRule.Key {
    .init(
      "returns", names(ReturnsChoice.self), .fallback(.text(fallback.rawValue)),
      "simple or log returns are predicted")
  }

  /// The key of the road; the first rule is the default.
  static func horizonRule(_ rules: HorizonRuleChoice...) -> KeyRule.Key {
    precondition(!rules.isEmpty, "A model has at least 1 horizon rule, not 0")
    return .init(
      "horizon-rule", .choice(rules.map(\.rawValue)), .fallback(.text(rules[0].rawValue)),
      "the road from one bar to the period of risk")
  }
}

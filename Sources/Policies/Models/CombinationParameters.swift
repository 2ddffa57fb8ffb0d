internal import Forecasting
internal import RiskModels

/// How a combination makes one quantile of its members'.
public enum CombinationChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// Their weighted mean.
  case mean
  /// Their median.
  case median
  /// The worst of them.
  case worstOf = "worst-of"
}

/// The parameters of `combination`.
public struct CombinationParameters: ModelParameters {
  /// The model's name in files, flags and output.
  public static let name = "combination"

  /// How the members' quantiles become one.
  public let rule: CombinationChoice
  /// The weights of a mean, a member each, of any sum; nil weighs all alike.
  public let weights: [Double]?
  /// The models, each a table named for it.
  public let members: [ModelConfiguration]

  /// The most observations a member uses.
  public var window: Int { members.map(\.window).max() ?? 0 }

  /// That of the first member; each member has its own.
  public var horizonRule: HorizonRuleChoice {
    members.first?.parameters.horizonRule ?? .squareRootOfTime
  }
}

extension CombinationParameters: ConfigurableModel {
  static let summary = "quantiles of several models, combined"

  static let keys = [
    KeyRule.Key(
      "rule", PolicyKeys.names(CombinationChoice.self), .fallback(.text("median")),
      "the weighted mean, the median or the worst of the members' quantiles"),
    KeyRule.Key(
      "weights",
      .list(
        .number(NumberRule(.including(0), .including(1e6), hint: "write a weight, for example 1")),
        hint: "write one weight a member, for example [2, 1, 1]"),
      .optional(example: .list([2, 1, 1].map(ConfigurationValue.integer))),
      "of a mean, one a member; without them all weigh alike"),
    KeyRule.Key(
      "members",
      .list(member, hint: "write models, for example [{ historical = {} }, { normal = {} }]"),
      .fallback(
        .list(
          [HistoricalParameters.name, VolatilityWeightedParameters.name, StudentTParameters.name]
            .map { .nested([$0], .table([:])) })), "the models, each with its own keys"),
  ]

  /// Any model but another combination.
  private static let member = PolicyKeys.oneOf(
    ModelConfiguration.models.filter { $0.name != name })

  static let possibleHorizonRules = HorizonRuleChoice.allCases

  func check(
    for margin: MarginConfiguration, at path: ConfigurationPath
  ) throws(ConfigurationProblem) {
    guard members.count >= 2 else {
      throw ConfigurationProblem(
        path: path.appending("members"), problem: "\(members.count) models are no combination",
        hint: "write at least two")
    }
    if let weights {
      guard rule == .mean else {
        throw ConfigurationProblem(
          path: path.appending("weights"), problem: "\(rule.rawValue) takes no weights",
          hint: "write rule = \"mean\", or remove the key")
      }
      guard weights.count == members.count, weights.contains(where: { $0 > 0 }) else {
        throw ConfigurationProblem(
          path: path.appending("weights"),
          problem: "\(weights.count) weights do not weigh \(members.count) models",
          hint: "write one a member, not all of them zero")
      }
    }
    for (index, member) in members.enumerated() {
      try member.check(for: margin, at: path.appending("members").element(index + 1))
    }
  }

  func model(for request: ModelRequest) throws(ConfigurationError) -> Model {
    var models: [any ReturnModel] = []
    for (index, member) in members.enumerated() {
      let place = request.path.appending("members").element(index + 1)
      switch try member.model(for: request.at(place)) {
      case .single(let model):
        guard model.observedBar == .close else {
          throw ConfigurationError(
            keyPath: place.text,
            problem:
              "the worst price within a period is no return that others could be combined with",
            hint: "write horizon-rule = \"overlapping\"")
        }
        models.append(model)
      case .joint(let model):
        throw ConfigurationError(
          keyPath: place.text, problem: "\(model.name) simulates all instruments jointly",
          hint: "write a model of one instrument")
      }
    }
    return .single(CombinedModel(models, rule: combinationRule))
  }

  private var combinationRule: CombinationRule {
    switch rule {
    case .mean:
      guard let weights else { return .equalMean(of: members.count) }
      let sum = weights.reduce(0, +)
      return .mean(weights: weights.map { $0 / sum })
    case .median: return .median
    case .worstOf: return .worstOf
    }
  }
}

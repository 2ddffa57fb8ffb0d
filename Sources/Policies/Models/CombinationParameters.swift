package import Forecasting
package import RiskModels
package import Text

/// How a combination makes one quantile of its members'.
package enum CombinationChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// Their weighted mean.
  case mean
  /// Their median.
  case median
  /// The worst of them.
  case worstOf = "worst-of"
}

/// The parameters of `combination`.
package struct CombinationParameters: Hashable, Sendable, Decodable {
  /// How the members' quantiles become one.
  package let rule: CombinationChoice
  /// The weights of a mean, a member each, of any sum; nil weighs all alike.
  package let weights: [Double]?
  /// The models, each a table named for it.
  package let members: [ModelConfiguration]

  /// The most observations a member uses.
  package var window: Int { members.map(\.window).max() ?? 0 }

  /// That of the first member; each member has its own.
  package var horizonRule: HorizonRule {
    members.first?.parameters.horizonRule ?? .squareRootOfTime
  }
}

extension ModelSpecification {
  static let combination = ModelSpecification(
    CombinationParameters.self, "combination", summary: "quantiles of several models, combined",
    guide: Guide(
      assumes: "Errors of the members offset each other in part.",
      fails:
        "When all members err alike, as after a jump of volatility. The worst of several "
        + "quantiles covers too much on average.",
      reference: "Timmermann (2006), Handbook of Economic Forecasting 1, 135–196"),
    keys: [
      KeyRule.Key(
        "rule", .name, PolicyKeys.names(CombinationChoice.self), .fallback(.string("median")),
        "the weighted mean, the median or the worst of the members' quantiles"),
      KeyRule.Key(
        "weights", .weight,
        .list(
          .number(
            NumberRule(.including(0), .including(1e6), hint: "write a weight, for example 1")),
          hint: "write one weight a member, for example [2, 1, 1]"),
        .optional(example: .array([2, 1, 1].map(JSON.integer))),
        "of a mean, one a member; without them all weigh alike"),
      KeyRule.Key(
        "members", .table,
        .list(member, hint: "write models, for example [{ historical = {} }, { normal = {} }]"),
        .fallback(
          .array(
            [ModelSpecification.historical, .volatilityWeighted, .studentT]
              .map { .nested([$0.name], .object([:])) })), "the models, each with its own keys"),
    ],
    horizonRules: HorizonRule.allCases)

  /// Any model but another combination.
  private static let member = PolicyKeys.oneOf(
    ModelSpecification.uncombined)
}

extension CombinationParameters: ModelParameters {
  package func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {
    guard members.count >= 2 else {
      throw KeyFault(
        path: path.appending("members"), problem: "\(members.count) models are no combination",
        remedy: "write at least two")
    }
    if let weights {
      guard rule == .mean else {
        throw KeyFault(
          path: path.appending("weights"), problem: "\(rule.rawValue) takes no weights",
          remedy: "write rule = \"mean\", or remove the key")
      }
      guard weights.count == members.count, weights.contains(where: { $0 > 0 }) else {
        throw KeyFault(
          path: path.appending("weights"),
          problem: "\(weights.count) weights do not weigh \(members.count) models",
          remedy: "write one a member, not all of them zero")
      }
    }
    for (index, member) in members.enumerated() {
      try member.check(for: margin, at: path.appending("members").element(index + 1))
    }
  }

  package func model(for request: ModelRequest) throws(KeyFault) -> ForecastModel {
    var models: [any ReturnModel] = []
    for (index, member) in members.enumerated() {
      let path = request.path.appending("members").element(index + 1)
      switch try member.model(for: request.at(path)) {
      case .single(let model):
        guard model.observedBar == .close else {
          throw KeyFault(
            path: path,
            problem:
              "the worst price within a period is no return that others could be combined with",
            remedy: "write horizon-rule = \"overlapping\"")
        }
        models.append(model)
      case .joint(let model):
        throw KeyFault(
          path: path, problem: "\(model.name) simulates all instruments jointly",
          remedy: "write a model of one instrument")
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

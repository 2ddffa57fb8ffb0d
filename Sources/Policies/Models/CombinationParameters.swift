package import Forecasting
package import MarketData
package import RiskModels
package import Text

/// The rule that combines the quantiles of several models.
package enum CombinationChoice: String, Hashable, Sendable, Codable, CaseIterable {
  /// The weighted mean.
  case mean
  /// The median.
  case median
  /// The worst quantile.
  case worstOf = "worst-of"
}

/// The parameters of `combination`.
package struct CombinationParameters: Hashable, Sendable, Decodable {
  /// The combination rule.
  package let rule: CombinationChoice
  /// The weights of a mean, one per member, with any sum; nil for equal weights.
  package let weights: [Double]?
  /// The models, each as a table with its name.
  package let members: [ModelConfiguration]

  /// The maximum number of observations that a member uses.
  package var window: Int { members.map(\.window).max() ?? 0 }

  /// The rule of the first member; each member has its own.
  package var horizonRule: HorizonRule {
    members.first?.parameters.horizonRule ?? .squareRootOfTime
  }

  /// The convention of the first member; the units of all are equal.
  package var returns: ReturnConvention { members.first?.parameters.returns ?? .simple }
}

extension ModelSpecification {
  static let combination = ModelSpecification(
    CombinationParameters.self, "combination", summary: "combined quantiles of several models",
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
            NumberRule(.including(0), .including(1e6), hint: "write a weight, such as 1")),
          hint: "write one weight per member, such as [2, 1, 1]"),
        .optional(example: .array([2, 1, 1].map(JSON.integer))),
        "weights of a mean, one per member; default: equal weights"),
      KeyRule.Key(
        "members", .table,
        .list(member, hint: "write models, such as [{ historical = {} }, { normal = {} }]"),
        .fallback(
          .array(
            [ModelSpecification.historical, .volatilityWeighted, .studentT]
              .map { .nested([$0.name], .object([:])) })), "the models, each with its own keys"),
    ],
    horizonRules: HorizonRule.allCases)

  /// Any model except another combination.
  private static let member = PolicyKeys.oneOf(
    ModelSpecification.uncombined)
}

extension CombinationParameters: ModelParameters {
  package func check(for margin: MarginConfiguration, at path: DocumentPath) throws(KeyFault) {
    guard members.count >= 2 else {
      throw KeyFault(
        path: path.appending("members"),
        problem: "\(members.count) models cannot form a combination",
        remedy: "write at least two models")
    }
    guard Set(members.map(\.unit)).count == 1 else {
      throw KeyFault(
        path: path.appending("members"),
        problem: "price differences cannot be combined with returns",
        remedy: "write returns = \"difference\" in every member, or in none")
    }
    if let weights {
      guard rule == .mean else {
        throw KeyFault(
          path: path.appending("weights"), problem: "rule \(rule.rawValue) does not use weights",
          remedy: "write rule = \"mean\", or remove the key")
      }
      guard weights.count == members.count, weights.contains(where: { $0 > 0 }) else {
        throw KeyFault(
          path: path.appending("weights"),
          problem: "\(weights.count) weights do not fit \(members.count) models",
          remedy: "write one weight per member, not all zero")
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
              "adverse excursions cannot be combined with other returns",
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

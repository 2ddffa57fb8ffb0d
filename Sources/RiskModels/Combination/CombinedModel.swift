public import MarketData
public import RiskMeasures

/// The rule that combines the quantiles of several models.
public enum CombinationRule: Hashable, Sendable {
  /// The weighted mean Σ wᵢ Qᵢ, with one weight per member; the weights sum to one.
  case mean(weights: [Double])
  /// The median of the Qᵢ; for an even number, the mean of the middle two.
  case median
  /// The quantile Qᵢ with the largest loss.
  case worstOf

  /// The mean with equal weights.
  public static func equalMean(of count: Int) -> CombinationRule {
    .mean(weights: Array(repeating: 1 / Double(count), count: count))
  }

  /// Applies the rule to one value per member; `isWorse` orders them for `worstOf`.
  func combined(_ values: [Double], isWorse: (Double, Double) -> Bool) -> Double {
    switch self {
    case .mean(let weights):
      var sum = 0.0
      // A zero weight excludes even an infinite member.
      for (value, weight) in zip(values, weights) where weight > 0 { sum += weight * value }
      return sum
    case .median:
      let ascending = values.sorted()
      let upper = ascending[ascending.count / 2]
      if !ascending.count.isMultiple(of: 2) { return upper }
      let lower = ascending[ascending.count / 2 - 1]
      return lower == upper ? upper : (lower + upper) / 2
    case .worstOf:
      return values.dropFirst().reduce(values[0]) { isWorse($1, $0) ? $1 : $0 }
    }
  }
}

/// A combination of several models of one instrument by quantile averaging (Vincentization).
///
///     Q(c) = Σ wᵢ Qᵢ(c),   the median of the Qᵢ(c),   or the worst of them
///
/// Quantiles are combined, not probabilities: the mean of two normals is a normal whose standard
/// deviation is the mean of theirs, while a mixture of their densities has fatter tails. The
/// expected shortfall is combined by the same rule from the members' shortfalls. All members
/// observe the same bar returns and are re-estimated together. If one member has no forecast, the
/// combination has none.
///
/// - SeeAlso: Ratcliff (1979), *Psychological Bulletin* 86(3), 446–461; McAleer, Jiménez-Martín and
///   Pérez-Amaral (2013), *International Review of Economics & Finance* 27, 25–33 (the median).
public struct CombinedModel: ReturnModel {
  /// The models, in the order of their weights.
  public let members: [any ReturnModel]
  /// The rule that combines their quantiles.
  public let rule: CombinationRule

  /// Creates a combination of at least one close-only model, all of differences or none; weights
  /// are ≥ 0 and sum to one.
  public init(_ members: [any ReturnModel], rule: CombinationRule) {
    precondition(!members.isEmpty, "A combination of 0 models")
    precondition(
      members.allSatisfy { $0.observedBar == .close }, "A member observes more than closes")
    precondition(
      Set(members.map(\.returnConvention.unit)).count == 1, "Members in different units")
    if case .mean(let weights) = rule {
      precondition(
        weights.count == members.count, "\(weights.count) weights for \(members.count) models")
      let sum = weights.reduce(0, +)
      precondition(
        weights.allSatisfy { $0 >= 0 } && abs(sum - 1) < 1e-9, "Weights that sum to \(sum)")
    }
    self.members = members
    self.rule = rule
  }

  /// The model name, `combination`.
  public var name: String { "combination" }

  /// The return convention that all members have in common, otherwise simple.
  public var returnConvention: ReturnConvention {
    let first = members[0].returnConvention
    return members.allSatisfy { $0.returnConvention == first } ? first : .simple
  }

  /// The horizon rule of the first member; each member applies its own.
  public var horizonRule: HorizonRule { members[0].horizonRule }

  /// The number of bar returns required before every member can predict.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    members.map { $0.minimumObservations(over: horizon, at: level) }.max() ?? 1
  }

  /// Throws if a member's sample is too small for a quantile at `level`.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    for member in members { try member.requireQuantile(at: level, over: horizon) }
  }

  /// The number of bar returns a prediction depends on, or nil for the whole history.
  public func memory(over horizon: Horizon) -> Int? {
    var longest = 0
    for member in members {
      guard let memory = member.memory(over: horizon) else { return nil }
      longest = max(longest, memory)
    }
    return longest
  }

  /// The longest lookback window of the members that have one.
  public func lookback(over horizon: Horizon) -> Int? {
    members.compactMap { $0.lookback(over: horizon) }.max()
  }

  /// Makes an estimator without observations; throws if a member does not support the horizon.
  public func makeEstimator(over horizon: Horizon) throws(RiskModelError) -> CombinedEstimator {
    var estimators: [CombinedEstimator.Member] = []
    for member in members {
      estimators.append(
        CombinedEstimator.Member(
          name: member.name, convention: member.returnConvention,
          estimator: try member.makeEstimator(over: horizon)))
    }
    return CombinedEstimator(estimators, rule: rule, convention: returnConvention)
  }
}

extension CombinedModel {
  /// Whether both models combine equal members by the same rule.
  public static func == (a: CombinedModel, b: CombinedModel) -> Bool {
    a.rule == b.rule && a.members.count == b.members.count
      && zip(a.members, b.members).allSatisfy { $0.isEqual(to: $1) }
  }

  /// Hashes the rule and the members.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(rule)
    for member in members { member.hash(into: &hasher) }
  }
}

extension ReturnModel {
  fileprivate func isEqual(to other: any ReturnModel) -> Bool { self == other as? Self }
}

public import Instruments
internal import Optimization
public import RiskMeasures

/// The combined distribution of a return, by its members' quantiles.
public struct CombinedReturns: PredictedReturns {
  /// The members' distributions.
  public let members: [any PredictedReturns]
  /// The rule that combines their quantiles.
  public let rule: CombinationRule

  /// Creates a combination of at least one distribution of the same return over the same horizon.
  public init(_ members: [any PredictedReturns], rule: CombinationRule) {
    precondition(!members.isEmpty, "A combination of 0 distributions")
    self.members = members
    self.rule = rule
  }

  private func tailReturns(for side: Side, at level: ConfidenceLevel) -> [Double] {
    members.map { $0.tailReturn(for: side, at: level) }
  }

  /// The combined quantile for `side`: Σ wᵢ Qᵢ, the median of the Qᵢ, or the worst of them.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    rule.combined(tailReturns(for: side, at: level)) { side == .long ? $0 < $1 : $0 > $1 }
  }

  /// The expected shortfall by the rule, at least the value at risk.
  ///
  /// The weighted mean equals the tail mean of the combined quantiles on a linear contract. The
  /// median and the worst apply to the measures, since the median member can differ by level.
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    let means = members.map { $0.tailMeanLoss(of: contract, for: side, at: level) }
    let quantile = contract.loss(ofSimpleReturn: tailReturn(for: side, at: level), for: side)
    return max(rule.combined(means) { $0 > $1 }, quantile)
  }

  /// The probability P(R ≤ r) under the combined quantiles.
  ///
  /// For the median it is the median of the members' probabilities. The worst is the lowest return
  /// for a long and the highest for a short position; its probability is the largest below ½ and
  /// the smallest above it. A mean of quantiles is inverted by bisection, to 10⁻⁹.
  public func cumulativeProbability(of r: Double) -> Double {
    switch rule {
    case .median:
      return rule.combined(members.map { $0.cumulativeProbability(of: r) }) { $0 > $1 }
    case .worstOf:
      let all = members.map { $0.cumulativeProbability(of: r) }.sorted()
      return max(min(all[all.count - 1], 0.5), all[0])
    case .mean(let weights):
      return bisect(between: 0, and: 1, while: { $1 - $0 > 1e-9 }) { u in
        var sum = 0.0
        for (member, weight) in zip(members, weights) where weight > 0 {
          sum += weight * Self.quantile(of: u, in: member)
        }
        return !(sum <= r)
      }.lower
    }
  }

  /// The smallest r with P(R ≤ r) ≥ u, to a relative precision of 10⁻¹².
  private static func quantile(of u: Double, in member: some PredictedReturns) -> Double {
    var (low, high) = (-1.0, 1.0)
    while low > -1e9, member.cumulativeProbability(of: low) >= u { low *= 2 }
    while high < 1e9, member.cumulativeProbability(of: high) < u { high *= 2 }
    return bisect(between: low, and: high, while: { $1 - $0 > 1e-12 * max(1, abs($0)) }) {
      member.cumulativeProbability(of: $0) >= u
    }.upper
  }

  /// Nil, because combined quantiles have a density only if all members have one.
  public func logDensity(of r: Double) -> Double? { nil }

  /// The volatility by the rule, from the members' volatilities.
  public var volatility: Double { rule.combined(members.map(\.volatility)) { $0 > $1 } }

  /// Nil, because the members' errors are not independent.
  public func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double? { nil }

  /// The range of the members' value at risk, from mildest to worst; not a confidence interval.
  public func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    let returns = tailReturns(for: side, at: level)
    let (lowest, highest) = (returns.min(), returns.max())
    return TailInterval(
      inner: side == .long ? highest : lowest, outer: side == .long ? lowest : highest,
      reason: .modelSpread)
  }

  /// The range of the members' shortfalls, from mildest to worst; not a confidence interval.
  public func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    let means = members.map { $0.tailMeanLoss(of: contract, for: side, at: level) }
      .filter(\.isFinite)
    return ShortfallUncertainty(
      standardError: nil, lower: means.min(), upper: means.max(), reason: .modelSpread)
  }

  /// Whether a member gives positive probability to a return of −100 % or less.
  public var reachesTotalLoss: Bool { members.contains(where: \.reachesTotalLoss) }

  /// The members' warnings, without duplicates.
  public func warnings(at level: ConfidenceLevel) -> [DistributionWarning] {
    var seen: Set<DistributionWarning> = []
    return members.flatMap { $0.warnings(at: level) }.filter { seen.insert($0).inserted }
  }
}

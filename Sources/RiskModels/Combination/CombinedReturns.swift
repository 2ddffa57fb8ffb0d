public import Instruments
internal import Optimization
public import RiskMeasures

/// The combined quantiles of several distributions of one return.
public struct CombinedReturns: PredictedReturns {
  /// The members' distributions.
  public let members: [any PredictedReturns]
  /// How their quantiles become one.
  public let rule: CombinationRule

  /// Distributions of one return over one horizon, at least one.
  public init(_ members: [any PredictedReturns], rule: CombinationRule) {
    precondition(!members.isEmpty, "A combination of 0 distributions")
    self.members = members
    self.rule = rule
  }

  private func tailReturns(for side: Side, at level: ConfidenceLevel) -> [Double] {
    members.map { $0.tailReturn(for: side, at: level) }
  }

  /// Σ wᵢ Qᵢ, the median of the Qᵢ, or the worst of them for `side`.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    rule.combined(tailReturns(for: side, at: level)) { side == .long ? $0 < $1 : $0 > $1 }
  }

  /// The rule applied to the members' tail means, at least the value at risk.
  ///
  /// The weighted mean is that of the combined quantiles on a linear contract; the median and the
  /// worst are of the measures, since a member need not be the median at each level.
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    let means = members.map { $0.tailMeanLoss(of: contract, for: side, at: level) }
    let quantile = contract.loss(ofSimpleReturn: tailReturn(for: side, at: level), for: side)
    return max(rule.combined(means) { $0 > $1 }, quantile)
  }

  /// P(R ≤ r) under the combined quantiles.
  ///
  /// Of the median it is the median of the members'; of the worst, which is the lowest return for a
  /// long and the highest for a short, it is the largest below ½ and the smallest above it. A mean
  /// of quantiles is inverted by bisection, to 10⁻⁹.
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

  /// The smallest r with P(R ≤ r) ≥ u, to a part in 10¹².
  private static func quantile(of u: Double, in member: some PredictedReturns) -> Double {
    var (low, high) = (-1.0, 1.0)
    while low > -1e9, member.cumulativeProbability(of: low) >= u { low *= 2 }
    while high < 1e9, member.cumulativeProbability(of: high) < u { high *= 2 }
    return bisect(between: low, and: high, while: { $1 - $0 > 1e-12 * max(1, abs($0)) }) {
      member.cumulativeProbability(of: $0) >= u
    }.upper
  }

  /// Nil: combined quantiles have a density only where all members have.
  public func logDensity(of r: Double) -> Double? { nil }

  /// The rule applied to the members' volatilities.
  public var volatility: Double { rule.combined(members.map(\.volatility)) { $0 > $1 } }

  /// Nil: the errors of the members are not independent.
  public func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double? { nil }

  /// The model spread: from the mildest member to the worst, no interval of confidence.
  public func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    let returns = tailReturns(for: side, at: level)
    let (lowest, highest) = (returns.min(), returns.max())
    return TailInterval(
      inner: side == .long ? highest : lowest, outer: side == .long ? lowest : highest,
      reason: .modelSpread)
  }

  /// The model spread: from the mildest member's shortfall to the worst, no interval of confidence.
  public func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    let means = members.map { $0.tailMeanLoss(of: contract, for: side, at: level) }
      .filter(\.isFinite)
    return ShortfallUncertainty(
      standardError: nil, lower: means.min(), upper: means.max(), reason: .modelSpread)
  }

  /// Whether a member gives probability to a return of −100 % or below.
  public var reachesTotalLoss: Bool { members.contains(where: \.reachesTotalLoss) }

  /// What the members say, each thing once.
  public func warnings(at level: ConfidenceLevel) -> [DistributionWarning] {
    var seen: Set<DistributionWarning> = []
    return members.flatMap { $0.warnings(at: level) }.filter { seen.insert($0).inserted }
  }
}

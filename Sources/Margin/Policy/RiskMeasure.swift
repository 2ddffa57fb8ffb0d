public import RiskMeasures

/// The measure of a loss distribution that a margin is built on, with its confidence level.
public enum RiskMeasure: Hashable, Sendable {
  /// The smallest loss that is exceeded with at most the tail probability.
  case valueAtRisk(ConfidenceLevel)
  /// The mean of the worst losses that hold the tail probability.
  case expectedShortfall(ConfidenceLevel)

  /// The confidence level of the measure.
  public var level: ConfidenceLevel {
    switch self {
    case .valueAtRisk(let level), .expectedShortfall(let level): level
    }
  }

  /// The name in files and in output: `value-at-risk` or `expected-shortfall`.
  public var name: String {
    switch self {
    case .valueAtRisk: "value-at-risk"
    case .expectedShortfall: "expected-shortfall"
    }
  }

  /// The measure of `losses`, per unit of notional; positive is money lost, never floored.
  public func value(of losses: some LossDistribution) -> Double {
    switch self {
    case .valueAtRisk(let level): losses.valueAtRisk(at: level)
    case .expectedShortfall(let level): losses.expectedShortfall(at: level)
    }
  }
}

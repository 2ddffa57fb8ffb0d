public import Instruments
public import RiskMeasures

extension ScaledInnovations: ReturnDistribution {
  /// The return at the edge of the tail of `side`.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    switch self {
    case .normal(let returns): returns.tailReturn(for: side, at: level)
    case .studentT(let returns): returns.tailReturn(for: side, at: level)
    case .standardized(let returns): returns.tailReturn(for: side, at: level)
    }
  }

  /// The mean loss over the tail of `side`.
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    switch self {
    case .normal(let returns): returns.tailMeanLoss(of: contract, for: side, at: level)
    case .studentT(let returns): returns.tailMeanLoss(of: contract, for: side, at: level)
    case .standardized(let returns): returns.tailMeanLoss(of: contract, for: side, at: level)
    }
  }

  /// P(R ≤ r) of a simple return.
  public func cumulativeProbability(of r: Double) -> Double {
    switch self {
    case .normal(let returns): returns.cumulativeProbability(of: r)
    case .studentT(let returns): returns.cumulativeProbability(of: r)
    case .standardized(let returns): returns.cumulativeProbability(of: r)
    }
  }

  /// ln f(r) of a simple return, or nil without a density.
  public func logDensity(of r: Double) -> Double? {
    switch self {
    case .normal(let returns): returns.logDensity(of: r)
    case .studentT(let returns): returns.logDensity(of: r)
    case .standardized(let returns): returns.logDensity(of: r)
    }
  }

  /// The sampling error of the tail return.
  public func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    TailInterval(unavailable: .fixedDecay)
  }

  /// None: the decay is given, so the likelihood says nothing of its error.
  public func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double? { nil }

  /// The standard deviation over the horizon.
  public var volatility: Double {
    switch self {
    case .normal(let returns): returns.volatility
    case .studentT(let returns): returns.volatility
    case .standardized(let returns): returns.volatility
    }
  }

  /// Whether a return of −100 % or below has probability.
  public var reachesTotalLoss: Bool {
    switch self {
    case .normal(let returns): returns.reachesTotalLoss
    case .studentT(let returns): returns.reachesTotalLoss
    case .standardized(let returns): returns.reachesTotalLoss
    }
  }
}

public import Instruments
public import RiskMeasures

extension ScaledInnovations: ReturnDistribution {
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    switch self {
    case .normal(let returns): returns.tailReturn(for: side, at: level)
    case .studentT(let returns): returns.tailReturn(for: side, at: level)
    }
  }

  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    switch self {
    case .normal(let returns): returns.tailMeanLoss(of: contract, for: side, at: level)
    case .studentT(let returns): returns.tailMeanLoss(of: contract, for: side, at: level)
    }
  }

  public func cumulativeProbability(of r: Double) -> Double {
    switch self {
    case .normal(let returns): returns.cumulativeProbability(of: r)
    case .studentT(let returns): returns.cumulativeProbability(of: r)
    }
  }

  public func logDensity(of r: Double) -> Double? {
    switch self {
    case .normal(let returns): returns.logDensity(of: r)
    case .studentT(let returns): returns.logDensity(of: r)
    }
  }

  public func tailUncertainty(for side: Side, at level: ConfidenceLevel) -> TailUncertainty {
    TailUncertainty(unavailable: .fixedDecay)
  }

  public var volatility: Double {
    switch self {
    case .normal(let returns): returns.volatility
    case .studentT(let returns): returns.volatility
    }
  }

  public var reachesTotalLoss: Bool {
    switch self {
    case .normal(let returns): returns.reachesTotalLoss
    case .studentT(let returns): returns.reachesTotalLoss
    }
  }
}

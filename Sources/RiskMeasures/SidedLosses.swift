public import Instruments

/// The losses of one unit of notional on one side of a contract.
public struct SidedLosses<Returns: ReturnDistribution>: LossDistribution {
  public let returns: Returns
  public let contract: Contract
  public let side: Side

  public init(_ returns: Returns, contract: Contract, side: Side) {
    self.returns = returns
    self.contract = contract
    self.side = side
  }

  public func valueAtRisk(at level: ConfidenceLevel) -> Double {
    contract.loss(ofSimpleReturn: returns.tailReturn(for: side, at: level), for: side)
  }

  public func expectedShortfall(at level: ConfidenceLevel) -> Double {
    returns.tailMeanLoss(of: contract, for: side, at: level)
  }
}

public import Instruments

/// The losses per unit of notional on one side of a contract.
public struct SidedLosses<Returns: ReturnDistribution>: LossDistribution {
  /// The predicted return.
  public let returns: Returns
  /// The contract's payoff.
  public let contract: Contract
  /// The side of the position.
  public let side: Side

  /// The losses from a predicted return on one side of a contract.
  public init(_ returns: Returns, contract: Contract, side: Side) {
    self.returns = returns
    self.contract = contract
    self.side = side
  }

  /// The quantile of the loss as a fraction of notional.
  public func valueAtRisk(at level: ConfidenceLevel) -> Double {
    contract.loss(ofSimpleReturn: returns.tailReturn(for: side, at: level), for: side)
  }

  /// The mean of the worst 1 − level losses as a fraction of notional.
  public func expectedShortfall(at level: ConfidenceLevel) -> Double {
    returns.tailMeanLoss(of: contract, for: side, at: level)
  }
}

public import Instruments
public import RiskMeasures

/// A simulated sample of log returns, and the law that it was drawn from.
public struct SimulatedReturns: ReturnDistribution, Equatable {
  /// What the log returns are, which decides whether an expected shortfall exists.
  public enum Law: Hashable, Sendable { case normal, studentT }

  public let sample: EmpiricalReturns
  public let law: Law

  public init(sample: EmpiricalReturns, law: Law) {
    self.sample = sample
    self.law = law
  }

  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    sample.tailReturn(for: side, at: level)
  }

  /// Infinite where the law's is: a simulated mean of a variable without one is an accident.
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    switch (law, contract, side) {
    case (.studentT, .linear, .short), (.studentT, .inverse, .long): .infinity
    default: sample.tailMeanLoss(of: contract, for: side, at: level)
    }
  }

  public func cumulativeProbability(of r: Double) -> Double { sample.cumulativeProbability(of: r) }

  public func logDensity(of r: Double) -> Double? { nil }

  public var volatility: Double { sample.volatility }

  /// The Monte Carlo error of the quantile, not the error of the covariance.
  public func tailUncertainty(for side: Side, at level: ConfidenceLevel) -> TailUncertainty {
    sample.tailUncertainty(for: side, at: level)
  }
}

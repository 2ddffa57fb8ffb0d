public import Instruments
internal import MarketData
public import RiskMeasures

/// A simulated sample of returns, and the law that it was drawn from.
public struct SimulatedReturns: ReturnDistribution, Equatable {
  /// What the returns are, which decides whether an expected shortfall exists.
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
    switch (sample.convention, law, contract, side) {
    case (.log, .studentT, .linear, .short), (.log, .studentT, .inverse, .long): .infinity
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

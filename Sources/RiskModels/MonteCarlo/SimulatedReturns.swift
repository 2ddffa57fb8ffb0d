public import Instruments
internal import MarketData
public import RiskMeasures

/// A simulated sample of returns, and the distribution that it was drawn from.
public struct SimulatedReturns: PredictedReturns, Equatable {
  /// What the returns are, which decides whether an expected shortfall exists.
  public enum Distribution: Hashable, Sendable { case normal, studentT }

  /// The simulated returns.
  public let sample: EmpiricalReturns
  /// The distribution that the sample was drawn from.
  public let distribution: Distribution

  /// The return at the edge of the tail of `side`.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    sample.tailReturn(for: side, at: level)
  }

  /// Infinite where that of the distribution is: a simulated mean of a variable without one is an accident.
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    switch (sample.convention, distribution, contract, side) {
    case (.log, .studentT, .linear, .short), (.log, .studentT, .inverse, .long): .infinity
    default: sample.tailMeanLoss(of: contract, for: side, at: level)
    }
  }

  /// P(R ≤ r) of a simple return.
  public func cumulativeProbability(of r: Double) -> Double { sample.cumulativeProbability(of: r) }

  /// ln f(r) of a simple return, or nil without a density.
  public func logDensity(of r: Double) -> Double? { nil }

  /// The standard deviation of the simulated sample.
  public var volatility: Double { sample.volatility }

  /// The Monte Carlo error of the quantile, not the error of the covariance.
  public func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    sample.tailInterval(for: side, at: level)
  }

  /// The number of paths in the sample.
  public var simulatedPaths: Int? { sample.ascending.count }

  /// Whether fewer than ten paths lie beyond the quantile.
  public func warnings(at level: ConfidenceLevel) -> [DistributionWarning] {
    sample.warnings(at: level, noun: "paths")
  }

  /// Whether a simulated return is −100 % or below.
  public var reachesTotalLoss: Bool { sample.reachesTotalLoss }

  /// The Monte Carlo error, where the distribution has a shortfall.
  public func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    guard tailMeanLoss(of: contract, for: side, at: level).isFinite else {
      return ShortfallUncertainty(unavailable: .shortfallInfinite)
    }
    return sample.shortfallUncertainty(of: contract, for: side, at: level)
  }

  /// The Monte Carlo standard error of the quantile.
  public func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double? {
    sample.tailStandardError(for: side, at: level)
  }
}

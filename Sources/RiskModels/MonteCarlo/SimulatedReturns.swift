public import Instruments
internal import MarketData
public import RiskMeasures

/// A simulated sample of returns with the distribution that it was drawn from.
public struct SimulatedReturns: PredictedReturns, Equatable {
  /// The return distribution, which determines whether the expected shortfall exists.
  public enum Distribution: Hashable, Sendable { case normal, studentT }

  /// The simulated returns.
  public let sample: EmpiricalReturns
  /// The distribution that the sample was drawn from.
  public let distribution: Distribution

  /// The return at the quantile that defines the value at risk of `side`.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    sample.tailReturn(for: side, at: level)
  }

  /// The tail mean of the sample, infinite if the distribution has no tail mean.
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    switch (sample.convention, distribution, contract, side) {
    case (.log, .studentT, .linear, .short), (.log, .studentT, .inverse, .long): .infinity
    default: sample.tailMeanLoss(of: contract, for: side, at: level)
    }
  }

  /// The probability P(R ≤ r) of a simple return.
  public func cumulativeProbability(of r: Double) -> Double { sample.cumulativeProbability(of: r) }

  /// The log density ln f(r) of a simple return, or nil if there is none.
  public func logDensity(of r: Double) -> Double? { nil }

  /// The standard deviation of the simulated sample.
  public var volatility: Double { sample.volatility }

  /// The interval from the Monte Carlo error of the quantile, with the covariance as given.
  public func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    sample.tailInterval(for: side, at: level)
  }

  /// The number of paths in the sample.
  public var simulatedPaths: Int? { sample.ascending.count }

  /// A warning if fewer than ten paths are beyond the quantile.
  public func warnings(at level: ConfidenceLevel) -> [DistributionWarning] {
    sample.warnings(at: level, noun: "paths")
  }

  /// Whether a simulated return is −100 % or less.
  public var reachesTotalLoss: Bool { sample.reachesTotalLoss }

  /// The Monte Carlo error, if the distribution has an expected shortfall.
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

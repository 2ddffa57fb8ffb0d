public import Instruments
public import RiskMeasures

/// The prediction of filtered historical simulation: a scaled sample or simulated paths.
public struct FilteredHistoricalReturns: Sendable {
  enum Body: Sendable {
    case sample(EmpiricalReturns)
    case simulated(SimulatedReturns)
  }

  let body: Body
  let bootstrap: ReplicatedForecasts?

  private var sample: EmpiricalReturns {
    switch body {
    case .sample(let sample): sample
    case .simulated(let simulated): simulated.sample
    }
  }
}

extension FilteredHistoricalReturns: PredictedReturns {
  /// The return at the quantile that defines the value at risk of `side`.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    sample.tailReturn(for: side, at: level)
  }

  /// The expected shortfall of the sample.
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    sample.tailMeanLoss(of: contract, for: side, at: level)
  }

  /// The probability P(R ≤ r) of a simple return.
  public func cumulativeProbability(of r: Double) -> Double { sample.cumulativeProbability(of: r) }

  /// Nil, because a sample has no density.
  public func logDensity(of r: Double) -> Double? { nil }

  /// The standard deviation of the sample.
  public var volatility: Double { sample.volatility }

  /// The number of residuals, or nil for simulated paths.
  public var sampleSize: Int? {
    if case .sample = body { sample.ascending.count } else { nil }
  }

  /// The number of simulated paths, or nil for one bar.
  public var simulatedPaths: Int? {
    if case .simulated = body { sample.ascending.count } else { nil }
  }

  /// Whether the sample contains a return of −100 % or less.
  public var reachesTotalLoss: Bool { sample.reachesTotalLoss }

  /// The expected exceedance rate of independent residuals, by the convention.
  public func expectedExceedanceRate(at level: ConfidenceLevel) -> Double? {
    sample.expectedExceedanceRate(at: level)
  }

  /// The warnings of the sample or the paths.
  public func warnings(at level: ConfidenceLevel) -> [DistributionWarning] {
    sample.warnings(at: level, noun: sampleSize == nil ? "paths" : "returns")
  }

  /// The interval by order statistics of the residuals, or by a residual bootstrap.
  ///
  /// The bootstrap applies if the volatility is estimated.
  public func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    bootstrap?.interval(for: side, at: level) ?? sample.tailInterval(for: side, at: level)
  }

  /// The error by the same methods as the interval of the value at risk.
  public func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    guard let bootstrap else {
      return sample.shortfallUncertainty(of: contract, for: side, at: level)
    }
    guard case .sample(let sample) = body else {
      return bootstrap.shortfall(of: contract, for: side, at: level)
    }
    return bootstrap.studentizedShortfall(about: sample, of: contract, for: side, at: level)
  }

  /// The standard error by the method of the interval.
  public func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double? {
    bootstrap.map { $0.standardError(for: side, at: level) }
      ?? sample.tailStandardError(for: side, at: level)
  }
}

public import Instruments
public import RiskMeasures

/// The distribution of the worst return within a horizon, with one sample per side.
public struct ExcursionReturns: PredictedReturns, Equatable {
  /// The lowest returns within the horizon.
  public let long: EmpiricalReturns
  /// The highest returns within the horizon.
  public let short: EmpiricalReturns
  let seesWithinBars: Bool

  private func sample(_ side: Side) -> EmpiricalReturns { side == .long ? long : short }

  /// The tail return of the side's own sample.
  public func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double {
    sample(side).tailReturn(for: side, at: level)
  }

  /// The tail mean of the side's own sample.
  public func tailMeanLoss(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> Double {
    sample(side).tailMeanLoss(of: contract, for: side, at: level)
  }

  /// The probability that the lowest return within the horizon is at most `r`.
  public func cumulativeProbability(of r: Double) -> Double { long.cumulativeProbability(of: r) }

  /// Nil, because a sample has no density.
  public func logDensity(of r: Double) -> Double? { nil }

  /// The larger of the two samples' standard deviations.
  public var volatility: Double { max(long.volatility, short.volatility) }

  /// The interval of the side's own sample.
  public func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval {
    sample(side).tailInterval(for: side, at: level)
  }

  /// The standard error of the side's own sample.
  public func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double? {
    sample(side).tailStandardError(for: side, at: level)
  }

  /// The error of the side's own sample.
  public func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    sample(side).shortfallUncertainty(of: contract, for: side, at: level)
  }

  /// The sample size, the same for both sides.
  public var sampleSize: Int? { long.sampleSize }

  /// Whether the sample contains a low of −100 % or less.
  public var reachesTotalLoss: Bool { long.reachesTotalLoss }

  /// The expected exceedance rate of independent excursions, by the convention.
  public func expectedExceedanceRate(at level: ConfidenceLevel) -> Double? {
    long.expectedExceedanceRate(at: level)
  }

  /// The warnings of the samples, and whether they contain closes only.
  public func warnings(at level: ConfidenceLevel) -> [DistributionWarning] {
    var warnings = long.warnings(at: level, noun: "excursions")
    if !seesWithinBars {
      warnings.append(
        DistributionWarning(
          code: "excursions-of-closes",
          message: "no bar of the window has a low or a high beyond its close, so excursions "
            + "within bars are not seen"))
    }
    return warnings
  }
}

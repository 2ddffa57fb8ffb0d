public import Instruments

/// A distribution of returns whose tail estimates have standard errors.
public protocol UncertainDistribution: ReturnDistribution {
  /// The standard error of ``ReturnDistribution/tailReturn(for:at:)``, or nil for the reason in
  /// ``tailInterval(for:at:)``.
  func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double?

  /// The 95 % interval of ``ReturnDistribution/tailReturn(for:at:)``.
  func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval

  /// The standard error of ``ReturnDistribution/tailMeanLoss(of:for:at:)``, or the reason for its
  /// absence.
  func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty
}

extension UncertainDistribution {
  /// Unavailable, unless a model provides it.
  public func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    ShortfallUncertainty(unavailable: .noShortfallError)
  }
}

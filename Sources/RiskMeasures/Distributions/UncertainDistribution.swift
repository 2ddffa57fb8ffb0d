public import Instruments

/// A distribution of returns whose tails are estimates with errors of their own.
public protocol UncertainDistribution: ReturnDistribution {
  /// The standard error of ``ReturnDistribution/tailReturn(for:at:)``, or nil where
  /// ``tailInterval(for:at:)`` says why not.
  func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double?

  /// The 95 % interval of ``ReturnDistribution/tailReturn(for:at:)``.
  func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval

  /// The error of ``ReturnDistribution/tailMeanLoss(of:for:at:)``, or why it is not known.
  func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty
}

extension UncertainDistribution {
  /// None is known, unless a model says otherwise.
  public func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    ShortfallUncertainty(unavailable: .noShortfallError)
  }
}

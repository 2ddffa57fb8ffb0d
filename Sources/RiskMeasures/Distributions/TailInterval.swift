/// The 95 % interval of an estimated tail return, or the reason for its absence.
public struct TailInterval: Hashable, Sendable {
  /// The reason for a missing error or interval, or the kind of interval given instead.
  public enum Reason: String, Hashable, Sendable, Codable {
    /// The sample is too small for a two-sided 95 % interval of this quantile.
    case sampleTooSmall = "interval-beyond-sample"
    /// The interval of a filtered model requires a bootstrap that re-estimates the filter.
    case needsResidualBootstrap = "interval-needs-residual-bootstrap"
    /// The error of a simulation from estimated parameters requires a bootstrap that re-estimates
    /// them.
    case needsParametricBootstrap = "interval-needs-parametric-bootstrap"
    /// The interval comes from a bootstrap that re-estimates the model.
    case estimationBootstrap = "interval-by-estimation-bootstrap"
    /// The interval is for the unconditional quantile, from a block bootstrap.
    case blockBootstrap = "interval-by-block-bootstrap"
    /// An estimate lies on the boundary of its domain, where the delta method does not hold.
    case boundary = "boundary"
    /// The Hessian of the log-likelihood is not negative definite at the estimates.
    case informationNotDefinite = "information-not-definite"
    /// The decay is fixed, not estimated, so the likelihood provides no error for it.
    case fixedDecay = "interval-unavailable-fixed-decay"
    /// The interval spans the combined models from the mildest to the worst.
    case modelSpread = "interval-is-model-spread"
    /// The quantiles of an expansion were rearranged, which the delta method does not account for.
    case rearranged = "interval-unavailable-rearranged"
    /// The returns of the sample have unequal weights.
    case unequalWeights = "interval-unavailable-unequal-weights"
    /// Overlapping returns are dependent, so the likelihood overstates their information.
    case overlappingReturns = "interval-unavailable-overlapping-returns"
    /// The model provides no standard error of the expected shortfall.
    case noShortfallError = "shortfall-error-unavailable"
    /// The expected shortfall or its standard error is infinite.
    case shortfallInfinite = "expected-shortfall-infinite"
    /// The scaling over several bars relies on an autocorrelation whose error is ignored.
    case autocorrelatedReturns = "interval-unavailable-autocorrelated-returns"
    /// The information matrix of the estimates is singular.
    case singularInformation = "interval-unavailable-singular-information"
    /// The forecast was made without errors.
    case notRequested = "interval-not-requested"
  }

  /// The end of the 95 % interval with the smaller loss, as a return.
  public let inner: Double?
  /// The end of the 95 % interval with the larger loss, as a return.
  public let outer: Double?
  /// The reason for a missing value, or the kind of interval; nil for a 95 % interval.
  public let reason: Reason?

  /// An interval with both ends, or with the reason for a missing one.
  public init(inner: Double?, outer: Double?, reason: Reason? = nil) {
    self.inner = inner
    self.outer = outer
    self.reason = reason
  }

  /// An unavailable interval, with the reason.
  public init(unavailable reason: Reason) {
    self.init(inner: nil, outer: nil, reason: reason)
  }
}

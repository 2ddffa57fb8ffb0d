/// The 95 % interval of an estimated tail return, or why there is none.
public struct TailInterval: Hashable, Sendable {
  /// Why an error or an interval is not given, or what stands in its place.
  public enum Reason: String, Hashable, Sendable, Codable {
    /// The sample is too small for a two-sided 95 % interval of this quantile to have both ends.
    case sampleTooSmall = "interval-beyond-sample"
    /// A filtered model's interval needs a bootstrap that re-estimates the filter.
    case needsResidualBootstrap = "interval-needs-residual-bootstrap"
    /// The error of a path simulated through estimates needs a bootstrap that estimates anew.
    case needsParametricBootstrap = "interval-needs-parametric-bootstrap"
    /// The interval is that of a bootstrap that estimates the model anew.
    case estimationBootstrap = "interval-by-estimation-bootstrap"
    /// The interval is of the unconditional quantile, by a bootstrap of blocks.
    case blockBootstrap = "interval-by-block-bootstrap"
    /// An estimate lies on the edge of its domain, where the delta method does not hold.
    case boundary = "boundary"
    /// The likelihood is not curved downwards in all directions at the estimates.
    case informationNotDefinite = "information-not-definite"
    /// The decay is given, not estimated, so the likelihood says nothing of its error.
    case fixedDecay = "interval-unavailable-fixed-decay"
    /// The interval runs from the mildest member of a combination to the worst.
    case modelSpread = "interval-is-model-spread"
    /// The quantiles of an expansion were put in order, which no delta method knows.
    case rearranged = "interval-unavailable-rearranged"
    /// The returns of the sample have unequal weights.
    case unequalWeights = "interval-unavailable-unequal-weights"
    /// Overlapping returns depend on each other, so the likelihood overstates what they tell.
    case overlappingReturns = "interval-unavailable-overlapping-returns"
    /// No error of the expected shortfall is known for the model.
    case noShortfallError = "shortfall-error-unavailable"
    /// The expected shortfall is infinite, or its error is.
    case shortfallInfinite = "expected-shortfall-infinite"
    /// The scale over several bars rests on an autocorrelation whose error is not allowed for.
    case autocorrelatedReturns = "interval-unavailable-autocorrelated-returns"
    /// The data hold too little about the estimates: their information matrix is singular.
    case singularInformation = "interval-unavailable-singular-information"
  }

  /// The end of the 95 % interval that is closer to no loss, as a return.
  public let inner: Double?
  /// The end of the 95 % interval that is further out in the tail, as a return.
  public let outer: Double?
  /// Why there is no error or interval, or what kind the interval is; nil for a 95 % interval.
  public let reason: Reason?

  /// An interval with both ends, or with a reason for what is missing.
  public init(inner: Double?, outer: Double?, reason: Reason? = nil) {
    self.inner = inner
    self.outer = outer
    self.reason = reason
  }

  /// No interval, and why.
  public init(unavailable reason: Reason) {
    self.init(inner: nil, outer: nil, reason: reason)
  }
}

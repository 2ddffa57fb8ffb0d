public import Instruments

/// The predictive distribution of one instrument's *simple* return over one horizon.
///
/// A model that predicts log returns answers here through R = eʳ − 1. Returns are decimal
/// fractions over the whole horizon; nothing is annualized.
public protocol ReturnDistribution: Sendable {
  /// The return at the edge of the worst 1 − level mass for `side`: low for a long, high for a short.
  func tailReturn(for side: Side, at level: ConfidenceLevel) -> Double

  /// The mean loss of `contract` over that mass, the boundary split; `.infinity` where it diverges.
  func tailMeanLoss(of contract: Contract, for side: Side, at level: ConfidenceLevel) -> Double

  /// P(R ≤ r): the probability integral transform of a realized return.
  func cumulativeProbability(of r: Double) -> Double

  /// ln f(r), or nil for a distribution without a density.
  func logDensity(of r: Double) -> Double?

  /// The standard deviation of the return in the model's own convention.
  var volatility: Double { get }

  /// The standard error of ``tailReturn(for:at:)``, or nil where ``tailInterval(for:at:)`` says why not.
  func tailStandardError(for side: Side, at level: ConfidenceLevel) -> Double?

  /// The 95 % interval of ``tailReturn(for:at:)``.
  func tailInterval(for side: Side, at level: ConfidenceLevel) -> TailInterval

  /// The error of ``tailMeanLoss(of:for:at:)``, or why it is not known.
  func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty

  /// The number of equally likely sample returns, or nil for a model without such.
  var sampleSize: Int? { get }

  /// The number of simulated paths, or nil for a model that simulates nothing.
  var simulatedPaths: Int? { get }

  /// True where the model gives probability to returns of −100 % or below.
  var reachesTotalLoss: Bool { get }

  /// The probability that the next loss exceeds the quantile at `level`, the larger of the sides;
  /// nil for a model without a sample.
  func expectedExceedanceRate(at level: ConfidenceLevel) -> Double?

  /// What a reader of the tail at `level` must know, beyond what the other members say.
  func warnings(at level: ConfidenceLevel) -> [DistributionWarning]
}

extension ReturnDistribution {
  /// None is known, unless a model says otherwise.
  public func shortfallUncertainty(
    of contract: Contract, for side: Side, at level: ConfidenceLevel
  ) -> ShortfallUncertainty {
    ShortfallUncertainty(unavailable: .noShortfallError)
  }

  /// Nil: most models have no sample.
  public var sampleSize: Int? { nil }

  /// Nil: most models simulate nothing.
  public var simulatedPaths: Int? { nil }

  /// False: most models keep returns above −100 %.
  public var reachesTotalLoss: Bool { false }

  /// Nil: most models have no sample.
  public func expectedExceedanceRate(at level: ConfidenceLevel) -> Double? { nil }

  /// None: most models have nothing to add.
  public func warnings(at level: ConfidenceLevel) -> [DistributionWarning] { [] }
}

/// Something of a distribution that its numbers do not say.
public struct DistributionWarning: Hashable, Sendable {
  /// The name in outputs, such as `few-tail-observations`.
  public let code: String
  /// One sentence for people.
  public let message: String

  /// A warning by its name.
  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }
}

/// The 95 % interval of an estimated tail return, or why there is none.
public struct TailInterval: Hashable, Sendable {
  /// Why an error or an interval is not given, or what stands in its place.
  public enum Reason: String, Hashable, Sendable {
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

/// The distribution of a loss: positive is money lost, per unit of notional.
public protocol LossDistribution: Sendable {
  /// The smallest loss x with P(L ≤ x) ≥ level, or the quantile by the model's named convention.
  ///
  /// Never floored at zero.
  func valueAtRisk(at level: ConfidenceLevel) -> Double

  /// The mean of the worst 1 − level mass with the boundary loss split; `.infinity` where it diverges.
  func expectedShortfall(at level: ConfidenceLevel) -> Double
}

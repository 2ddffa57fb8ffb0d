public import Instruments
public import MarketData
public import RiskMeasures
public import Volatility

/// The recipe of a model of one instrument's returns: immutable, comparable, configurable.
///
/// The horizon is known when the estimator is made, since a model of overlapping returns sees a
/// different sample for each horizon.
public protocol ReturnModel: DescribedModel {
  associatedtype Estimator: ReturnEstimator

  /// What of a bar the estimator wants to observe.
  var observedBar: ObservedBar { get }

  /// Bar returns before the first prediction over `horizon` at `level` can be made.
  func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int

  /// Checks that a sample of the model, once full, has a quantile at `level`.
  ///
  /// - Throws: ``RiskModelError/sampleTooSmall(size:required:)``; never for a model without sample.
  func requireQuantile(at level: ConfidenceLevel, over horizon: Horizon) throws(RiskModelError)

  /// Whether `recalibrate` searches for parameters; where it does not, it does not matter when.
  var isEstimated: Bool { get }

  /// Bar returns that a prediction depends on, or nil where it depends on all of the past.
  func memory(over horizon: Horizon) -> Int?

  /// The volatility that is estimated by maximum likelihood, or nil for a model without one.
  var estimatedVolatility: EstimatedVolatilityModel? { get }

  /// The model for one instrument: random numbers, if it draws any, are addressed by its identifier.
  func addressed(to instrument: InstrumentID) -> Self

  /// An estimator that has seen nothing.
  ///
  /// - Throws: ``RiskModelError/unsupportedHorizon(_:rule:)`` where the model has no rule for it.
  func makeEstimator(over horizon: Horizon) throws(RiskModelError) -> Estimator
}

/// The running state of a ``ReturnModel``: a value; copy it to fork a what-if.
public protocol ReturnEstimator: ForecastEstimator where Prediction: PredictedReturns {
  /// The number of bar returns observed.
  var observationCount: Int { get }

  /// Takes the next bar return; cheap, and never searches for parameters.
  mutating func observe(_ value: Double)

  /// What was estimated, for people to read.
  var parameters: FittedParameters { get }
}

extension ReturnModel {
  /// The return of the close: most models look at nothing else.
  public var observedBar: ObservedBar { .close }

  /// True: most models have parameters.
  public var isEstimated: Bool { true }

  /// Nil: many models estimate no recursion.
  public var estimatedVolatility: EstimatedVolatilityModel? { nil }

  /// The model itself: most draw nothing.
  public func addressed(to instrument: InstrumentID) -> Self { self }

  /// Nothing to require: a model with a density has every quantile.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {}
}

extension ReturnEstimator {
  /// Nothing: many models have no parameters to search for.
  public mutating func recalibrate() throws(RiskModelError) {}

  /// Takes many returns at once: the same state as one at a time.
  public mutating func observe(contentsOf values: Span<Double>) {
    for i in values.indices { observe(values[i]) }
  }

  /// None: many models estimate nothing.
  public var parameters: FittedParameters { FittedParameters() }
}

/// The volatility inside a model, and what its standardized returns are.
public struct EstimatedVolatilityModel: Hashable, Sendable {
  /// Mean, variance and innovations.
  public let model: ConditionalVolatility
  /// Whether the model draws on past residuals, and not on the distribution of the innovations.
  public let resamplesResiduals: Bool
}

/// What of a bar an estimator observes.
public enum ObservedBar: Hashable, Sendable {
  /// The return of its close.
  case close
  /// The returns from the close before to its close, its low and its high.
  case extremes

  /// The numbers of a bar in the series that a model walks down.
  var width: Int { self == .close ? 1 : BarMove.width }
}

/// How a model gets from the return of one bar to that of its horizon.
public enum HorizonRule: String, Hashable, Sendable, Codable, CaseIterable {
  /// Scale of one bar times √h, mean times h: right for uncorrelated returns of constant variance.
  case squareRootOfTime = "square-root-of-time"
  /// Compounded returns of h bars, one starting at each bar.
  case overlapping
  /// Scale of one bar times √(h + 2 Σ (h − i) ρⁱ), ρ the first autocorrelation; mean times h.
  case autocorrelated
  /// The worst price within h bars, for each side, instead of the one at their end.
  case adverseExcursion = "adverse-excursion"
  /// Paths of h bars drawn from the model.
  case simulatedPath = "simulated-path"
}

extension HorizonRule {
  /// Whether a sample of past returns is led to several bars by it.
  var leadsSamples: Bool { self == .overlapping || self == .squareRootOfTime }

  /// The bars of a sample's first return beyond one.
  func barsBeyondOne(_ horizon: Horizon) -> Int { self == .overlapping ? horizon.bars - 1 : 0 }

  /// Throws where a sample of the last `window` returns is not led to the horizon.
  func requireSample(of window: Int, over horizon: Horizon) throws(RiskModelError) {
    guard leadsSamples || horizon == .oneBar, barsBeyondOne(horizon) < window else {
      throw .unsupportedHorizon(horizon, rule: self)
    }
  }

  /// Whether a fitted volatility is.
  var leadsVolatilities: Bool { self == .simulatedPath || self == .squareRootOfTime }
}

/// Why a model could not answer.
public enum RiskModelError: Error, Hashable, Sendable {
  case insufficientHistory(available: Int, required: Int)
  /// The window or the paths of a model never hold enough returns for a quantile at the level.
  case sampleTooSmall(size: Int, required: Int)
  /// The newest return weighs more than the tail: a decay nearer to one than `required` is needed.
  case weightsTooConcentrated(decay: Double, required: Double)
  /// No Cornish–Fisher expansion that rises everywhere has these moments.
  case outsideCornishFisherDomain(skewness: Double, excessKurtosis: Double)
  /// Too few losses lie strictly beyond a threshold to fit a tail to.
  case tooFewExceedances(available: Int, required: Int)
  case unsupportedHorizon(Horizon, rule: HorizonRule)
  /// All returns that the model looks back on are equal, or a variance is zero.
  case noVariation(observations: Int)
  /// The price rises or falls so far over the history that a power of it is not finite.
  case rangeTooWide
  case didNotConverge(model: String, reason: String)
  /// The recursion of a fitted model ran away: its variance is zero or no finite number.
  case explosiveVariance
  /// A quantile model was asked for a level that it was not fitted to.
  case levelNotFitted(ConfidenceLevel)
  /// The losses of the side have a quantile at the level that is zero or a gain.
  case quantileNotPositive(Side, ConfidenceLevel)
  /// The covariance of the universe is not positive definite.
  case singularCovariance(instruments: Int, observations: Int)
}

/// What a model estimated: names as in the JSON contract, values of decimal returns.
public struct FittedParameters: Hashable, Sendable, Codable {
  /// Estimates by their names in the JSON contract, such as `mu` and `sigma`.
  public var values: [String: Double]
  /// Standard errors by the same names; absent where there is none.
  public var standardErrors: [String: Double]
  /// Standard errors from the likelihood's curvature alone, where ``standardErrors`` are robust ones.
  public var hessianStandardErrors: [String: Double] = [:]
  /// Akaike's and Schwarz's criteria; nil for a model without a likelihood.
  public var informationCriteria: InformationCriteria?
  /// The log-likelihood with its constants, or nil for a model without one.
  public var logLikelihood: Double?
  /// How the estimation ended.
  public var status: FitStatus

  /// Parameters by name; empty for a model that estimates nothing.
  public init(
    values: [String: Double] = [:], standardErrors: [String: Double] = [:],
    logLikelihood: Double? = nil, status: FitStatus = .notEstimated
  ) {
    self.values = values
    self.standardErrors = standardErrors
    self.logLikelihood = logLikelihood
    self.status = status
  }
}

/// What a likelihood is worth after the parameters that it cost: smaller is better.
public struct InformationCriteria: Hashable, Sendable, Codable {
  /// −2ℓ + 2k.
  public let akaike: Double
  /// −2ℓ + k ln n.
  public let bayesian: Double
}

/// How an estimation ended.
public enum FitStatus: String, Hashable, Sendable, Codable {
  /// The model has nothing to search for.
  case notEstimated = "not-estimated"
  /// The estimates have a closed form.
  case closedForm = "closed-form"
  case converged
  /// The likelihood rises up to the edge of the parameter's domain.
  case boundary
  /// The search failed and the parameters are those of the fit before.
  case keptPrevious = "kept-previous"
  /// The search failed and the model that the policy names for this case stands in.
  case fallback

  /// Whether the estimates are what they claim to be.
  public var isConverged: Bool { self != .keptPrevious && self != .fallback }
}

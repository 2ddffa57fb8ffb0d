public import Instruments
public import MarketData
public import RiskMeasures
public import Volatility

/// The configuration of a model of one instrument's returns, an immutable value.
///
/// The horizon is fixed when the estimator is made, because a model of overlapping returns uses a
/// different sample for each horizon.
public protocol ReturnModel: DescribedModel {
  associatedtype Estimator: ReturnEstimator

  /// The fields of a bar that the estimator observes.
  var observedBar: ObservedBar { get }

  /// The number of bar returns required before a prediction over `horizon` at `level`.
  func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int

  /// Checks that the model's sample, once full, is large enough for a quantile at `level`.
  ///
  /// - Throws: ``RiskModelError/sampleTooSmall(size:required:)``; never for a model without a
  ///   sample.
  func requireQuantile(at level: ConfidenceLevel, over horizon: Horizon) throws(RiskModelError)

  /// Whether `recalibrate` estimates parameters; if not, its schedule has no effect.
  var isEstimated: Bool { get }

  /// The number of bar returns a prediction depends on, or nil for the whole history.
  func memory(over horizon: Horizon) -> Int?

  /// The number of bar returns in the model's lookback window, or nil if all have a weight.
  func lookback(over horizon: Horizon) -> Int?

  /// The volatility estimated by maximum likelihood, or nil if the model has none.
  var estimatedVolatility: EstimatedVolatilityModel? { get }

  /// The model for one instrument, with any random numbers addressed by its identifier.
  func addressed(to instrument: InstrumentID) -> Self

  /// Makes an estimator without observations.
  ///
  /// - Throws: ``RiskModelError/unsupportedHorizon(_:rule:)`` if the model does not support the
  ///   horizon.
  func makeEstimator(over horizon: Horizon) throws(RiskModelError) -> Estimator
}

/// The running state of a ``ReturnModel``, a value that can be copied for what-if analysis.
public protocol ReturnEstimator: ForecastEstimator where Prediction: PredictedReturns {
  /// The number of bar returns observed.
  var observationCount: Int { get }

  /// Observes the next bar return, without re-estimating parameters.
  mutating func observe(_ value: Double)

  /// The fitted parameters, for reporting.
  var parameters: FittedParameters { get }
}

extension ReturnModel {
  /// The return of the close, which is all that most models observe.
  public var observedBar: ObservedBar { .close }

  /// True, because most models have parameters.
  public var isEstimated: Bool { true }

  /// Nil, because many models have no estimated recursion.
  public var estimatedVolatility: EstimatedVolatilityModel? { nil }

  /// The returns that a prediction depends on, which most models weight equally.
  public func lookback(over horizon: Horizon) -> Int? { memory(over: horizon) }

  /// The model itself, because most models draw no random numbers.
  public func addressed(to instrument: InstrumentID) -> Self { self }

  /// Never throws: a model with a density has a quantile at every level.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {}
}

extension ReturnEstimator {
  /// Does nothing: many models have no parameters to estimate.
  public mutating func recalibrate() throws(RiskModelError) {}

  /// Observes several returns; the state is the same as after observing them one by one.
  public mutating func observe(contentsOf values: Span<Double>) {
    for i in values.indices { observe(values[i]) }
  }

  /// Empty, because many models estimate nothing.
  public var parameters: FittedParameters { FittedParameters() }
}

/// A model's estimated volatility, with the source of its standardized returns.
public struct EstimatedVolatilityModel: Hashable, Sendable {
  /// The mean, variance and innovations.
  public let model: ConditionalVolatility
  /// Whether the model resamples past residuals instead of drawing innovations.
  public let resamplesResiduals: Bool
}

/// The fields of a bar that an estimator observes.
public enum ObservedBar: Hashable, Sendable {
  /// The return of its close.
  case close
  /// The returns from the previous close to the close, the low and the high.
  case extremes

  /// The number of values per bar in the series that a model observes.
  var width: Int { self == .close ? 1 : BarMove.width }
}

/// The rule that takes a model from one bar to its horizon.
public enum HorizonRule: String, Hashable, Sendable, Codable, CaseIterable {
  /// One-bar scale times √h, mean times h; exact for uncorrelated returns of constant variance.
  case squareRootOfTime = "square-root-of-time"
  /// Compounded returns over h bars, one starting at each bar.
  case overlapping
  /// One-bar scale times √(h + 2 Σ (h − i) ρⁱ), ρ the first autocorrelation; mean times h.
  case autocorrelated
  /// The worst price within h bars for each side, instead of the final price.
  case adverseExcursion = "adverse-excursion"
  /// Paths of h bars simulated from the model.
  case simulatedPath = "simulated-path"
}

extension HorizonRule {
  /// Whether the rule applies to a sample of past returns.
  var leadsSamples: Bool { self == .overlapping || self == .squareRootOfTime }

  /// The additional bars that the first return of a sample requires.
  func barsBeyondOne(_ horizon: Horizon) -> Int { self == .overlapping ? horizon.bars - 1 : 0 }

  /// Throws if the rule does not apply to a sample of the last `window` returns.
  func requireSample(of window: Int, over horizon: Horizon) throws(RiskModelError) {
    guard leadsSamples || horizon == .oneBar, barsBeyondOne(horizon) < window else {
      throw .unsupportedHorizon(horizon, rule: self)
    }
  }

  /// Whether the rule applies to a fitted volatility.
  var leadsVolatilities: Bool { self == .simulatedPath || self == .squareRootOfTime }
}

/// The reason a model could not produce a forecast.
public enum RiskModelError: Error, Hashable, Sendable {
  case insufficientHistory(available: Int, required: Int)
  /// The window or the number of paths is too small for a quantile at the level.
  case sampleTooSmall(size: Int, required: Int)
  /// The newest return outweighs the tail; the decay must be above `required`.
  case weightsTooConcentrated(decay: Double, required: Double)
  /// No monotone Cornish–Fisher expansion has these moments.
  case outsideCornishFisherDomain(skewness: Double, excessKurtosis: Double)
  /// Too few losses are strictly beyond the threshold to fit a tail.
  case tooFewExceedances(available: Int, required: Int)
  case unsupportedHorizon(Horizon, rule: HorizonRule)
  /// All returns in the lookback window are equal, or a variance is zero.
  case noVariation(observations: Int)
  /// More returns are zero than the bound on standing prices allows.
  case pricesStandStill(zeros: Int, observations: Int)
  /// The price range over the history is too wide: a power of it is not finite.
  case rangeTooWide
  /// The input is returns, from which differences of prices cannot be computed.
  case needsPrices
  /// Losses of an inverse contract are not a function of the difference of prices.
  case needsLinearContract
  case didNotConverge(model: String, reason: String)
  /// The variance recursion of a fitted model gives a variance that is zero, not finite, or beyond
  /// ten times the largest move of its window, squared.
  case explosiveFilter
  /// A quantile model was asked for a level that was not fitted.
  case levelNotFitted(ConfidenceLevel)
  /// The quantile of the side's losses at the level is zero or a gain.
  case quantileNotPositive(Side, ConfidenceLevel)
  /// The covariance of the universe is not positive definite.
  case singularCovariance(instruments: Int, observations: Int)
}

/// The fitted parameters of a model, named as in the JSON contract, for decimal returns.
public struct FittedParameters: Hashable, Sendable, Codable {
  /// Estimates by their names in the JSON contract, such as `mu` and `sigma`.
  public var values: [String: Double]
  /// Standard errors by the same names; absent if unavailable.
  public var standardErrors: [String: Double]
  /// Standard errors from the Hessian alone, if ``standardErrors`` are robust.
  public var hessianStandardErrors: [String: Double] = [:]
  /// The Akaike and Schwarz criteria, or nil for a model without a likelihood.
  public var informationCriteria: InformationCriteria?
  /// The log-likelihood including its constants, or nil for a model without one.
  public var logLikelihood: Double?
  /// The status of the estimation.
  public var status: FitStatus

  /// Creates parameters by name; empty for a model that estimates nothing.
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

/// Information criteria of a likelihood with k parameters; smaller is better.
public struct InformationCriteria: Hashable, Sendable, Codable {
  /// The Akaike information criterion, −2ℓ + 2k.
  public let akaike: Double
  /// The Bayesian information criterion, −2ℓ + k ln n.
  public let bayesian: Double
}

/// The status of an estimation.
public enum FitStatus: String, Hashable, Sendable, Codable {
  /// The model has no parameters to estimate.
  case notEstimated = "not-estimated"
  /// The estimates have a closed form.
  case closedForm = "closed-form"
  case converged
  /// The maximum is at the boundary of the parameter domain.
  case boundary
  /// The search failed and the previous fit's parameters are kept.
  case keptPrevious = "kept-previous"
  /// The search failed and the policy's fallback model is used.
  case fallback

  /// Whether the estimates are those of a successful fit.
  public var isConverged: Bool { self != .keptPrevious && self != .fallback }
}

internal import Glibc
public import MarketData
public import RiskMeasures
internal import Statistics

/// A normal model of constant mean and variance, by maximum likelihood on a window.
///
///     μ̂ = r̄,  σ̂² = Σ(r − r̄)²/n;  over h bars  N(hμ, hσ²)
///
/// Under the rule `autocorrelated` the variance over h bars is that of ``AutocorrelatedScaling``.
///
/// - SeeAlso: Jorion (2007), *Value at Risk*, third edition, chapter 5.
public struct NormalModel: ReturnModel {
  /// The lookback window, in bar returns.
  public let window: Int
  /// The convention of the observed returns.
  public let returnConvention: ReturnConvention
  /// The horizon rule: square root of time, or autocorrelated.
  public let horizonRule: HorizonRule

  /// Creates a model of the last `window` returns, at least two.
  public init(
    window: Int, returnConvention: ReturnConvention = .simple,
    horizonRule: HorizonRule = .squareRootOfTime
  ) {
    precondition(window >= 2, "A variance needs two returns, not \(window)")
    self.window = window
    requireScalingRule(horizonRule)
    self.returnConvention = returnConvention
    self.horizonRule = horizonRule
  }

  /// The model name, `normal`.
  public var name: String { "normal" }

  /// The name of the distribution, the same as that of the model.
  public var innovationsName: String? { name }

  /// The number of bar returns required before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    min(window, 30)
  }

  /// The number of bar returns a prediction depends on, or nil for the whole history.
  public func memory(over horizon: Horizon) -> Int? { window }

  /// Makes an estimator without observations; throws if the rule does not support the horizon.
  public func makeEstimator(over horizon: Horizon) throws(RiskModelError) -> NormalEstimator {
    NormalEstimator(self, horizon: horizon)
  }
}

/// The running state of ``NormalModel``; its closed-form estimates are always current.
public struct NormalEstimator: ReturnEstimator, Equatable {
  private let model: NormalModel
  private let horizon: Horizon
  private var recent: RecentWindow
  /// The number of returns observed.
  public private(set) var observationCount = 0

  init(_ model: NormalModel, horizon: Horizon) {
    self.model = model
    self.horizon = horizon
    recent = RecentWindow(capacity: model.window)
  }

  /// Observes the next return.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    recent.append(value)
  }

  /// The distribution of the return over the horizon that starts now.
  public func prediction() throws(RiskModelError) -> LocationScaleReturns {
    let moments = recent.moments
    guard moments.count >= 2 else {
      throw .insufficientHistory(available: moments.count, required: 2)
    }
    guard moments.populationVariance > 0 else {
      throw .noVariation(observations: moments.count)
    }
    let n = Double(moments.count)
    let bars = Double(horizon.bars)
    let scale = HorizonScale(model.horizonRule, over: horizon) { recent.chronological }
    // var μ̂ = σ²/n, var ln σ̂ = 1/(2n), uncorrelated; the location over h bars is hμ.
    let meanVariance = bars * bars * moments.populationVariance / n
    return .normal(
      mean: moments.mean * bars,
      standardDeviation: (moments.populationVariance * scale.varianceFactor).squareRoot(),
      convention: model.returnConvention,
      uncertainty: scale.uncertainty(.covariance([meanVariance, 0, 1 / (2 * n), 0, 0, 0])))
  }

  /// The fitted parameters.
  public var parameters: FittedParameters {
    let moments = recent.moments
    guard moments.count >= 2, moments.populationVariance > 0 else { return FittedParameters() }
    let n = Double(moments.count)
    let sigma = moments.populationVariance.squareRoot()
    let scale = HorizonScale(model.horizonRule, over: horizon) { recent.chronological }
    var values = ["mu": moments.mean, "sigma": sigma]
    values["autocorrelation"] = scale.autocorrelation
    return FittedParameters(
      values: values,
      standardErrors: ["mu": sigma / n.squareRoot(), "sigma": sigma / (2 * n).squareRoot()],
      logLikelihood: -n / 2 * (log(2 * Double.pi * moments.populationVariance) + 1),
      status: .closedForm)
  }
}

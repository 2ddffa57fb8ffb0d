public import MarketData
public import RiskMeasures

/// A Student t model of constant location, scale and degrees of freedom, by maximum likelihood.
///
///     r = m + s T_ν;  over h bars  location h m, scale s √h, ν unchanged
///
/// A sum of t variables is not t; keeping ν over h bars overstates the tails. Under the rule
/// `autocorrelated` the scale over h bars is that of ``AutocorrelatedScaling``.
///
/// - SeeAlso: Lange, Little and Taylor (1989), *JASA* 84(408), 881–896.
public struct StudentTModel: ReturnModel {
  /// The lookback window, in bar returns.
  public let window: Int
  /// The degrees of freedom ν, or nil if they are estimated.
  public let degreesOfFreedom: Double?
  /// The convention of the observed returns.
  public let returnConvention: ReturnConvention
  /// The horizon rule: square root of time, or autocorrelated.
  public let horizonRule: HorizonRule

  /// Creates a model of the last `window` returns, at least three; a nil ν is estimated.
  public init(
    window: Int, degreesOfFreedom: Double? = nil, returnConvention: ReturnConvention = .simple,
    horizonRule: HorizonRule = .squareRootOfTime
  ) {
    precondition(window >= 3, "Three parameters need three returns, not \(window)")
    precondition(degreesOfFreedom.map { $0 > 0 } ?? true, "ν is positive")
    self.window = window
    self.degreesOfFreedom = degreesOfFreedom
    requireScalingRule(horizonRule)
    self.returnConvention = returnConvention
    self.horizonRule = horizonRule
  }

  /// The model name, `student-t`.
  public var name: String { "student-t" }

  /// The name of the distribution, the same as that of the model.
  public var innovationsName: String? { name }

  /// The number of bar returns required before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    min(window, 50)
  }

  /// The number of bar returns a prediction depends on, or nil for the whole history.
  public func memory(over horizon: Horizon) -> Int? { window }

  /// Makes an estimator without observations; throws if the rule does not support the horizon.
  public func makeEstimator(over horizon: Horizon) throws(RiskModelError) -> StudentTEstimator {
    StudentTEstimator(self, horizon: horizon)
  }
}

/// The running state of ``StudentTModel``.
public struct StudentTEstimator: ReturnEstimator, Equatable {
  private let model: StudentTModel
  private let horizon: Horizon
  private var recent: RecentWindow
  private var fit: StudentTFit?
  /// The horizon scale at the last estimation.
  private var scale: HorizonScale
  /// The number of returns observed.
  public private(set) var observationCount = 0

  init(_ model: StudentTModel, horizon: Horizon) {
    self.model = model
    self.horizon = horizon
    recent = RecentWindow(capacity: model.window)
    scale = HorizonScale(.squareRootOfTime, over: horizon) { [] }
  }

  /// Observes the next return.
  public mutating func observe(_ value: Double) {
    observationCount += 1
    recent.append(value)
  }

  /// Re-estimates the parameters.
  public mutating func recalibrate() throws(RiskModelError) {
    fit = try StudentTFit(
      maximizing: recent.chronological, degreesOfFreedom: model.degreesOfFreedom)
    scale = HorizonScale(model.horizonRule, over: horizon) { recent.chronological }
  }

  /// The distribution of the return over the horizon that starts now.
  public func prediction() throws(RiskModelError) -> LocationScaleReturns {
    guard let fit else {
      throw .insufficientHistory(
        available: observationCount, required: StudentTFit.minimumObservations)
    }
    let bars = Double(horizon.bars)
    return .studentT(
      location: fit.location * bars, scale: fit.scale * scale.varianceFactor.squareRoot(),
      degreesOfFreedom: fit.degreesOfFreedom, convention: model.returnConvention,
      uncertainty: scale.uncertainty(fit.uncertainty(overBars: bars)))
  }

  /// The fitted parameters.
  public var parameters: FittedParameters {
    guard let fit else { return FittedParameters() }
    var parameters = fit.parameters
    parameters.values["autocorrelation"] = scale.autocorrelation
    return parameters
  }
}

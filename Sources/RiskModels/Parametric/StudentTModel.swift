public import MarketData
public import RiskMeasures

/// Student-t returns of constant location, scale and degrees of freedom, by maximum likelihood.
///
///     r = m + s T_ν;  over h bars  location h m, scale s √h, ν unchanged
///
/// The sum of t variables is not t; keeping ν over h bars errs on the side of heavy tails. By the rule
/// `autocorrelated` the scale over h bars is that of ``AutocorrelatedScaling``.
///
/// - SeeAlso: Lange, Little and Taylor (1989), *JASA* 84(408), 881–896.
public struct StudentTModel: ReturnModel {
  /// The most bar returns that an estimate uses.
  public let window: Int
  /// ν where it is given, nil where it is estimated.
  public let degreesOfFreedom: Double?
  /// The convention of the returns that the model observes.
  public let returnConvention: ReturnConvention
  /// How the model gets from one bar to the horizon: square root of time, or autocorrelated.
  public let horizonRule: HorizonRule

  /// A fit to the last `window` returns, at least three; nil degrees of freedom are estimated.
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

  /// `student-t`.
  public var name: String { "student-t" }

  /// The name of the model, which is that of its distribution.
  public var innovationsName: String? { name }

  /// Bar returns before the first prediction.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    min(window, 50)
  }

  /// Bar returns that a prediction depends on; nil for all of the past.
  public func memory(over horizon: Horizon) -> Int? { window }

  /// An estimator that has seen nothing; throws where the rule leads to no such horizon.
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
  /// As the window was when the parameters were estimated.
  private var scale: HorizonScale
  /// The number of returns observed.
  public private(set) var observationCount = 0

  init(_ model: StudentTModel, horizon: Horizon) {
    self.model = model
    self.horizon = horizon
    recent = RecentWindow(capacity: model.window)
    scale = HorizonScale(.squareRootOfTime, over: horizon) { [] }
  }

  /// Takes the next return.
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

  /// What was estimated.
  public var parameters: FittedParameters {
    guard let fit else { return FittedParameters() }
    var parameters = fit.parameters
    parameters.values["autocorrelation"] = scale.autocorrelation
    return parameters
  }
}

public import MarketData
public import RiskMeasures

/// The model of one instrument's returns that a joint model gives with that instrument alone.
///
/// It observes the instrument's own history, and its random numbers are addressed by the
/// instrument, so that no other history changes its predictions.
public struct StandaloneModel<Joint: JointReturnModel>: ReturnModel {
  /// The joint model.
  public let joint: Joint
  /// The instrument that addresses the random numbers.
  public let instrument: InstrumentID

  /// Creates the model of one instrument.
  public init(_ joint: Joint, instrument: InstrumentID = InstrumentID(rawValue: "")) {
    self.joint = joint
    self.instrument = instrument
  }

  /// The name of the joint model.
  public var name: String { joint.name }

  /// The name of the innovation distribution; nil for a model without one.
  public var innovationsName: String? { joint.innovationsName }

  /// The return convention that the estimator observes.
  public var returnConvention: ReturnConvention { joint.returnConvention }

  /// The rule that takes the model from one bar to the horizon.
  public var horizonRule: HorizonRule { joint.horizonRule }

  /// The number of bar returns that the joint model requires of a universe of one.
  public func minimumObservations(over horizon: Horizon, at level: ConfidenceLevel) -> Int {
    joint.minimumObservations(universe: 1)
  }

  /// Throws if the joint model's sample is too small for a quantile at `level`.
  public func requireQuantile(
    at level: ConfidenceLevel, over horizon: Horizon
  ) throws(RiskModelError) {
    try joint.requireQuantile(at: level)
  }

  /// Nil, because a joint model observes the whole history.
  public func memory(over horizon: Horizon) -> Int? { nil }

  /// The lookback window of the joint model.
  public func lookback(over horizon: Horizon) -> Int? { joint.lookback }

  /// The model whose random numbers are addressed by an instrument's identifier.
  public func addressed(to instrument: InstrumentID) -> Self { Self(joint, instrument: instrument) }

  /// Makes an estimator without observations; throws if the joint model does not support the
  /// horizon.
  public func makeEstimator(
    over horizon: Horizon
  ) throws(RiskModelError) -> StandaloneEstimator<Joint.Estimator> {
    StandaloneEstimator(try joint.makeEstimator(for: [instrument], over: horizon))
  }
}

/// The running state of a ``StandaloneModel``.
public struct StandaloneEstimator<Joint: JointReturnEstimator>: ReturnEstimator {
  private var joint: Joint
  /// The number of returns observed.
  public private(set) var observationCount = 0

  init(_ joint: Joint) { self.joint = joint }

  /// Observes the next return.
  public mutating func observe(_ value: Double) {
    let day: [Double] = [value]
    observe(contentsOf: day.span)
  }

  /// Observes several returns; the state is the same as after observing them one by one.
  public mutating func observe(contentsOf values: Span<Double>) {
    observationCount += values.count
    joint.observe(contentsOf: values)
  }

  /// Re-estimates the parameters of the joint model.
  public mutating func recalibrate() throws(RiskModelError) { try joint.recalibrate() }

  /// The marginal distribution of the instrument.
  public func prediction() throws(RiskModelError) -> Joint.Prediction.Marginal {
    let marginals = try joint.prediction().marginals()
    precondition(marginals.count == 1, "A universe of one has \(marginals.count) marginals")
    return marginals[0]
  }

  /// The fitted parameters.
  public var parameters: FittedParameters { joint.parameters(at: 0) }
}

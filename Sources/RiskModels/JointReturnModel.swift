public import MarketData
public import RiskMeasures

/// The recipe of a model that predicts the returns of a whole universe together.
///
/// The universe is sorted by identifier before it gets here, since a joint prediction depends on
/// it by nature.
public protocol JointReturnModel: DescribedModel {
  associatedtype Estimator: JointReturnEstimator

  /// Days before the first prediction for a universe of `count` instruments.
  func minimumObservations(universe count: Int) -> Int

  /// Checks that a sample of the model has a quantile at `level`.
  ///
  /// - Throws: ``RiskModelError/sampleTooSmall(size:required:)``.
  func requireQuantile(at level: ConfidenceLevel) throws(RiskModelError)

  /// An estimator that has seen nothing.
  ///
  /// It observes whole days, one return an instrument each.
  ///
  /// - Throws: ``RiskModelError/unsupportedHorizon(_:rule:)`` where the model has no rule for it.
  func makeEstimator(
    for universe: [InstrumentID], over horizon: Horizon
  ) throws(RiskModelError) -> Estimator
}

/// The running state of a ``JointReturnModel``.
public protocol JointReturnEstimator: ForecastEstimator where Prediction: JointReturns {
  /// What was estimated for the instrument at `index`.
  func parameters(at index: Int) -> FittedParameters
}

/// What is done with a day's joint forecast.
public protocol JointForecastVisitor {
  /// Called after `count` days with the joint returns of the universe.
  ///
  /// - Returns: false to end the walk.
  mutating func visit(after count: Int, _ prediction: some JointReturns) -> Bool

  /// Called where the model cannot forecast after `count` days.
  ///
  /// - Returns: false to end the walk.
  mutating func visit(after count: Int, missing error: RiskModelError) -> Bool
}

extension JointReturnModel {
  /// Forecasts, shows, observes down the days of a panel, as ``ReturnModel/walk(_:by:visiting:)``.
  ///
  /// - Parameters:
  ///   - days: the returns of `universe`, one day after the other.
  ///   - universe: the instruments, sorted.
  ///   - schedule: when to forecast and to re-estimate.
  ///   - visitor: what is done with each forecast.
  /// - Throws: ``RiskModelError``.
  /// - Returns: how many refits failed.
  public func walk(
    _ days: Span<Double>, of universe: [InstrumentID], by schedule: WalkSchedule,
    visiting visitor: inout some JointForecastVisitor
  ) throws(RiskModelError) -> WalkReport {
    try schedule.walk(
      try makeEstimator(for: universe, over: schedule.horizon), along: days,
      width: universe.count
    ) { count, forecast in
      switch forecast {
      case .success(let prediction): visitor.visit(after: count, prediction)
      case .failure(let error): visitor.visit(after: count, missing: error)
      }
    }
  }

  /// The estimator of the last forecast of the walk, without the forecasts before.
  ///
  /// - Throws: ``RiskModelError``.
  public func estimator(
    after days: Span<Double>, of universe: [InstrumentID], by schedule: WalkSchedule
  ) throws(RiskModelError) -> Estimator {
    var failedRefits = 0
    return try estimator(after: days, of: universe, by: schedule, failedRefits: &failedRefits)
  }

  /// The estimator of the last forecast, and how many of the last refits failed.
  ///
  /// - Throws: ``RiskModelError``.
  package func estimator(
    after days: Span<Double>, of universe: [InstrumentID], by schedule: WalkSchedule,
    failedRefits: inout Int
  ) throws(RiskModelError) -> Estimator {
    try schedule.estimator(
      after: days, width: universe.count, isEstimated: true, memory: nil,
      failedRefits: &failedRefits
    ) { () throws(RiskModelError) in try makeEstimator(for: universe, over: schedule.horizon) }
  }
}

public import MarketData
public import RiskMeasures

/// The configuration of a model that predicts the joint returns of a universe.
///
/// The caller sorts the universe by identifier, because a joint prediction depends on its order.
public protocol JointReturnModel: DescribedModel {
  associatedtype Estimator: JointReturnEstimator

  /// The number of days required before the first prediction for `count` instruments.
  func minimumObservations(universe count: Int) -> Int

  /// Checks that the model's sample is large enough for a quantile at `level`.
  ///
  /// - Throws: ``RiskModelError/sampleTooSmall(size:required:)``.
  func requireQuantile(at level: ConfidenceLevel) throws(RiskModelError)

  /// The number of days that the model looks back on, or nil for the whole history.
  var lookback: Int? { get }

  /// Makes an estimator without observations.
  ///
  /// It observes whole days, one return per instrument.
  ///
  /// - Throws: ``RiskModelError/unsupportedHorizon(_:rule:)`` if the model does not support the
  ///   horizon.
  func makeEstimator(
    for universe: [InstrumentID], over horizon: Horizon
  ) throws(RiskModelError) -> Estimator
}

/// The running state of a ``JointReturnModel``.
public protocol JointReturnEstimator: ForecastEstimator where Prediction: JointReturns {
  /// The fitted parameters of the instrument at `index`.
  func parameters(at index: Int) -> FittedParameters
}

/// A consumer of daily joint forecasts.
public protocol JointForecastVisitor {
  /// Called after `count` days with the joint returns of the universe.
  ///
  /// - Returns: `true` to continue the walk, `false` to end it.
  mutating func visit(after count: Int, _ prediction: some JointReturns) -> Bool

  /// Called when the model cannot forecast after `count` days.
  ///
  /// - Returns: `true` to continue the walk, `false` to end it.
  mutating func visit(after count: Int, missing error: RiskModelError) -> Bool
}

extension JointReturnModel {
  /// Forecasts and observes over the days of a panel, as in ``ReturnModel/walk(_:by:visiting:)``.
  ///
  /// - Parameters:
  /// - days: the returns of `universe`, one day after another.
  ///   - universe: the instruments, sorted.
  /// - schedule: the forecast and re-estimation dates.
  /// - visitor: the consumer of each forecast.
  /// - Throws: ``RiskModelError`` if no forecast can be made.
  /// - Returns: the number of failed refits.
  public func walk(
    _ days: Span<Double>, of universe: [InstrumentID], by schedule: WalkSchedule,
    visiting visitor: inout some JointForecastVisitor
  ) throws(RiskModelError) -> WalkReport {
    try schedule.walk(
      try makeEstimator(for: universe, over: schedule.horizon), along: days,
      as: layout(universe)
    ) { count, forecast in
      switch forecast {
      case .success(let prediction): visitor.visit(after: count, prediction)
      case .failure(let error): visitor.visit(after: count, missing: error)
      }
    }
  }

  /// The estimator at the last forecast of the walk, without computing earlier forecasts.
  ///
  /// - Throws: ``RiskModelError`` if no forecast can be made.
  public func estimator(
    after days: Span<Double>, of universe: [InstrumentID], by schedule: WalkSchedule
  ) throws(RiskModelError) -> Estimator {
    var failedRefits = 0
    return try estimator(after: days, of: universe, by: schedule, failedRefits: &failedRefits)
  }

  /// The estimator at the last forecast, and the number of failed refits at the end of the walk.
  ///
  /// - Throws: ``RiskModelError`` if no forecast can be made.
  package func estimator(
    after days: Span<Double>, of universe: [InstrumentID], by schedule: WalkSchedule,
    failedRefits: inout Int
  ) throws(RiskModelError) -> Estimator {
    try schedule.estimator(
      after: days, as: layout(universe), isEstimated: true, memory: nil,
      failedRefits: &failedRefits
    ) { () throws(RiskModelError) in try makeEstimator(for: universe, over: schedule.horizon) }
  }

  private func layout(_ universe: [InstrumentID]) -> ObservedLayout {
    ObservedLayout(width: universe.count, instruments: universe.count, lookback: lookback)
  }
}

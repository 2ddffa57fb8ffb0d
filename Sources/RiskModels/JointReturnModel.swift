public import MarketData
public import RiskMeasures

/// The recipe of a model that predicts the returns of a whole universe together.
///
/// The universe is sorted by identifier before it gets here, since a joint prediction depends on
/// it by nature.
public protocol JointReturnModel: Sendable, Hashable {
  associatedtype Estimator: JointReturnEstimator

  /// The name on the command line and in files.
  var name: String { get }

  /// The law of the standardized returns as output names it, or nil for a model without one.
  var innovationsName: String? { get }

  /// The convention of the bar returns that the estimator wants to observe.
  var returnConvention: ReturnConvention { get }

  /// The road from one bar to the horizon.
  var horizonRule: HorizonRule { get }

  /// Days before the first prediction for a universe of `count` instruments.
  func minimumObservations(universe count: Int) -> Int

  /// Checks that a sample of the model has a quantile at `level`.
  ///
  /// - Throws: ``RiskModelError/sampleTooSmall(size:required:)``.
  func requireQuantile(at level: ConfidenceLevel) throws(RiskModelError)

  /// An estimator that has seen nothing.
  ///
  /// - Throws: ``RiskModelError/unsupportedHorizon(_:rule:)`` where the model has no road to it.
  func makeEstimator(
    for universe: [InstrumentID], over horizon: Horizon
  ) throws(RiskModelError) -> Estimator
}

/// The running state of a ``JointReturnModel``.
public protocol JointReturnEstimator: Sendable {
  associatedtype Prediction: ReturnDistribution

  /// Takes one day's bar returns, one an instrument.
  mutating func observe(_ day: Span<Double>)

  /// Estimates the parameters anew.
  mutating func recalibrate() throws(RiskModelError)

  /// One marginal distribution an instrument, over the horizon that starts now.
  func predictions() throws(RiskModelError) -> [Prediction]

  /// What was estimated for the instrument at `index`.
  func parameters(at index: Int) -> FittedParameters
}

/// What is done with a day's joint forecast.
public protocol JointForecastVisitor {
  /// Called after `count` days with one prediction an instrument.
  ///
  /// - Returns: false to end the walk.
  mutating func visit(after count: Int, _ predictions: [some ReturnDistribution]) -> Bool

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
    let width = universe.count
    let dayCount = days.count / width
    guard dayCount >= schedule.firstForecast else {
      throw .insufficientHistory(available: dayCount, required: schedule.firstForecast)
    }
    var estimator = try makeEstimator(for: universe, over: schedule.horizon)
    var report = WalkReport()
    var lastError: RiskModelError?
    var isFitted = false
    for count in 0 ... dayCount {
      if schedule.refits(after: count) {
        do {
          try estimator.recalibrate()
          isFitted = true
        } catch {
          if isFitted { report.failedRefits += 1 } else { lastError = error }
        }
      }
      if count >= schedule.firstForecast {
        var goesOn = true
        do throws(RiskModelError) {
          guard isFitted else { throw lastError ?? .noVariation(observations: count) }
          goesOn = visitor.visit(after: count, try estimator.predictions())
          report.forecasts += 1
        } catch {
          lastError = error
          goesOn = visitor.visit(after: count, missing: error)
        }
        guard goesOn else { break }
      }
      if count < dayCount {
        estimator.observe(days.extracting(count * width ..< (count + 1) * width))
      }
    }
    if report.forecasts == 0, let lastError { throw lastError }
    return report
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
    let width = universe.count
    let dayCount = days.count / width
    guard var refit = schedule.lastRefit(before: dayCount) else {
      throw .insufficientHistory(available: dayCount, required: schedule.firstForecast)
    }
    func observe(_ range: Range<Int>, by estimator: inout Estimator) {
      for day in range { estimator.observe(days.extracting(day * width ..< (day + 1) * width)) }
    }
    while true {
      var estimator = try makeEstimator(for: universe, over: schedule.horizon)
      observe(0 ..< refit, by: &estimator)
      do {
        try estimator.recalibrate()
      } catch {
        if refit == schedule.firstForecast { throw error }
        refit -= schedule.refitEvery
        failedRefits += 1
        continue
      }
      observe(refit ..< dayCount, by: &estimator)
      return estimator
    }
  }
}

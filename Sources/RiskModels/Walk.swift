public import RiskMeasures

/// When a walk forecasts and when it re-estimates.
public struct WalkSchedule: Hashable, Sendable {
  /// The bars that a loss runs.
  public let horizon: Horizon
  /// Forecasts between two recalibrations.
  public let refitEvery: Int
  /// Observations before the first forecast; the recalibrations count from here.
  public let firstForecast: Int

  /// Creates the value from its parts.
  public init(horizon: Horizon, refitEvery: Int, firstForecast: Int) {
    precondition(refitEvery >= 1, "Refits are at least one bar apart, not \(refitEvery)")
    self.horizon = horizon
    self.refitEvery = refitEvery
    self.firstForecast = firstForecast
  }

  /// Whether the model is estimated anew after `count` observations.
  func refits(after count: Int) -> Bool {
    count >= firstForecast && (count - firstForecast).isMultiple(of: refitEvery)
  }

  /// The last number of observations, at most `count`, at which the model is estimated anew.
  func lastRefit(before count: Int) -> Int? {
    guard count >= firstForecast else { return nil }
    return firstForecast + (count - firstForecast) / refitEvery * refitEvery
  }
}

/// What is done with each forecast: counted, scored, turned into margins.
public protocol ForecastVisitor {
  /// Called with a forecast made after `count` observations: it is of the return that runs from
  /// the bar `count − 1` to the bar `count − 1 + h`.
  ///
  /// - Returns: false to end the walk.
  mutating func visit(after count: Int, _ prediction: some ReturnDistribution) -> Bool
}

/// How a walk went: refits that failed and were survived.
public struct WalkReport: Hashable, Sendable {
  /// Refits that failed, each time keeping the parameters of the refit before.
  public var failedRefits = 0

  /// Creates the value from its parts.
  public init() {}
}

extension ReturnModel {
  /// Forecasts, shows, observes down one series of bar returns.
  ///
  /// The forecast after n observations sees these n alone. The last forecast is made after all
  /// of them, for the return that nobody has seen. A refit that fails keeps the previous
  /// parameters and is counted; the first refit must succeed.
  ///
  /// - Throws: ``RiskModelError``.
  public func walk(
    _ series: Span<Double>, by schedule: WalkSchedule, visiting visitor: inout some ForecastVisitor
  ) throws(RiskModelError) -> WalkReport {
    var estimator = try makeEstimator(over: schedule.horizon)
    var report = WalkReport()
    let first = min(schedule.firstForecast, series.count)
    estimator.observe(contentsOf: series.extracting(0 ..< first))
    guard series.count >= schedule.firstForecast else {
      throw .insufficientHistory(available: series.count, required: schedule.firstForecast)
    }
    for count in first ... series.count {
      if schedule.refits(after: count) {
        do {
          try estimator.recalibrate()
        } catch {
          if count == first { throw error }
          report.failedRefits += 1
        }
      }
      let goesOn = visitor.visit(after: count, try estimator.prediction())
      guard goesOn, count < series.count else { break }
      estimator.observe(series[count])
    }
    return report
  }

  /// The estimator of the last forecast of ``walk(_:by:visiting:)``, without the forecasts before.
  ///
  /// A fit starts from the data alone, never from the fit before, so the state is the walk's bit
  /// for bit; only a model with a finite memory is spared the returns beyond it.
  ///
  /// - Throws: ``RiskModelError``.
  public func estimator(
    after series: Span<Double>, by schedule: WalkSchedule
  ) throws(RiskModelError) -> Estimator {
    guard let refit = schedule.lastRefit(before: series.count) else {
      throw .insufficientHistory(available: series.count, required: schedule.firstForecast)
    }
    var estimator = try makeEstimator(over: schedule.horizon)
    let start = memory(over: schedule.horizon).map { max(0, refit - $0) } ?? 0
    estimator.observe(contentsOf: series.extracting(start ..< refit))
    try estimator.recalibrate()
    estimator.observe(contentsOf: series.extracting(refit ..< series.count))
    return estimator
  }
}

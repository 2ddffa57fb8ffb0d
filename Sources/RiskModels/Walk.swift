public import RiskMeasures

/// When a walk forecasts and when it re-estimates.
public struct WalkSchedule: Hashable, Sendable {
  /// The bars that a loss runs.
  public let horizon: Horizon
  /// Forecasts between two recalibrations.
  public let refitEvery: Int
  /// Observations before the first forecast; the recalibrations count from here.
  public let firstForecast: Int

  /// A schedule that refits at the first forecast and every `refitEvery` bars after it.
  public init(horizon: Horizon, refitEvery: Int, firstForecast: Int) {
    precondition(refitEvery >= 1, "Refits are at least one bar apart, not \(refitEvery)")
    self.horizon = horizon
    self.refitEvery = refitEvery
    self.firstForecast = firstForecast
  }

  /// Whether the model is re-estimated after `count` observations.
  func refits(after count: Int) -> Bool {
    count >= firstForecast && (count - firstForecast).isMultiple(of: refitEvery)
  }

  /// The last number of observations, at most `count`, at which the model is re-estimated.
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
  mutating func visit(after count: Int, _ prediction: some PredictedReturns) -> Bool

  /// Called where the model cannot forecast after `count` observations, as on a price that stood still.
  ///
  /// - Returns: false to end the walk.
  mutating func visit(after count: Int, missing error: RiskModelError) -> Bool
}

/// How a walk went: refits that failed and were survived.
public struct WalkReport: Hashable, Sendable {
  /// Refits that failed, each time keeping the parameters of the refit before.
  public var failedRefits = 0
  /// The number of successful forecasts.
  public var forecasts = 0

  /// A walk that has not begun.
  public init() {}
}

extension ReturnModel {
  /// Forecasts, shows, observes down one series of bar returns.
  ///
  /// A model that observes more than closes walks down three numbers a bar: close, low and high.
  /// The forecast after n observations sees these n alone. The last forecast is made after all
  /// of them, for the unknown next return. A refit that fails keeps the previous
  /// parameters and is counted; before the first fit and where the model has no answer, the date is
  /// shown as missing. A walk without any forecast throws its last error.
  ///
  /// - Throws: ``RiskModelError``.
  public func walk(
    _ series: Span<Double>, by schedule: WalkSchedule, visiting visitor: inout some ForecastVisitor
  ) throws(RiskModelError) -> WalkReport {
    try schedule.walk(
      try makeEstimator(over: schedule.horizon), along: series, width: observedBar.width
    ) { count, forecast in
      switch forecast {
      case .success(let prediction): visitor.visit(after: count, prediction)
      case .failure(let error): visitor.visit(after: count, missing: error)
      }
    }
  }

  /// The estimator of the last forecast of ``walk(_:by:visiting:)``, without the forecasts before.
  ///
  /// - Throws: ``RiskModelError``.
  public func estimator(
    after series: Span<Double>, by schedule: WalkSchedule
  ) throws(RiskModelError) -> Estimator {
    var failedRefits = 0
    return try estimator(after: series, by: schedule, failedRefits: &failedRefits)
  }

  /// The estimator of the last forecast, and how many of the last refits failed.
  ///
  /// - Throws: ``RiskModelError``.
  package func estimator(
    after series: Span<Double>, by schedule: WalkSchedule, failedRefits: inout Int
  ) throws(RiskModelError) -> Estimator {
    try schedule.estimator(
      after: series, width: observedBar.width, isEstimated: isEstimated,
      memory: memory(over: schedule.horizon), failedRefits: &failedRefits
    ) { () throws(RiskModelError) in try makeEstimator(over: schedule.horizon) }
  }
}

// MARK: - One walk for single and joint models

extension WalkSchedule {
  /// Forecasts, shows, observes down bars of `width` numbers each.
  ///
  /// `visit` is called with each forecast, or why there is none, and ends the walk by false.
  func walk<Estimator: ForecastEstimator>(
    _ start: Estimator, along values: Span<Double>, width: Int,
    visiting visit: (Int, Result<Estimator.Prediction, RiskModelError>) -> Bool
  ) throws(RiskModelError) -> WalkReport {
    var estimator = start
    var report = WalkReport()
    let bars = values.count / width
    guard bars >= firstForecast else {
      throw .insufficientHistory(available: bars, required: firstForecast)
    }
    estimator.observe(contentsOf: values.extracting(0 ..< firstForecast * width))
    var lastError: RiskModelError?
    var isFitted = false
    for count in firstForecast ... bars {
      if refits(after: count) {
        do {
          try estimator.recalibrate()
          isFitted = true
        } catch {
          if isFitted { report.failedRefits += 1 } else { lastError = error }
        }
      }
      let forecast: Result<Estimator.Prediction, RiskModelError>
      do throws(RiskModelError) {
        guard isFitted else { throw lastError ?? .noVariation(observations: count) }
        forecast = .success(try estimator.prediction())
        report.forecasts += 1
      } catch {
        lastError = error
        forecast = .failure(error)
      }
      guard visit(count, forecast), count < bars else { break }
      estimator.observe(contentsOf: values.extracting(count * width ..< (count + 1) * width))
    }
    if report.forecasts == 0, let lastError { throw lastError }
    return report
  }

  /// The estimator of the last forecast of a walk, and how many of the last refits failed.
  ///
  /// A fit starts from the data alone, never from the fit before, so the state is the walk's bit
  /// for bit; only a model with a finite `memory` is spared the bars beyond it. Where the last
  /// refit fails, the one before counts, as in the walk.
  func estimator<Estimator: ForecastEstimator>(
    after values: Span<Double>, width: Int, isEstimated: Bool, memory: Int?,
    failedRefits: inout Int, _ makeEstimator: () throws(RiskModelError) -> Estimator
  ) throws(RiskModelError) -> Estimator {
    let bars = values.count / width
    guard let lastRefit = lastRefit(before: bars) else {
      throw .insufficientHistory(available: bars, required: firstForecast)
    }
    // Where nothing is estimated, the bars after the last refit are as good as those before.
    var refit = isEstimated ? lastRefit : bars
    while true {
      var estimator = try makeEstimator()
      let start = memory.map { max(0, refit - $0) } ?? 0
      estimator.observe(contentsOf: values.extracting(start * width ..< refit * width))
      do {
        try estimator.recalibrate()
      } catch {
        if refit == firstForecast { throw error }
        refit -= refitEvery
        failedRefits += 1
        continue
      }
      estimator.observe(contentsOf: values.extracting(refit * width ..< bars * width))
      return estimator
    }
  }
}

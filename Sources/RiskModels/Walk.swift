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

  /// Called where the model cannot forecast after `count` observations, as on a price that stood still.
  ///
  /// - Returns: false to end the walk.
  mutating func visit(after count: Int, missing error: RiskModelError) -> Bool
}

/// How a walk went: refits that failed and were survived.
public struct WalkReport: Hashable, Sendable {
  /// Refits that failed, each time keeping the parameters of the refit before.
  public var failedRefits = 0
  /// Forecasts that came about.
  public var forecasts = 0

  /// A walk that has not begun.
  public init() {}
}

extension ReturnModel {
  /// Forecasts, shows, observes down one series of bar returns.
  ///
  /// A model that observes more than closes walks down three numbers a bar: close, low and high.
  /// The forecast after n observations sees these n alone. The last forecast is made after all
  /// of them, for the return that nobody has seen. A refit that fails keeps the previous
  /// parameters and is counted; before the first fit and where the model has no answer, the date is
  /// shown as missing. A walk without any forecast throws its last error.
  ///
  /// - Throws: ``RiskModelError``.
  public func walk(
    _ series: Span<Double>, by schedule: WalkSchedule, visiting visitor: inout some ForecastVisitor
  ) throws(RiskModelError) -> WalkReport {
    var estimator = try makeEstimator(over: schedule.horizon)
    var report = WalkReport()
    let width = observedBar.width
    let bars = series.count / width
    let first = min(schedule.firstForecast, bars)
    estimator.observe(contentsOf: series.extracting(0 ..< first * width))
    guard bars >= schedule.firstForecast else {
      throw .insufficientHistory(available: bars, required: schedule.firstForecast)
    }
    var lastError: RiskModelError?
    var isFitted = false
    for count in first ... bars {
      if schedule.refits(after: count) {
        do {
          try estimator.recalibrate()
          isFitted = true
        } catch {
          if isFitted { report.failedRefits += 1 } else { lastError = error }
        }
      }
      var goesOn = true
      do throws(RiskModelError) {
        guard isFitted else { throw lastError ?? .noVariation(observations: count) }
        goesOn = visitor.visit(after: count, try estimator.prediction())
        report.forecasts += 1
      } catch {
        lastError = error
        goesOn = visitor.visit(after: count, missing: error)
      }
      guard goesOn, count < bars else { break }
      if width == 1 {
        estimator.observe(series[count])
      } else {
        estimator.observe(contentsOf: series.extracting(count * width ..< (count + 1) * width))
      }
    }
    if report.forecasts == 0, let lastError { throw lastError }
    return report
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
  /// A fit starts from the data alone, never from the fit before, so the state is the walk's bit
  /// for bit; only a model with a finite memory is spared the returns beyond it. Where the last
  /// refit fails, the one before counts, as in the walk.
  ///
  /// - Throws: ``RiskModelError``.
  package func estimator(
    after series: Span<Double>, by schedule: WalkSchedule, failedRefits: inout Int
  ) throws(RiskModelError) -> Estimator {
    let width = observedBar.width
    let bars = series.count / width
    guard let lastRefit = schedule.lastRefit(before: bars) else {
      throw .insufficientHistory(available: bars, required: schedule.firstForecast)
    }
    // Where nothing is estimated, the returns after the last refit are as good as those before.
    var refit = isEstimated ? lastRefit : bars
    while true {
      var estimator = try makeEstimator(over: schedule.horizon)
      let start = memory(over: schedule.horizon).map { max(0, refit - $0) } ?? 0
      estimator.observe(contentsOf: series.extracting(start * width ..< refit * width))
      do {
        try estimator.recalibrate()
      } catch {
        if refit == schedule.firstForecast { throw error }
        refit -= schedule.refitEvery
        failedRefits += 1
        continue
      }
      estimator.observe(contentsOf: series.extracting(refit * width ..< bars * width))
      return estimator
    }
  }
}

public import RiskMeasures

/// The schedule of forecasts and re-estimations in a walk.
public struct WalkSchedule: Hashable, Sendable {
  /// The horizon of a loss.
  public let horizon: Horizon
  /// The number of forecasts between two recalibrations.
  public let refitEvery: Int
  /// The number of observations before the first forecast; recalibrations are counted from here.
  public let firstForecast: Int
  /// Whether a forecast is made where prices stand still.
  public let standingReturns: StandingReturnTreatment

  /// Creates a schedule that refits at the first forecast and every `refitEvery` bars after it.
  public init(
    horizon: Horizon, refitEvery: Int, firstForecast: Int,
    standingReturns: StandingReturnTreatment = .accepted
  ) {
    precondition(refitEvery >= 1, "Refits are at least one bar apart, not \(refitEvery)")
    self.horizon = horizon
    self.refitEvery = refitEvery
    self.firstForecast = firstForecast
    self.standingReturns = standingReturns
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

/// A consumer of forecasts, for example to score them or to compute margins.
public protocol ForecastVisitor {
  /// Called with a forecast made after `count` observations.
  ///
  /// The forecast is of the return from bar `count − 1` to bar `count − 1 + h`.
  ///
  /// - Returns: `true` to continue the walk, `false` to end it.
  mutating func visit(after count: Int, _ prediction: some PredictedReturns) -> Bool

  /// Called when the model cannot forecast after `count` observations, as for a constant price.
  ///
  /// - Returns: `true` to continue the walk, `false` to end it.
  mutating func visit(after count: Int, missing error: RiskModelError) -> Bool
}

/// The result of a walk: forecasts made and refits that failed.
public struct WalkReport: Hashable, Sendable {
  /// The number of failed refits, each of which kept the previous parameters.
  public var failedRefits = 0
  /// The number of successful forecasts.
  public var forecasts = 0

  /// Creates the report of a walk that has not started.
  public init() {}
}

extension ReturnModel {
  /// Forecasts and observes in turn over one series of bar returns.
  ///
  /// A model that observes more than closes takes three numbers per bar: close, low and high. The
  /// forecast after n observations uses only these n. The last forecast is made after all of them,
  /// for the unknown next return. A failed refit keeps the previous parameters and is counted.
  /// Before the first fit, or if the model has no forecast, the date is reported as missing. A walk
  /// without any forecast throws its last error.
  ///
  /// - Throws: ``RiskModelError`` if no forecast can be made.
  public func walk(
    _ series: Span<Double>, by schedule: WalkSchedule, visiting visitor: inout some ForecastVisitor
  ) throws(RiskModelError) -> WalkReport {
    try schedule.walk(
      try makeEstimator(over: schedule.horizon), along: series, as: layout(schedule)
    ) { count, forecast in
      switch forecast {
      case .success(let prediction): visitor.visit(after: count, prediction)
      case .failure(let error): visitor.visit(after: count, missing: error)
      }
    }
  }

  /// The estimator at the last forecast of ``walk(_:by:visiting:)``, without the earlier forecasts.
  ///
  /// - Throws: ``RiskModelError`` if no forecast can be made.
  public func estimator(
    after series: Span<Double>, by schedule: WalkSchedule
  ) throws(RiskModelError) -> Estimator {
    var failedRefits = 0
    return try estimator(after: series, by: schedule, failedRefits: &failedRefits)
  }

  /// The estimator at the last forecast, and the number of failed refits at the end of the walk.
  ///
  /// - Throws: ``RiskModelError`` if no forecast can be made.
  package func estimator(
    after series: Span<Double>, by schedule: WalkSchedule, failedRefits: inout Int
  ) throws(RiskModelError) -> Estimator {
    try schedule.estimator(
      after: series, as: layout(schedule), isEstimated: isEstimated,
      memory: memory(over: schedule.horizon), failedRefits: &failedRefits
    ) { () throws(RiskModelError) in try makeEstimator(over: schedule.horizon) }
  }

  private func layout(_ schedule: WalkSchedule) -> ObservedLayout {
    ObservedLayout(
      width: observedBar.width, instruments: 1, lookback: lookback(over: schedule.horizon))
  }
}

// MARK: - One walk for single and joint models

/// The layout of the numbers that an estimator observes, and how far it looks back.
struct ObservedLayout {
  /// The numbers per bar.
  let width: Int
  /// The number of instruments, each with the same share of the numbers.
  let instruments: Int
  /// The number of returns in the lookback window; nil if all have a weight.
  let lookback: Int?
}

extension WalkSchedule {
  /// Forecasts and observes in turn over the bars of a series.
  ///
  /// `visit` receives each forecast, or the error if there is none, and ends the walk by returning
  /// false. Every model's forecast is refused here where prices stand still.
  func walk<Estimator: ForecastEstimator>(
    _ start: Estimator, along values: Span<Double>, as layout: ObservedLayout,
    visiting visit: (Int, Result<Estimator.Prediction, RiskModelError>) -> Bool
  ) throws(RiskModelError) -> WalkReport {
    var estimator = start
    var report = WalkReport()
    let width = layout.width
    let bars = values.count / width
    guard bars >= firstForecast else {
      throw .insufficientHistory(available: bars, required: firstForecast)
    }
    let standing = refusedReturns(values, layout, from: firstForecast)
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
        if let refusal = standing?.refusal(after: count) { throw refusal }
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

  /// The estimator at the last forecast of a walk, and the number of failed refits at its end.
  ///
  /// A fit starts from the data alone, never from the previous fit, so the state is bit-identical
  /// to that of the walk; only a model with a finite `memory` skips earlier bars. If the last refit
  /// fails, the one before it is used, as in the walk.
  func estimator<Estimator: ForecastEstimator>(
    after values: Span<Double>, as layout: ObservedLayout, isEstimated: Bool, memory: Int?,
    failedRefits: inout Int, _ makeEstimator: () throws(RiskModelError) -> Estimator
  ) throws(RiskModelError) -> Estimator {
    let width = layout.width
    let bars = values.count / width
    guard let lastRefit = lastRefit(before: bars) else {
      throw .insufficientHistory(available: bars, required: firstForecast)
    }
    let standing = refusedReturns(values, layout, from: bars)
    if let refusal = standing?.refusal(after: bars) { throw refusal }
    // If nothing is estimated, `memory` counts back from the last bar, not from the last refit.
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

  /// The zero returns for forecasts from a bar on; nil if a forecast from them is accepted.
  private func refusedReturns(
    _ values: Span<Double>, _ layout: ObservedLayout, from firstForecast: Int
  ) -> StandingReturns? {
    guard standingReturns == .refused else { return nil }
    return StandingReturns(values, layout, firstForecast: firstForecast)
  }
}

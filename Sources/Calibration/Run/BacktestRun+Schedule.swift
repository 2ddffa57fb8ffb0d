internal import Backtesting
internal import Margin
internal import MarketData
internal import RiskMeasures

// The schedule that a plan publishes, walked through history.

extension BacktestRun {
  func scheduleReports(
    on histories: [InstrumentHistory], progress: ProgressHandler?
  ) async -> [BacktestReport] {
    var plan = request.plan
    plan.from = nil
    plan.to = nil
    let schedules = await Calibrator(plan).schedules(
      for: histories, extent: .history, progress: part(progress, 0, of: 2))
    return await reports(
      of: zip(histories, schedules).map { walked($1, on: $0) },
      progress: part(progress, 1, of: 2))
  }

  /// A margin in force at the close of a bar is held against the loss over the horizon after it.
  ///
  /// It takes effect one bar, or the notice, after the forecast that it was made from.
  private func walked(
    _ schedule: InstrumentSchedule, on history: InstrumentHistory
  ) -> Walked {
    let level = request.plan.policy.measure.level
    let horizon = schedule.horizon
    let realized = RealizedLosses(
      history, over: horizon, by: request.plan.model.horizonRule, contract: request.plan.contract)
    let delay = 1 + request.plan.policy.noticeBars
    let places = Places(schedule, on: history)
    let returns = history.returns(.simple)
    var records: [ForecastRecord] = []
    for rate in [BacktestedRate.maintenance, .initial] {
      for side in request.sides {
        var record = ForecastRecord(
          ForecastRecord.Subject(
            instrument: history.instrument, model: request.plan.model.name, rate: rate,
            side: side, level: level, horizon: horizon))
        for (entry, place) in zip(schedule.entries, places.counts) {
          let count = place + delay
          guard let margin = entry.margin(for: side)?.margin,
            let loss = realized.after(count, side), isWanted(history, count)
          else { continue }
          record.append(
            ForecastRecord.Entry(
              date: history.date(after: count), loss: loss,
              forecast: (rate == .initial ? margin.initial : margin.maintenance).fraction,
              price: history.price(after: count),
              marketReturn: count > 0 && count <= returns.count ? returns[count - 1] : 0))
        }
        records.append(record)
      }
    }
    return Walked(
      records: schedule.entries.isEmpty ? [] : records, failures: schedule.failures)
  }
}

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
    var walks = await walked(plan, label: nil, on: histories, progress: part(progress, 0, of: 2))
    if !plan.policy.overrides.isEmpty {
      plan.policy = plan.policy.withoutOverrides
      let without = await walked(
        plan, label: "\(plan.model.name) without overrides", on: histories, progress: nil)
      for (index, walk) in without.enumerated() { walks[index].records += walk.records }
    }
    return await reports(of: walks, progress: part(progress, 1, of: 2))
  }

  private func walked(
    _ plan: CalibrationPlan, label: String?, on histories: [InstrumentHistory],
    progress: ProgressHandler?
  ) async -> [Walked] {
    let schedules = await Calibrator(plan).schedules(
      for: histories, extent: .history, progress: progress)
    return zip(histories, schedules).map { walked($1, on: $0, label: label) }
  }

  /// The level and the horizon that a rate is for: an initial margin with a reaction time of its own covers the
  /// loss over it and over the period of risk after it.
  private func covered(
    _ rate: BacktestedRate, _ schedule: InstrumentSchedule, on history: InstrumentHistory
  ) -> (ConfidenceLevel, Horizon) {
    let plan = request.plan
    guard rate == .initial, let time = plan.policy.initial.reactionTime else {
      return (plan.policy.measure.level, schedule.horizon)
    }
    let reaction = BarCalendar(history.axis).horizon(of: time.periodOfRisk)
    return (time.level, Horizon(bars: reaction.bars + schedule.horizon.bars))
  }

  /// A margin in force at the close of a bar is held against the loss over the horizon after it.
  ///
  /// It takes effect one bar, or the notice, after the forecast that it was made from.
  private func walked(
    _ schedule: InstrumentSchedule, on history: InstrumentHistory, label: String?
  ) -> Walked {
    let delay = 1 + request.plan.policy.noticeBars
    let places = Places(schedule, on: history)
    let returns = history.returns(.simple)
    var records: [ForecastRecord] = []
    for rate in [BacktestedRate.maintenance, .initial] {
      let (level, horizon) = covered(rate, schedule, on: history)
      let realized = RealizedLosses(
        history, over: horizon, by: request.plan.model.horizonRule,
        contract: request.plan.contract)
      for side in request.sides {
        var record = ForecastRecord(
          ForecastRecord.Subject(
            instrument: history.instrument, model: request.plan.model.name,
            label: label, rate: rate, side: side, level: level, horizon: horizon))
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

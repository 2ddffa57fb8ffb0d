internal import Backtesting
internal import Forecasting
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import Scheduling

// Backtests of the published schedule of a plan.

extension BacktestRun {
  func scheduleReports(
    on histories: [InstrumentHistory], progress: ProgressHandler?
  ) async -> [BacktestReport] {
    var policies = request.policies
    if policies.isEmpty { policies = [LabeledPolicy(label: nil, plan: request.plan)] }
    policies = policies.flatMap {
      [$0] + ($0.plan.policy.overrides.isEmpty ? [] : [$0.withoutOverrides])
    }
    var walks = histories.map { _ in Walked() }
    for (step, policy) in policies.enumerated() {
      let walked = await walked(
        policy, on: histories,
        progress: part(part(progress, 0, of: 2), step, of: policies.count))
      for (index, walk) in walked.enumerated() {
        walks[index].records += walk.records
        walks[index].failures += walk.failures
      }
    }
    return await reports(of: walks, progress: part(progress, 1, of: 2))
  }

  private func walked(
    _ policy: LabeledPolicy, on histories: [InstrumentHistory], progress: ProgressHandler?
  ) async -> [Walked] {
    var plan = policy.plan
    // The histories are clipped: an instrument that ended is tested on the dates that it has.
    plan.asOf = nil
    plan.from = nil
    plan.to = nil
    let schedules = await Calibrator(plan).schedules(
      for: histories, extent: .history, progress: progress)
    return zip(histories, schedules).map { walked($1, on: $0, under: policy) }
  }

  /// The level and the horizon that a rate covers: an initial margin with its own reaction time
  /// covers the loss over it and over the period of risk after it.
  private func covered(
    _ rate: BacktestedRate, _ schedule: InstrumentSchedule, on history: InstrumentHistory,
    by plan: CalibrationPlan
  ) -> (ConfidenceLevel, Horizon) {
    guard rate == .initial, let time = plan.policy.initial.marginCallPeriod else {
      return (plan.policy.measure.level, schedule.horizon)
    }
    let reaction = BarCalendar(history.axis).horizon(of: time.periodOfRisk)
    return (time.level, Horizon(bars: reaction.bars + schedule.horizon.bars))
  }

  /// Compares a margin in force at the close of a bar with the loss over the following horizon.
  ///
  /// The margin takes effect one bar, or the notice period, after its forecast.
  private func walked(
    _ schedule: InstrumentSchedule, on history: InstrumentHistory, under policy: LabeledPolicy
  ) -> Walked {
    let plan = policy.plan
    let delay = 1 + plan.policy.noticeBars
    let rows = RowIndex(schedule, on: history)
    let returns = history.returns(plan.model.returnConvention.realized)
    var records: [ForecastRecord] = []
    for rate in [BacktestedRate.maintenance, .initial] {
      let (level, horizon) = covered(rate, schedule, on: history, by: plan)
      let realized = plan.realizedLosses(on: history, over: horizon)
      let isCovered = (rate == .initial) == (plan.policy.covers == .initial)
      for side in request.sides {
        var record = ForecastRecord(
          ForecastRecord.Subject(
            instrument: history.instrument, model: plan.model.name,
            label: policy.label, rate: rate, side: side, level: level, horizon: horizon,
            unit: plan.unit))
        for (entry, index) in zip(schedule.entries, rows.counts) {
          let count = index + delay
          guard let margin = entry.margin(for: side)?.margin,
            let loss = realized.after(count, side), isWanted(history, count)
          else { continue }
          var made = ForecastRecord.Entry(
            date: history.date(after: count), loss: loss,
            forecast: (rate == .initial ? margin.initial : margin.maintenance).fraction,
            price: history.price(after: count),
            marketReturn: count > 0 && count <= returns.count ? returns[count - 1] : 0)
          if isCovered { made.calculated = entry.margin(for: side)?.waterfall.calculated }
          record.append(made)
        }
        records.append(record)
      }
    }
    return Walked(
      records: schedule.entries.isEmpty ? [] : records, failures: schedule.failures)
  }
}

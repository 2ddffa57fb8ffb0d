package import Forecasting
package import Instruments
package import Margin
package import MarketData
package import RiskMeasures
internal import RiskModels

/// A policy on one date: its previous state, inputs and result.
package struct PolicySnapshot {
  package let policy: MarginPolicy
  package let state: SidedPolicyState
  package let long: MarginInputs
  package let short: MarginInputs
  package let waterfalls: SidedWaterfalls
  package let forecast: FinalForecast?
  package let date: Timestamp?
  package let count: Int

  package func inputs(_ side: Side) -> MarginInputs { side == .long ? long : short }

  package func waterfall(_ side: Side) throws(MarginError) -> Waterfall {
    try (side == .long ? waterfalls.long : waterfalls.short).get()
  }
}

/// The losses over the client's reaction time, for all dates or the last date only.
package struct MarginCallWalk: Sendable {
  package let horizon: Horizon
  package let table: ForecastTable?
  package let final: FinalForecast?

  /// The loss of a side after `count` returns; nil if the model has no forecast.
  package func loss(after count: Int, _ side: Side, at level: ConfidenceLevel) -> MarginCallLoss? {
    var value: Double?
    if let table {
      let row = count - table.first
      value = row >= 0 && row < table.count ? table.valueAtRisk(row, side) : nil
    } else {
      value = final?.risk(side, at: level)?.valueAtRisk
    }
    guard let value, value.isFinite else { return nil }
    return MarginCallLoss(valueAtRisk: value, horizon: horizon)
  }
}

/// Applies a policy to one instrument's forecasts, date by date.
package struct PolicyWalk: Sendable {
  package let plan: CalibrationPlan
  package let history: InstrumentHistory
  package let past: PastMeasures
  /// The forecast after all returns; nil if the model has none.
  package let final: FinalForecast?
  /// All forecasts; nil if only the last one is needed.
  package let table: ForecastTable?
  /// The losses over the reaction time, if the initial margin includes one.
  package var reaction: MarginCallWalk?
  /// The index of the policy's confidence level in the table.
  package var level = 0
  /// The needs that may lack historical data: mixtures and stress periods in the future.
  private let openNeeds: [ReferenceNeed]

  package init(
    plan: CalibrationPlan, history: InstrumentHistory, past: PastMeasures,
    final: FinalForecast?, table: ForecastTable?, reaction: MarginCallWalk? = nil, level: Int = 0
  ) {
    self.plan = plan
    self.history = history
    self.past = past
    self.final = final
    self.table = table
    self.reaction = reaction
    self.level = level
    openNeeds = past.needs.filter { $0.isMixture || $0.stressDates != nil }
  }

  /// The policy's state and result on the last date.
  package func lastSnapshot() -> PolicySnapshot {
    let first = table?.first ?? history.count
    let reference = past.table(on: history, first: first)
    var state = plan.policy.makeSidedState()
    for count in first ..< history.count {
      let row = count - first
      guard table?.hasForecast(row) ?? true else { continue }
      _ = state.waterfalls(
        long: inputs(row, count, .long, reference), short: inputs(row, count, .short, reference))
    }
    let row = history.count - first
    let long = inputs(row, history.count, .long, reference)
    let short = inputs(row, history.count, .short, reference)
    let before = state
    return PolicySnapshot(
      policy: plan.policy, state: before, long: long, short: short,
      waterfalls: state.waterfalls(long: long, short: short), forecast: final,
      date: history.date(after: history.count), count: history.count)
  }

  package func schedule(_ extent: ScheduleExtent) -> InstrumentSchedule {
    let first = table?.first ?? history.count
    let reference = past.table(on: history, first: first)
    var state = plan.policy.makeSidedState()
    var entries: [InstrumentMarginEntry] = []
    var failures: [MarginFailure] = []
    for count in first ... history.count {
      let row = count - first
      guard table?.hasForecast(row) ?? true else { continue }
      let waterfalls = state.waterfalls(
        long: inputs(row, count, .long, reference), short: inputs(row, count, .short, reference))
      guard extent == .history || count == history.count else { continue }
      let isLast = count == history.count
      if isLast { failures = self.failures(of: waterfalls) + expiredOverrides(extent) }
      guard isWanted(count), extent == .history || expiredOverrides(extent).isEmpty else {
        continue
      }
      let entry = entry(row, count, waterfalls, reference, extent)
      if entry.long != nil || entry.short != nil { entries.append(entry) }
    }
    return InstrumentSchedule(
      instrument: history.instrument, entries: entries, forecast: final,
      horizon: past.horizon,
      expectedExceedanceRate: expectedExceedanceRate,
      warnings: extent == .history ? finalWarnings : [], failures: failures)
  }

  private func isWanted(_ count: Int) -> Bool {
    guard let from = plan.from, let date = history.date(after: count) else { return true }
    return date >= from
  }

  private func risk(_ row: Int, _ side: Side) -> (valueAtRisk: Double, shortfall: Double) {
    if let table {
      return (
        table.valueAtRisk(row, side, level: level), table.expectedShortfall(row, side, level: level)
      )
    }
    let risk = final?.risk(side, at: plan.policy.measure.level)
    return (risk?.valueAtRisk ?? .nan, risk?.expectedShortfall ?? .nan)
  }

  package func inputs(
    _ row: Int, _ count: Int, _ side: Side, _ reference: ReferenceTable
  ) -> MarginInputs {
    let risk = risk(row, side)
    let measured =
      switch plan.policy.measure {
      case .valueAtRisk: risk.valueAtRisk
      case .expectedShortfall: risk.shortfall
      }
    var inputs = MarginInputs(
      date: history.date(after: count), position: count, measured: measured,
      references: reference[row, side])
    inputs.instrument = history.instrument
    inputs.side = side
    inputs.largestLoss = plan.largestLoss(of: side)
    var mixtures = 0
    for need in openNeeds where inputs.references[need] == nil {
      var value: Double?
      if need.isMixture {
        value = table?.mixture(row, side, mixtures)
        mixtures += 1
      }
      // Until a stress period has ended, the current measure replaces a missing stressed one.
      if awaits(need.stressDates, count) { value = value ?? measured }
      inputs.references[need] = value.map { ReferenceMeasure(value: $0) }
    }
    inputs.horizonBars = past.horizon.bars
    inputs.volatility = table.map { $0.volatility(row) } ?? final?.volatility
    inputs.interval = table?.interval(row, side, level: level)
    return inputs
  }

  /// Whether a stress period ends after the date.
  ///
  /// Once it has ended, too few returns in it are a missing reference.
  private func awaits(_ period: ClosedRange<CalendarDate>?, _ count: Int) -> Bool {
    guard let period, let date = history.date(after: count)?.date else { return false }
    return date < period.upperBound
  }

  private func ignoredStress(
    _ row: Int, _ count: Int, _ reference: ReferenceTable
  ) -> [MarginWarning] {
    openNeeds.compactMap { need in
      guard !need.isMixture, let dates = need.stressDates, awaits(dates, count),
        reference[row, .long][need] == nil
      else { return nil }
      return MarginWarning(
        code: "stress-period-ignored",
        message: "too few returns from \(dates.lowerBound) to \(dates.upperBound) are past; "
          + "the stress weight is ignored")
    }
  }

  private func entry(
    _ row: Int, _ count: Int, _ waterfalls: SidedWaterfalls, _ reference: ReferenceTable,
    _ extent: ScheduleExtent
  ) -> InstrumentMarginEntry {
    let effective = BarCalendar(history.axis, holidays: plan.holidays)
      .time(1 + plan.policy.noticeBars, barsAfter: count)
    func margin(_ side: Side, _ result: Result<Waterfall, MarginError>) -> SideMargin? {
      guard case .success(let waterfall) = result else { return nil }
      let risk = risk(row, side)
      let reaction = reactionLoss(after: count, side)
      guard reaction != nil || plan.policy.initial.ratio != nil else { return nil }
      return SideMargin(
        side: side, policy: plan.policy, waterfall: waterfall, valueAtRisk: risk.valueAtRisk,
        expectedShortfall: risk.shortfall.isFinite ? risk.shortfall : nil,
        interval: extent == .lastDate ? interval(side) : .unknown, horizon: past.horizon,
        reaction: reaction, effectiveFrom: effective, unit: plan.unit,
        largestLoss: plan.largestLoss(of: side))
    }
    let long = margin(.long, waterfalls.long)
    let short = margin(.short, waterfalls.short)
    return InstrumentMarginEntry(
      instrument: history.instrument, asOf: history.date(after: count), observations: count,
      price: history.price(after: count), long: long, short: short,
      warnings: (extent == .lastDate ? finalWarnings : []) + ignoredStress(row, count, reference)
        + Self.distinct(
          (long?.waterfall.warnings ?? []) + (short?.waterfall.warnings ?? [])
            + [long].compactMap { $0?.limitedInitial(by: plan) })
        + [long, short].compactMap { $0?.zeroMargin(in: plan.unit) })
  }

  /// The loss over the reaction time; the larger of both sides if they publish the larger rate.
  private func reactionLoss(after count: Int, _ side: Side) -> MarginCallLoss? {
    guard let time = plan.policy.initial.marginCallPeriod, let reaction else { return nil }
    let sides = plan.policy.sides == .larger ? Side.allCases : [side]
    return sides.compactMap { reaction.loss(after: count, $0, at: time.level) }
      .max { $0.valueAtRisk < $1.valueAtRisk }
  }

  private func interval(_ side: Side) -> RiskInterval {
    guard let risk = final?.risk(side, at: plan.policy.measure.level) else { return .unknown }
    switch plan.policy.measure {
    case .valueAtRisk: return RiskInterval(lower: risk.lower, upper: risk.upper)
    case .expectedShortfall:
      return RiskInterval(lower: risk.shortfall?.lower, upper: risk.shortfall?.upper)
    }
  }

  private func failures(of waterfalls: SidedWaterfalls) -> [MarginFailure] {
    [(Side.long, waterfalls.long), (.short, waterfalls.short)].compactMap { side, result in
      guard case .failure(let error) = result else { return nil }
      return MarginFailure(
        instrument: history.instrument, side: side, reason: error.reason,
        message: error.message(side: side))
    }
  }

  /// The expired overrides of the instrument, which fail a schedule of a single date.
  private func expiredOverrides(_ extent: ScheduleExtent) -> [MarginFailure] {
    guard extent == .lastDate, let today = history.date(after: history.count)?.date else {
      return []
    }
    return plan.policy.overrides.filter { $0.instrument == history.instrument && $0.until < today }
      .map { override in
        MarginFailure(
          instrument: history.instrument, side: override.side, reason: "override-expired",
          message: "the override by \(override.author) ended on \(override.until) "
            + "(\(override.reason)); renew it with a later until, or remove the step")
      }
  }

  // MARK: - Warnings

  private var expectedExceedanceRate: Double? {
    final?.expectedExceedanceRate(at: plan.policy.measure.level)
  }

  private var finalWarnings: [MarginWarning] {
    var warnings = final?.warnings(at: plan.policy.measure.level) ?? []
    if case .expectedShortfall(let level) = plan.policy.measure,
      let reason = Side.allCases.compactMap({ final?.risk($0, at: level)?.shortfall?.reason }).first
    {
      warnings.append(MarginWarning(code: reason.rawValue, message: reason.explanation))
    }
    if let cause = plan.leastHistory?.shortfall(of: history) {
      warnings.append(MarginWarning(code: cause.reason, message: cause.message))
    }
    let period = plan.policy.periodOfRisk
    if plan.horizon == nil, BarCalendar(history.axis).endsWithinABar(period) {
      warnings.append(
        MarginWarning(
          code: "period-within-bar",
          message:
            "a period of risk of \(period) is over before a bar is; the margin covers a whole bar"))
    }
    if let failed = table?.report.failedRefits, failed > 0, final?.keptParameters != true {
      warnings.append(
        MarginWarning(
          code: "refit-failed",
          message: "\(failed) refits failed and kept the parameters of the fit before"))
    }
    return warnings
  }

  private static func distinct(_ warnings: [MarginWarning]) -> [MarginWarning] {
    warnings.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

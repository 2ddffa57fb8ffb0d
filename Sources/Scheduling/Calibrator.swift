public import Forecasting
internal import LinearAlgebra
internal import Margin
public import MarketData
internal import RiskMeasures
package import RiskModels

/// Calculates margin schedules from histories: model forecasts first, then the margin policy.
public struct Calibrator: Sendable {
  /// The resolved settings.
  public let plan: CalibrationPlan

  /// Creates a calibrator for one plan; it holds no other state.
  public init(_ plan: CalibrationPlan) { self.plan = plan }

  /// The schedule of one instrument, which depends only on its history and the plan.
  ///
  /// A joint model has this instrument as its universe. An instrument whose prices ended before the
  /// as-of date has no margin on it; its history keeps the dates before.
  public func schedule(
    of history: InstrumentHistory, extent: ScheduleExtent
  ) -> InstrumentSchedule {
    let history = clipped(history)
    let ended = history.refusal(under: plan)
    if let ended, extent == .lastDate { return failure(of: history, ended) }
    return schedule(of: history, by: plan.model.instrumentModel, extent: extent).failing(ended)
  }

  /// The schedules of all instruments, in the order of `histories`.
  ///
  /// Each depends only on its own history: what is read beside it changes nothing, and a failure of
  /// one instrument does not affect the others.
  public func schedules(
    for histories: [InstrumentHistory], extent: ScheduleExtent, progress: ProgressHandler? = nil
  ) async -> [InstrumentSchedule] {
    await concurrentMap(histories, jobs: plan.jobs, progress: progress) { history in
      schedule(of: history, extent: extent)
    }
  }

  private func clipped(_ history: InstrumentHistory) -> InstrumentHistory {
    history.clipped(through: [plan.asOf, plan.to].compactMap { $0 }.min())
  }

  /// Whether the margins of a date depend on earlier dates, so that all dates must be processed.
  private func walksAll(_ extent: ScheduleExtent) -> Bool {
    extent == .history || plan.policy.steps.contains(where: \.remembers)
      || plan.policy.needs.contains(where: \.isMixture)
  }

  /// The result after the last return; on failure, a history keeps the earlier dates.
  private func last<Value>(
    _ extent: ScheduleExtent, _ answer: () throws(RiskModelError) -> Value
  ) throws(RiskModelError) -> (value: Value?, error: RiskModelError?) {
    do throws(RiskModelError) {
      return (try answer(), nil)
    } catch {
      guard extent == .history else { throw error }
      return (nil, error)
    }
  }

  /// The results of all dates where they are needed; without any, the error of the last date.
  private func all<Value>(
    _ extent: ScheduleExtent, unless last: RiskModelError?,
    _ answers: () throws(RiskModelError) -> Value
  ) throws(RiskModelError) -> Value? {
    guard walksAll(extent) else { return nil }
    do throws(RiskModelError) {
      return try answers()
    } catch {
      throw last ?? error
    }
  }

  private func schedule(
    of history: InstrumentHistory, by model: some ReturnModel, extent: ScheduleExtent
  ) -> InstrumentSchedule {
    let request = plan.request(on: history.axis)
    let past = plan.pastMeasures(over: request.horizon)
    if let message = past.refusal {
      return failure(of: history, tooShort(message))
    }
    do throws(RiskModelError) {
      let (walk, error) = try walk(of: history, by: model, extent: extent)
      return walk.schedule(extent).failing(error.map(cause))
    } catch {
      return failure(of: history, cause(error))
    }
  }

  /// The policy's state and result on the last date of a history.
  ///
  /// - Throws: `RiskModelError` if the model has no forecast on that date.
  package func lastSnapshot(
    of history: InstrumentHistory, by model: some ReturnModel
  ) throws(RiskModelError) -> PolicySnapshot {
    try walk(of: history, by: model, extent: .lastDate).walk.lastSnapshot()
  }

  private func walk(
    of history: InstrumentHistory, by model: some ReturnModel, extent: ScheduleExtent
  ) throws(RiskModelError) -> (walk: PolicyWalk, error: RiskModelError?) {
    let request = plan.request(on: history.axis)
    let past = plan.pastMeasures(over: request.horizon)
    let least = past.minimumObservations
    let final = try last(extent) { () throws(RiskModelError) in
      try request.final(of: model, on: history, notBefore: least)
    }
    let table = try all(extent, unless: final.error) { () throws(RiskModelError) in
      try request.table(
        of: model, on: history, notBefore: least, contents: plan.tableContents,
        mixing: past.mixedLosses(on: history))
    }
    let reaction = try plan.reactionRequest(on: history.axis).map {
      request throws(RiskModelError) in
      MarginCallWalk(
        horizon: request.horizon,
        table: table == nil
          ? nil : try request.table(of: model, on: history, notBefore: least),
        final: table == nil ? try request.final(of: model, on: history, notBefore: least) : nil)
    }
    let walk = PolicyWalk(
      plan: plan, history: history, past: past, final: final.value, table: table,
      reaction: reaction)
    return (walk, final.error)
  }

  // MARK: - Failures

  /// The failure of histories that are too short for the historical measures.
  private func tooShort(_ message: String) -> MarginFailure.Cause {
    MarginFailure.Cause(reason: "insufficient-history", message: message)
  }

  private func cause(_ error: RiskModelError) -> MarginFailure.Cause {
    MarginFailure.Cause(error, of: plan.model.name)
  }

  private func failure(
    of history: InstrumentHistory, _ cause: MarginFailure.Cause
  ) -> InstrumentSchedule {
    InstrumentSchedule(
      instrument: history.instrument, entries: [], forecast: nil, horizon: .oneBar,
      expectedExceedanceRate: nil, warnings: [],
      failures: [
        MarginFailure(
          instrument: history.instrument, reason: cause.reason, message: cause.message)
      ])
  }
}

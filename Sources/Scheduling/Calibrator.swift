public import Forecasting
internal import LinearAlgebra
internal import Margin
public import MarketData
internal import RiskMeasures
package import RiskModels

/// Turns histories into margin schedules: the model's forecasts, then the policy over them.
public struct Calibrator: Sendable {
  /// What was asked for, resolved.
  public let plan: CalibrationPlan

  /// A calibrator of one plan; it holds nothing else.
  public init(_ plan: CalibrationPlan) { self.plan = plan }

  /// One schedule an instrument, in the order of `histories`; a failure never stops the others.
  public func schedules(
    for histories: [InstrumentHistory], extent: ScheduleExtent, progress: ProgressHandler? = nil
  ) async -> [InstrumentSchedule] {
    let last = [plan.asOf, plan.to].compactMap { $0 }.min()
    let clipped = histories.map { $0.clipped(through: last) }
    switch plan.model {
    case .single(let model):
      return await concurrentMap(clipped, jobs: plan.jobs, progress: progress) { history in
        schedule(of: history, by: model, extent: extent)
      }
    case .joint(let model):
      return await joint(clipped, by: model, extent: extent, progress: progress)
    }
  }

  /// Whether the margins of a date depend on those before: then all dates must be walked.
  private func walksAll(_ extent: ScheduleExtent) -> Bool {
    extent == .history || plan.policy.steps.contains(where: \.remembers)
      || plan.policy.needs.contains(where: \.isMixture)
  }

  /// The answer after the last return; without one a history keeps the dates before.
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

  /// The answers of all dates where they are needed; without any, the error of the last tells why.
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
      return failure(of: history, reason: Self.tooShort, message: message)
    }
    do throws(RiskModelError) {
      let (walk, error) = try walk(of: history, by: model, extent: extent)
      return walk.schedule(extent).failing(error.map(cause))
    } catch {
      return failure(of: history, error)
    }
  }

  /// The policy before and on the last date of a history.
  ///
  /// - Throws: `RiskModelError` where the model has no answer on it.
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

  // MARK: - Joint models

  private func joint(
    _ histories: [InstrumentHistory], by model: some JointReturnModel, extent: ScheduleExtent,
    progress: ProgressHandler?
  ) async -> [InstrumentSchedule] {
    let universe: Universe
    do throws(MarketDataError) {
      universe = try Universe(histories, convention: model.returnConvention)
    } catch {
      return histories.map { history in
        failure(of: history, reason: "no-common-dates", message: error.message)
      }
    }
    let request = plan.request(on: universe.axis)
    let past = plan.pastMeasures(over: request.horizon)
    if let message = past.refusal {
      return histories.map { failure(of: $0, reason: Self.tooShort, message: message) }
    }
    do throws(RiskModelError) {
      let least = past.minimumObservations
      let finals = try last(extent) { () throws(RiskModelError) in
        try request.finals(of: model, on: universe, notBefore: least)
      }
      let tables = try all(extent, unless: finals.error) { () throws(RiskModelError) in
        try request.tables(
          of: model, on: universe, notBefore: least, contents: plan.tableContents,
          mixing: { past.mixedLosses(on: $0) }, progress: progress)
      }
      let reactions = try reactions(
        of: model, on: universe, notBefore: least, walksAll: tables != nil)
      // The universe is sorted; the answer is not.
      let order = Dictionary(
        universe.instruments.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
      let indices = histories.compactMap { order[$0.instrument] }
      return await concurrentMap(indices, jobs: plan.jobs) { index in
        PolicyWalk(
          plan: plan, history: universe.histories[index], past: past,
          final: finals.value?[index], table: tables?[index], reaction: reactions?[index]
        ).schedule(extent).failing(finals.error.map(cause))
      }
    } catch {
      return histories.map { failure(of: $0, error) }
    }
  }

  private func reactions(
    of model: some JointReturnModel, on universe: Universe, notBefore least: Int, walksAll: Bool
  ) throws(RiskModelError) -> [MarginCallWalk]? {
    guard let request = plan.reactionRequest(on: universe.axis) else { return nil }
    guard walksAll else {
      return try request.finals(of: model, on: universe, notBefore: least).map {
        MarginCallWalk(horizon: request.horizon, table: nil, final: $0)
      }
    }
    return try request.tables(of: model, on: universe, notBefore: least, progress: nil).map {
      MarginCallWalk(horizon: request.horizon, table: $0, final: nil)
    }
  }

  // MARK: - Failures

  private static let tooShort = "insufficient-history"

  private func cause(_ error: RiskModelError) -> MarginFailure.Cause {
    MarginFailure.Cause(error, of: plan.model.name)
  }

  private func failure(of history: InstrumentHistory, _ error: RiskModelError) -> InstrumentSchedule
  {
    failure(of: history, reason: error.reason, message: error.message(for: plan.model.name))
  }

  private func failure(
    of history: InstrumentHistory, reason: String, message: String
  ) -> InstrumentSchedule {
    InstrumentSchedule(
      instrument: history.instrument, entries: [], forecast: nil, horizon: .oneBar,
      expectedExceedanceRate: nil, warnings: [],
      failures: [MarginFailure(instrument: history.instrument, reason: reason, message: message)])
  }
}

public import Backtesting
internal import LinearAlgebra
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import RiskModels

/// Turns histories into margin schedules: the model's forecasts, then the policy over them.
public struct Calibrator: Sendable {
  /// What was asked for, resolved.
  public let plan: CalibrationPlan

  /// Creates the value from its parts.
  public init(_ plan: CalibrationPlan) { self.plan = plan }

  /// One schedule an instrument, in the order of `histories`; a failure never stops the others.
  public func schedules(
    for histories: [InstrumentHistory], extent: ScheduleExtent, progress: ProgressHandler? = nil
  ) async -> [InstrumentSchedule] {
    let last = [plan.asOf, plan.to].compactMap { $0 }.min()
    let clipped = histories.map { $0.clipped(through: last) }
    switch plan.model {
    case .single(let model):
      return await Tasks.map(clipped, jobs: plan.jobs, progress: progress) { history in
        schedule(of: history, by: model, extent: extent)
      }
    case .joint(let model):
      return await joint(clipped, by: model, extent: extent, progress: progress)
    }
  }

  /// Whether the margins of a date depend on those before: then all dates must be walked.
  private func walksAll(_ extent: ScheduleExtent) -> Bool {
    extent == .history || plan.policy.steps.contains(where: \.remembers)
  }

  private func schedule(
    of history: InstrumentHistory, by model: some ReturnModel, extent: ScheduleExtent
  ) -> InstrumentSchedule {
    let request = plan.request(on: history.axis)
    let references = plan.references(over: request.horizon)
    if let message = references.refusal {
      return failure(of: history, reason: Self.tooShort, message: message)
    }
    do throws(RiskModelError) {
      let least = references.minimumObservations
      let table =
        walksAll(extent)
        ? try request.table(of: model, on: history, notBefore: least) : nil
      let final = Result { () throws(RiskModelError) in
        try request.final(of: model, on: history, notBefore: least)
      }
      guard extent == .history, case .failure(let error) = final else {
        return PolicyWalk(
          plan: plan, history: history, references: references, final: try final.get(),
          table: table
        ).schedule(extent)
      }
      // No answer after the last return takes nothing from the dates before.
      return PolicyWalk(
        plan: plan, history: history, references: references, final: nil, table: table
      ).schedule(extent).failing(cause(error))
    } catch {
      return failure(of: history, error)
    }
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
    let references = plan.references(over: request.horizon)
    if let message = references.refusal {
      return histories.map { failure(of: $0, reason: Self.tooShort, message: message) }
    }
    do throws(RiskModelError) {
      let least = references.minimumObservations
      let tables =
        walksAll(extent)
        ? try request.tables(of: model, on: universe, notBefore: least, progress: progress) : nil
      let result = Result { () throws(RiskModelError) in
        try request.finals(of: model, on: universe, notBefore: least)
      }
      let finals = extent == .history ? try? result.get() : try result.get()
      // The universe is sorted; the answer is not.
      let places = Dictionary(
        universe.instruments.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
      let indices = histories.compactMap { places[$0.instrument] }
      return await Tasks.map(indices, jobs: plan.jobs) { index in
        let schedule = PolicyWalk(
          plan: plan, history: universe.histories[index], references: references,
          final: finals?[index], table: tables?[index]
        ).schedule(extent)
        guard case .failure(let error) = result else { return schedule }
        return schedule.failing(cause(error))
      }
    } catch {
      return histories.map { failure(of: $0, error) }
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
      expectedExceedanceRate: nil,
      failures: [MarginFailure(instrument: history.instrument, reason: reason, message: message)])
  }
}

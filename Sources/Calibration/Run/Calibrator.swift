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
    let clipped = histories.map { $0.clipped(through: plan.asOf ?? plan.to) }
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
    do throws(RiskModelError) {
      let least = references.minimumObservations
      let final = try request.final(of: model, on: history, notBefore: least)
      let table =
        walksAll(extent)
        ? try request.table(of: model, on: history, notBefore: least) : nil
      return PolicyWalk(
        plan: plan, history: history, references: references, final: final, table: table
      ).schedule(extent)
    } catch {
      return failure(of: history, error, over: request.horizon)
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
    do throws(RiskModelError) {
      let least = references.minimumObservations
      let finals = try request.finals(of: model, on: universe, notBefore: least)
      let tables =
        walksAll(extent)
        ? try request.tables(of: model, on: universe, notBefore: least, progress: progress) : nil
      let indices = Array(universe.histories.indices)
      return await Tasks.map(indices, jobs: plan.jobs) { index in
        PolicyWalk(
          plan: plan, history: universe.histories[index], references: references,
          final: finals[index], table: tables?[index]
        ).schedule(extent)
      }
    } catch {
      return histories.map { failure(of: $0, error, over: request.horizon) }
    }
  }

  // MARK: - Failures

  private func failure(
    of history: InstrumentHistory, _ error: RiskModelError, over horizon: Horizon
  ) -> InstrumentSchedule {
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

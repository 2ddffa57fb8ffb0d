internal import Forecasting
internal import LinearAlgebra
internal import Margin
internal import MarketData
internal import RiskMeasures
internal import RiskModels

extension Calibrator {
  /// Applies the policy to each instrument of a universe, in the order of `histories`.
  ///
  /// - Returns: The walks, and the reason if the last date has no forecast.
  /// - Throws: The reason why no instrument has a margin.
  func walks(
    over histories: [InstrumentHistory], by model: some JointReturnModel, extent: ScheduleExtent,
    progress: ProgressHandler? = nil
  ) throws(MarginFailure.Cause) -> (walks: [PolicyWalk], cause: MarginFailure.Cause?) {
    let universe: Universe
    do throws(MarketDataError) {
      universe = try Universe(histories, convention: model.returnConvention)
    } catch {
      throw MarginFailure.Cause(reason: "no-common-dates", message: error.message)
    }
    let past = plan.pastMeasures(over: plan.request(on: universe.axis).horizon)
    if let message = past.refusal { throw tooShort(message) }
    do throws(RiskModelError) {
      let (walks, error) = try walks(
        over: universe, by: model, beside: past, extent: extent, progress: progress)
      // The universe is sorted by identifier; the result keeps the order of the input.
      let byName = Dictionary(
        zip(universe.instruments, walks), uniquingKeysWith: { first, _ in first })
      return (histories.compactMap { byName[$0.instrument] }, error.map(cause))
    } catch {
      throw cause(error)
    }
  }

  private func walks(
    over universe: Universe, by model: some JointReturnModel, beside past: PastMeasures,
    extent: ScheduleExtent, progress: ProgressHandler?
  ) throws(RiskModelError) -> (walks: [PolicyWalk], error: RiskModelError?) {
    let request = plan.request(on: universe.axis)
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
    let walks = universe.histories.indices.map { index in
      PolicyWalk(
        plan: plan, history: universe.histories[index], past: past,
        final: finals.value?[index], table: tables?[index], reaction: reactions?[index])
    }
    return (walks, finals.error)
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
}

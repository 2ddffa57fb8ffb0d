public import Backtesting
internal import Instruments
internal import Margin
internal import MarketData
public import RiskMeasures
internal import RiskModels

/// What is held against history: models, and the schedule that a plan publishes.
public struct BacktestRequest: Sendable {
  /// What was asked for, resolved.
  public var plan: CalibrationPlan
  /// The models, in the order asked for.
  public var models: [LabelledModel]
  /// The confidence levels, in the order asked for.
  public var levels: [ConfidenceLevel]
  /// The sides that are tested.
  public var sides: [Side]
  /// Whether the published schedule of the plan is backtested too.
  public var includesSchedule: Bool
  /// How each series is tested.
  public var settings: TestSettings
  /// Whether the report holds the forecasts themselves beside the results.
  public var keepsRecords = false

  /// A request; without more words both sides and the schedule are tested at 5 %.
  public init(
    plan: CalibrationPlan, models: [LabelledModel], levels: [ConfidenceLevel],
    sides: [Side] = Side.allCases, includesSchedule: Bool = true,
    settings: TestSettings = TestSettings()
  ) {
    self.plan = plan
    self.models = models
    self.levels = levels
    self.sides = sides
    self.includesSchedule = includesSchedule
    self.settings = settings
  }
}

/// Walks models and the schedule through history and holds each forecast against its loss.
public struct BacktestRun: Sendable {
  /// What is held against history.
  public let request: BacktestRequest

  /// A run of one request.
  public init(_ request: BacktestRequest) { self.request = request }

  /// The results, instrument by instrument, model by model, then the rates of the schedule.
  public func report(
    on histories: [InstrumentHistory], progress: ProgressHandler? = nil
  ) async -> BacktestReport {
    let clipped = histories.map { $0.clipped(through: request.plan.asOf) }
    var parts: [[BacktestReport]] = []
    let steps = request.models.count + (request.includesSchedule ? 1 : 0)
    for (index, model) in request.models.enumerated() {
      parts.append(
        await reports(of: model, on: clipped, progress: part(progress, index, of: steps)))
    }
    if request.includesSchedule {
      parts.append(
        await scheduleReports(on: clipped, progress: part(progress, steps - 1, of: steps)))
    }
    let byInstrument = clipped.indices.flatMap { index in parts.map { $0[index] } }
    return await BacktestReport(
      results: byInstrument.flatMap(\.results), records: byInstrument.flatMap(\.records),
      failures: byInstrument.flatMap(\.failures)
    ).compared(request.settings, jobs: request.plan.jobs)
  }

  // MARK: - Models

  func forecastRequest(on axis: TimeAxis) -> ForecastRequest {
    ForecastRequest(
      horizon: request.plan.horizon(on: axis), levels: request.levels,
      contract: request.plan.contract, refitEvery: request.plan.refitEvery)
  }

  private func reports(
    of model: LabelledModel, on histories: [InstrumentHistory], progress: ProgressHandler?
  ) async -> [BacktestReport] {
    switch model.model {
    case .single(let single):
      if case .estimationBootstrap(let draws) = request.settings.pValues {
        return await estimationReports(
          of: single, model, on: histories, draws: draws, progress: progress)
      }
      return await Tasks.map(histories, jobs: request.plan.jobs, progress: progress) { history in
        do throws(RiskModelError) {
          let request = forecastRequest(on: history.axis)
          let table = try request.table(of: single, on: history, contents: .transforms)
          return report(of: records(of: model, table, on: history, over: request.horizon))
        } catch {
          return failure(of: history, model.label, error)
        }
      }
    case .joint(let joint):
      return jointReports(of: joint, model, on: histories, progress: progress)
    }
  }

  private func jointReports(
    of model: some JointReturnModel, _ labelled: LabelledModel,
    on histories: [InstrumentHistory], progress: ProgressHandler?
  ) -> [BacktestReport] {
    do {
      let universe = try Universe(histories, convention: model.returnConvention)
      let request = forecastRequest(on: universe.axis)
      let tables = try request.tables(
        of: model, on: universe, notBefore: 0, contents: .transforms, progress: progress)
      return histories.map { history in
        guard let row = universe.instruments.firstIndex(of: history.instrument) else {
          return BacktestReport(results: [])
        }
        return report(
          of: records(
            of: labelled, tables[row], on: universe.histories[row], over: request.horizon))
      }
    } catch let error as RiskModelError {
      return histories.map { failure(of: $0, labelled.label, error) }
    } catch {
      return histories.map { history in
        BacktestReport(
          results: [],
          failures: [
            MarginFailure(
              instrument: history.instrument, reason: "no-common-dates",
              message: (error as? MarketDataError)?.message ?? "no common dates")
          ])
      }
    }
  }

  func records(
    of model: LabelledModel, _ table: ForecastTable, on history: InstrumentHistory,
    over horizon: Horizon
  ) -> [ForecastRecord] {
    let realized = RealizedLosses(
      history, over: horizon, by: model.model.horizonRule, contract: request.plan.contract)
    var records: [ForecastRecord] = []
    for (index, level) in request.levels.enumerated() {
      for side in request.sides {
        var record = ForecastRecord(
          ForecastRecord.Subject(
            instrument: history.instrument, model: model.model.name, label: model.label,
            side: side, level: level, horizon: horizon))
        for row in 0 ..< table.count {
          let count = table.first + row
          guard let loss = realized.after(count, side), isWanted(history, count) else { continue }
          guard table.hasForecast(row) else {
            record.appendGap(history.date(after: count))
            continue
          }
          record.append(
            ForecastRecord.Entry(
              date: history.date(after: count), loss: loss,
              forecast: table.valueAtRisk(row, side, level: index),
              expectedShortfall: table.expectedShortfall(row, side, level: index),
              transform: table.transform(row, side), logDensity: table.logDensity(row)))
        }
        records.append(record)
      }
    }
    return records
  }

  func report(
    of records: [ForecastRecord], nulls: [EstimationNull]? = nil, failures: [MarginFailure] = []
  ) -> BacktestReport {
    BacktestReport(
      results: records.indices.map { index in
        records[index].result(request.settings, null: nulls?[index])
      },
      records: request.keepsRecords ? records : [], failures: failures)
  }

  /// Whether a forecast made after `count` returns lies in the span that was asked for.
  private func isWanted(_ history: InstrumentHistory, _ count: Int) -> Bool {
    guard let date = history.date(after: count) else { return true }
    return date >= request.plan.from ?? date && date <= request.plan.to ?? date
  }

  // MARK: - The schedule

  private func scheduleReports(
    on histories: [InstrumentHistory], progress: ProgressHandler?
  ) async -> [BacktestReport] {
    var plan = request.plan
    plan.from = nil
    plan.to = nil
    let schedules = await Calibrator(plan).schedules(
      for: histories, extent: .history, progress: progress)
    return zip(histories, schedules).map { report(of: $1, on: $0) }
  }

  /// A margin in force at the close of a bar is held against the loss over the horizon after it.
  ///
  /// It takes effect one bar, or the notice, after the forecast that it was made from.
  private func report(
    of schedule: InstrumentSchedule, on history: InstrumentHistory
  ) -> BacktestReport {
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
    return report(of: schedule.entries.isEmpty ? [] : records, failures: schedule.failures)
  }

  func failure(
    of history: InstrumentHistory, _ label: String, _ error: RiskModelError
  ) -> BacktestReport {
    BacktestReport(
      results: [],
      failures: [
        MarginFailure(
          instrument: history.instrument, reason: error.reason, message: error.message(for: label))
      ])
  }
}

/// A handler for one of several equal parts of the work.
func part(
  _ progress: ProgressHandler?, _ index: Int, of parts: Int
) -> ProgressHandler? {
  guard let progress else { return nil }
  return { done, total in progress(index * total + done, parts * total) }
}

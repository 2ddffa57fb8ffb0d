public import Backtesting
public import Forecasting
public import Instruments
internal import Margin
public import MarketData
public import Policies
public import RiskMeasures
internal import RiskModels
public import Scheduling

/// A backtest request: models, and the published schedule of a plan.
public struct BacktestRequest: Sendable {
  /// The resolved plan.
  public var plan: CalibrationPlan
  /// The models, in the requested order.
  public var models: [LabeledModel]
  /// The confidence levels, in the requested order.
  public var levels: [ConfidenceLevel]
  /// The sides to test.
  public var sides: [Side]
  /// Whether the published schedule of the plan is backtested too.
  public var includesSchedule: Bool
  /// The policies whose schedules are backtested, if there are several; empty for the plan's own.
  public var policies: [LabeledPolicy] = []
  /// The settings of the tests.
  public var settings: TestSettings
  /// Whether the report keeps the forecasts in addition to the results.
  public var keepsRecords = false

  /// A request that by default tests both sides and the schedule at 5 %.
  public init(
    plan: CalibrationPlan, models: [LabeledModel], levels: [ConfidenceLevel],
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

/// A policy with a label that distinguishes it from others.
public struct LabeledPolicy: Sendable {
  /// The label; nil for the policy of the run itself.
  public let label: String?
  /// The policy with its model.
  public var plan: CalibrationPlan

  /// A policy with a label.
  public init(label: String?, plan: CalibrationPlan) {
    self.label = label
    self.plan = plan
  }

  /// The policy without manual overrides.
  var withoutOverrides: LabeledPolicy {
    var plan = plan
    plan.policy = plan.policy.withoutOverrides
    return LabeledPolicy(label: (label.map { "\($0) " } ?? "") + "without overrides", plan: plan)
  }
}

/// Backtests the forecasts of models and of the schedule against realized losses.
public struct BacktestRun: Sendable {
  /// The request.
  public let request: BacktestRequest

  /// A run of a request.
  public init(_ request: BacktestRequest) { self.request = request }

  /// The results by instrument and model, followed by the rates of the schedule.
  public func report(
    on histories: [InstrumentHistory], progress: ProgressHandler? = nil
  ) async -> BacktestReport {
    let clipped = histories.map { $0.clipped(through: request.plan.asOf) }
    let walks = walksAlone ? Array(request.models.indices) : []
    let others = walksAlone ? [] : Array(request.models.indices)
    let steps = max(1, walks.count) + others.count + (request.includesSchedule ? 1 : 0)
    var byModel = await walkReports(
      of: walks, on: clipped, progress: part(progress, 0, of: steps, spanning: walks.count))
    for (index, model) in others.enumerated() {
      byModel[model] = await reports(
        of: request.models[model], on: clipped,
        progress: part(progress, max(1, walks.count) + index, of: steps))
    }
    var parts = request.models.indices.compactMap { byModel[$0] }
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

  /// Whether models are tested without their own replications.
  private var walksAlone: Bool {
    if case .estimationBootstrap = request.settings.pValues { return false }
    return true
  }

  /// Forecasts all pairs of models and instruments, a few at a time, and tests the resulting
  /// series.
  ///
  /// Forecasting and testing alternate, which bounds the number of forecasts in memory.
  private func walkReports(
    of models: [Int], on histories: [InstrumentHistory], progress: ProgressHandler?
  ) async -> [Int: [BacktestReport]] {
    let pairs = models.flatMap { model in histories.map { (model: model, history: $0) } }
    var reports: [BacktestReport] = []
    for start in stride(from: 0, to: pairs.count, by: 64) {
      let chunk = Array(pairs[start ..< min(start + 64, pairs.count)])
      let progress = progress.map { progress in
        { @Sendable done, total in
          progress(start * total + chunk.count * done, pairs.count * total)
        }
      }
      let walked = await concurrentMap(
        chunk, jobs: request.plan.jobs, progress: part(progress, 0, of: 2)
      ) { pair in walk(request.models[pair.model], on: pair.history) }
      reports += await self.reports(of: walked, progress: part(progress, 1, of: 2))
    }
    var byModel: [Int: [BacktestReport]] = [:]
    for (pair, report) in zip(pairs, reports) { byModel[pair.model, default: []].append(report) }
    return byModel
  }

  /// Forecasts one instrument with one model: a record per level and side, or the reason for
  /// failure.
  private func walk(_ model: LabeledModel, on history: InstrumentHistory) -> Walked {
    do throws(RiskModelError) {
      let request = forecastRequest(on: history.axis)
      let table = try request.table(
        of: model.model.instrumentModel, on: history, contents: .transforms)
      return Walked(
        records: records(of: model, table, on: history, over: request.horizon))
    } catch {
      return Walked(failures: failure(of: history, model.label, error).failures)
    }
  }

  /// The forecasts of one instrument before testing.
  struct Walked: Sendable {
    var records: [ForecastRecord] = []
    var failures: [MarginFailure] = []
  }

  /// Tests the series of several instruments, each on its own.
  func reports(of walked: [Walked], progress: ProgressHandler?) async -> [BacktestReport] {
    let results = await concurrentMap(
      walked.flatMap(\.records), jobs: request.plan.jobs, progress: progress
    ) { $0.result(request.settings) }
    var rest = results[...]
    return walked.map { walk in
      defer { rest = rest.dropFirst(walk.records.count) }
      return BacktestReport(
        results: Array(rest.prefix(walk.records.count)),
        records: request.keepsRecords ? walk.records : [], failures: walk.failures)
    }
  }

  /// The reports of a model that is tested with its own replications.
  private func reports(
    of model: LabeledModel, on histories: [InstrumentHistory], progress: ProgressHandler?
  ) async -> [BacktestReport] {
    guard case .estimationBootstrap(let draws) = request.settings.pValues else {
      preconditionFailure("\(model.label) is walked with the others of its kind")
    }
    return await estimationReports(
      of: model.model.instrumentModel, model, on: histories, draws: draws, progress: progress)
  }

  func records(
    of model: LabeledModel, _ table: ForecastTable, on history: InstrumentHistory,
    over horizon: Horizon
  ) -> [ForecastRecord] {
    let realized = RealizedLosses(
      history, over: horizon, by: model.model.horizonRule, contract: request.plan.contract,
      in: model.model.returnConvention)
    var records: [ForecastRecord] = []
    for (index, level) in request.levels.enumerated() {
      for side in request.sides {
        var record = ForecastRecord(
          ForecastRecord.Subject(
            instrument: history.instrument, model: model.model.name, label: model.label,
            side: side, level: level, horizon: horizon, unit: model.model.returnConvention.unit))
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
    of records: [ForecastRecord], nulls: [BootstrapNull]? = nil
  ) -> BacktestReport {
    BacktestReport(
      results: records.indices.map { index in
        records[index].result(request.settings, null: nulls?[index])
      },
      records: request.keepsRecords ? records : [])
  }

  /// Whether a forecast made after `count` returns is in the requested span.
  func isWanted(_ history: InstrumentHistory, _ count: Int) -> Bool {
    guard let date = history.date(after: count) else { return true }
    return date >= request.plan.from ?? date && date <= request.plan.to ?? date
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

/// A progress handler for one of several equal parts of the work, or for several consecutive ones.
func part(
  _ progress: ProgressHandler?, _ index: Int, of parts: Int, spanning count: Int = 1
) -> ProgressHandler? {
  guard let progress else { return nil }
  return { done, total in
    progress(index * total + max(1, count) * done, parts * total)
  }
}

internal import Backtesting
internal import Forecasting
internal import Instruments
internal import Margin
internal import MarketData
internal import Policies
internal import RiskMeasures
internal import RiskModels
internal import Scheduling
internal import Statistics

/// Evaluates policies on one group of instruments and scores them on ranges of dates.
///
/// The forecasts of a model are computed once for all policies that use it.
struct TuneEvaluator {
  let base: ResolvedJob
  let histories: [InstrumentHistory]
  let settings: TuneSettings
  let ranges: [TuneRange]
  let final: TuneRange
  let bound: CoverageBound
  /// The index of each common date.
  let dateIndices: [Timestamp: Int]

  /// The parameters that determine the forecasts of a policy.
  private struct ForecastKey: Hashable {
    let model: ModelConfiguration
    let refitEvery: Int
    let convention: QuantileConvention
    let period: MarginPeriodOfRisk
    let seed: Int

    init(_ configuration: CalibrationConfiguration, _ plan: CalibrationPlan) {
      model = configuration.model
      refitEvery = configuration.run.refitEvery
      convention = configuration.margin.quantileConvention
      period = plan.policy.periodOfRisk
      seed = configuration.run.seed
    }
  }

  private struct Member: Sendable {
    let candidate: TuneCandidate
    let plan: CalibrationPlan
  }

  /// The paths of every candidate, one per instrument; nil for a candidate without a margin on some
  /// instrument.
  func evaluations(
    of candidates: [TuneCandidate], progress: ProgressHandler?
  ) async -> [TuneEvaluation] {
    var groups: [ForecastKey: [Member]] = [:]
    var order: [ForecastKey] = []
    for candidate in candidates {
      // Margins in another unit than the incumbent's cannot be cheaper or dearer.
      guard let job = try? ResolvedJob(base.job, configuration: candidate.configuration),
        job.plan.unit == base.plan.unit
      else { continue }
      let key = ForecastKey(candidate.configuration, job.plan)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(Member(candidate: candidate, plan: job.plan))
    }
    var all: [TuneEvaluation] = []
    for (step, key) in order.enumerated() {
      all += await evaluations(
        of: groups[key] ?? [], progress: part(progress, step, of: order.count))
    }
    return all
  }

  private func evaluations(
    of members: [Member], progress: ProgressHandler?
  ) async -> [TuneEvaluation] {
    let levels = Array(Set(members.map(\.plan.policy.measure.level))).sorted {
      $0.millionths < $1.millionths
    }
    let contents = members.reduce(TableContents()) { $0.union($1.plan.tableContents) }
    let tables = await concurrentMap(
      histories, jobs: base.plan.jobs, progress: part(progress, 0, of: 2)
    ) { history in table(of: members, on: history, levels, contents) }
    let references = await references(of: members, beside: tables)
    return await concurrentMap(members, jobs: base.plan.jobs, progress: part(progress, 1, of: 2)) {
      member in
      let level = levels.firstIndex(of: member.plan.policy.measure.level) ?? 0
      let seen = references[ReferenceKey(member)] ?? []
      let paths = histories.indices.compactMap { index in
        tables[index].flatMap { table in
          seen[index].map { path(of: member, on: histories[index], table, $0, level: level) }
        }
      }
      return TuneEvaluation(
        key: member.candidate.key, paths: paths.count == histories.count ? paths : [],
        ranges: ranges, final: final, settings: settings, bound: bound)
    }
  }

  /// The parameters that determine the references of a policy, besides the history and the horizon
  /// of the group.
  private struct ReferenceKey: Hashable {
    let needs: [ReferenceNeed]
    let measure: RiskMeasure

    init(_ member: Member) {
      needs = member.plan.policy.needs
      measure = member.plan.policy.measure
    }
  }

  /// The references of all policies, each computed once per instrument; nil without forecasts.
  private func references(
    of members: [Member], beside tables: [ForecastTable?]
  ) async -> [ReferenceKey: [ReferenceTable?]] {
    var first: [ReferenceKey: Member] = [:]
    for member in members { first[ReferenceKey(member)] = first[ReferenceKey(member)] ?? member }
    let pairs = first.flatMap { key, member in
      histories.indices.map { (key: key, member: member, index: $0) }
    }
    let walked = await concurrentMap(pairs, jobs: base.plan.jobs) { pair in
      tables[pair.index].map { table in
        let history = histories[pair.index]
        let plan = pair.member.plan
        return plan.pastMeasures(over: plan.horizon(on: history.axis)).table(
          on: history, first: table.first)
      }
    }
    var references: [ReferenceKey: [ReferenceTable?]] = [:]
    for (pair, table) in zip(pairs, walked) {
      references[pair.key, default: histories.map { _ in nil }][pair.index] = table
    }
    return references
  }

  private func table(
    of members: [Member], on history: InstrumentHistory, _ levels: [ConfidenceLevel],
    _ contents: TableContents
  ) -> ForecastTable? {
    guard let plan = members.first?.plan else { return nil }
    let least = members.map { member in
      member.plan.pastMeasures(over: plan.horizon(on: history.axis)).minimumObservations
    }.max()
    let request = ForecastRequest(
      horizon: plan.horizon(on: history.axis), levels: levels, contract: plan.contract,
      refitEvery: plan.refitEvery)
    return try? request.table(
      of: plan.model.instrumentModel, on: history, notBefore: least ?? 0, contents: contents)
  }

  private func path(
    of member: Member, on history: InstrumentHistory, _ table: ForecastTable,
    _ seen: ReferenceTable, level: Int
  ) -> TunePath {
    let past = member.plan.pastMeasures(over: member.plan.horizon(on: history.axis))
    let walk = PolicyWalk(
      plan: member.plan, history: history, past: past, final: nil, table: table,
      level: level)
    return walk.path(seeing: seen, table, at: dateIndices)
  }
}

extension TuneEvaluator {
  /// An evaluator that counts exceedances of one history on one range.
  init(
    base: ResolvedJob, counting history: InstrumentHistory, settings: TuneSettings,
    on range: TuneRange, dateIndices: [Timestamp: Int]
  ) {
    self.init(
      base: base, histories: [history], settings: settings, ranges: [range], final: range,
      bound: CoverageBound(confidence: 0.95, dependence: .independent), dateIndices: dateIndices)
  }
}

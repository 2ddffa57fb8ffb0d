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
/// The forecasts of a model are computed once for all policies that use it. They begin on the same
/// date for every policy, so that an evaluation does not depend on those made with it.
struct TuneEvaluator {
  let base: ResolvedJob
  let histories: [InstrumentHistory]
  /// The number of returns of each history before its first forecast.
  let firstForecasts: [Int]
  let settings: TuneSettings
  let ranges: [TuneRange]
  let final: TuneRange
  let bound: CoverageBound
  /// The index of each common date.
  let dateIndices: [Timestamp: Int]

  /// The parameters that determine the forecasts of a policy for the instruments of one group.
  private struct ForecastKey: Hashable {
    let model: ModelConfiguration
    let refitEvery: Int
    let convention: QuantileConvention
    let period: MarginPeriodOfRisk
    let seed: Int
    /// The mixtures with stressed returns, which a table has at one level.
    let mixtures: [ReferenceNeed]
    let mixedLevel: ConfidenceLevel?

    init(_ configuration: CalibrationConfiguration, _ plan: CalibrationPlan) {
      model = configuration.model
      refitEvery = configuration.run.refitEvery
      convention = configuration.margin.quantileConvention
      period = plan.policy.periodOfRisk
      seed = configuration.run.seed
      mixtures = plan.policy.needs.filter(\.isMixture)
      mixedLevel = mixtures.isEmpty ? nil : plan.policy.measure.level
    }
  }

  private struct Member: Sendable {
    let candidate: TuneCandidate
    /// The plan of each history.
    let plans: [CalibrationPlan]
  }

  /// The evaluations of the candidates, in their order, those of a unit other than the incumbent's
  /// apart; a candidate without a margin on some instrument has no scores.
  func evaluations(
    of candidates: [TuneCandidate], progress: ProgressHandler?
  ) async -> [TuneEvaluation] {
    var groups: [[ForecastKey]: [Member]] = [:]
    var order: [[ForecastKey]] = []
    for candidate in candidates {
      // Margins in another unit than the incumbent's cannot be cheaper or dearer.
      guard let job = try? ResolvedJob(base.job, configuration: candidate.configuration),
        job.plan.unit == base.plan.unit
      else { continue }
      let jobs = histories.map { job.job(for: $0.instrument) }
      let keys = jobs.map { ForecastKey($0.policy.configuration, $0.plan) }
      let distinct = Array(Set(keys)).count == 1 ? [keys[0]] : keys
      if groups[distinct] == nil { order.append(distinct) }
      groups[distinct, default: []].append(
        Member(candidate: candidate, plans: jobs.map(\.plan)))
    }
    var all: [String: TuneEvaluation] = [:]
    for (step, key) in order.enumerated() {
      let found = await evaluations(
        of: groups[key] ?? [], progress: part(progress, step, of: order.count))
      for one in found { all[one.key] = one }
    }
    return candidates.compactMap { all[$0.key] }
  }

  private func evaluations(
    of members: [Member], progress: ProgressHandler?
  ) async -> [TuneEvaluation] {
    let indices = Array(histories.indices)
    let tables = await concurrentMap(
      indices, jobs: base.plan.jobs, progress: part(progress, 0, of: 2)
    ) { index in table(of: members, at: index) }
    let references = await references(of: members, beside: tables)
    return await concurrentMap(members, jobs: base.plan.jobs, progress: part(progress, 1, of: 2)) {
      member in
      let paths = indices.compactMap { index -> TunePath? in
        guard let table = tables[index], let seen = references[ReferenceKey(member, index)]
        else { return nil }
        return path(of: member, at: index, table, seen)
      }
      return TuneEvaluation(
        key: member.candidate.key, paths: paths.count == histories.count ? paths : [],
        ranges: ranges, final: final, settings: settings, bound: bound)
    }
  }

  /// The parameters that determine the references of a policy on one history, besides the horizon.
  private struct ReferenceKey: Hashable {
    let index: Int
    let needs: [ReferenceNeed]
    let measure: RiskMeasure

    init(_ member: Member, _ index: Int) {
      self.index = index
      needs = member.plans[index].policy.needs
      measure = member.plans[index].policy.measure
    }
  }

  /// The references of all policies, each computed once per instrument, where there are forecasts.
  private func references(
    of members: [Member], beside tables: [ForecastTable?]
  ) async -> [ReferenceKey: ReferenceTable] {
    var first: [ReferenceKey: Member] = [:]
    for index in histories.indices where tables[index] != nil {
      for member in members where first[ReferenceKey(member, index)] == nil {
        first[ReferenceKey(member, index)] = member
      }
    }
    let pairs = first.map { (key: $0, member: $1) }
    let walked = await concurrentMap(pairs, jobs: base.plan.jobs) { pair in
      let history = histories[pair.key.index]
      let plan = pair.member.plans[pair.key.index]
      return tables[pair.key.index].map { table in
        plan.pastMeasures(over: plan.horizon(on: history.axis)).table(
          on: history, first: table.first)
      }
    }
    return Dictionary(
      uniqueKeysWithValues: zip(pairs, walked).compactMap { pair, table in
        table.map { (pair.key, $0) }
      })
  }

  private func levels(of members: [Member], at index: Int) -> [ConfidenceLevel] {
    Array(Set(members.map { $0.plans[index].policy.measure.level })).sorted {
      $0.millionths < $1.millionths
    }
  }

  private func table(of members: [Member], at index: Int) -> ForecastTable? {
    guard let plan = members.first?.plans[index] else { return nil }
    let history = histories[index]
    let horizon = plan.horizon(on: history.axis)
    let request = ForecastRequest(
      horizon: horizon, levels: levels(of: members, at: index), contract: plan.contract,
      refitEvery: plan.refitEvery)
    return try? request.table(
      of: plan.model.instrumentModel, on: history, notBefore: firstForecasts[index],
      contents: members.reduce(TableContents()) { $0.union($1.plans[index].tableContents) },
      mixing: plan.pastMeasures(over: horizon).mixedLosses(on: history))
  }

  private func path(
    of member: Member, at index: Int, _ table: ForecastTable, _ seen: ReferenceTable
  ) -> TunePath {
    let (plan, history) = (member.plans[index], histories[index])
    let past = plan.pastMeasures(over: plan.horizon(on: history.axis))
    let walk = PolicyWalk(
      plan: plan, history: history, past: past, final: nil, table: table,
      level: table.levels.firstIndex(of: plan.policy.measure.level) ?? 0)
    return walk.path(seeing: seen, table, at: dateIndices)
  }
}

extension TuneEvaluator {
  /// An evaluator that counts exceedances of one history on one range.
  init(
    base: ResolvedJob, counting history: InstrumentHistory, from start: TuneDates.Start,
    settings: TuneSettings, on range: TuneRange, dateIndices: [Timestamp: Int]
  ) {
    self.init(
      base: base, histories: [history], firstForecasts: [start.forecast], settings: settings,
      ranges: [range], final: range,
      bound: CoverageBound(confidence: 0.95, dependence: .independent), dateIndices: dateIndices)
  }
}

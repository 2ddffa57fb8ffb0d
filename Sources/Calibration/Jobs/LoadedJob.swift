internal import Documents
public import Forecasting
internal import Margin
public import MarketData
public import Policies
public import RiskMeasures
internal import RiskModels
public import Scheduling

extension ResolvedJob {
  /// Reads the files and computes their digests.
  ///
  /// - Throws: `MarketDataError` if nothing can be read.
  public func load() async throws(MarketDataError) -> LoadedJob {
    let digests = FileDigests()
    var options = job.load
    options.asOf = job.asOf?.date
    if plan.unit == .price { options.priceSign = .any }
    // An option overrides the policy file, which overrides the default.
    options.treatments = policy.configuration.data.merging(job.load.treatments) { $1 }
    options.groups = groups.map { group in
      GroupTreatments(
        of: group.instruments,
        group.job.policy.configuration.data.merging(job.load.treatments) { $1 })
    }
    options.lastCombined = job.asOf
    let loaded = try await PriceLoader(options: options).load(
      paths: job.paths, jobs: job.jobs, inspect: { digests.record($0, $1, $2) })
    let json = policy.configuration.canonicalJSON
    let histories = loaded.instrumentHistories
    let names = histories.map(\.instrument) + loaded.failures.compactMap(\.instrument)
    var inputs = loaded.inputs.map {
      Provenance.Input(
        path: $0.path, sha256: digests[$0.path], rows: $0.rows, rejected: $0.rejected)
    }
    if let contracts = job.contracts {
      inputs.append(contracts.input)
      inputs.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }
    return LoadedJob(
      resolved: self, histories: histories,
      context: RunContext(
        configurationJSON: json,
        provenance: Provenance(
          version: job.version, configurationHash: SHA256.hexadecimal(of: json),
          seed: policy.seed, inputs: inputs, universe: [], platform: .current),
        statement: policy.statement, loadFailures: loaded.failures,
        missing: loaded.missing.filter { !$0.isZero }, findings: loaded.findings,
        contracts: job.contracts?.facts,
        groups: Dictionary(
          uniqueKeysWithValues: histories.compactMap { history in
            group(of: history.instrument).map { (history.instrument, $0.name) }
          }),
        warnings: unmatchedNames(among: names) + changesFromPreset, unit: plan.unit))
  }
}

extension ResolvedJob {
  /// The regulated parameters that the policy or a group of it undercuts, as warnings.
  fileprivate var changesFromPreset: [MarginWarning] {
    let all =
      policy.configuration.presetChanges
      + groups.flatMap { $0.job.policy.configuration.presetChanges }
    return all.reduce(into: []) { warnings, change in
      let warning = MarginWarning(
        code: "changed-from-preset",
        message: "\(change.key) is \(change.to) in place of \(change.from), the least of preset "
          + policy.configuration.preset)
      if !warnings.contains(warning) { warnings.append(warning) }
    }
  }
}

/// A job with its histories in memory.
public struct LoadedJob: Sendable {
  /// The resolved settings.
  public let resolved: ResolvedJob
  /// One history per instrument, sorted by identifier.
  public let histories: [InstrumentHistory]
  /// The inputs and settings of the run.
  public let context: RunContext

  /// The same histories under other settings, with the original context.
  public func under(_ other: ResolvedJob) -> LoadedJob {
    LoadedJob(resolved: other, histories: histories, context: context)
  }

  /// The job restricted to some of its instruments, in their original order.
  package func keeping(_ instruments: Set<InstrumentID>) -> LoadedJob {
    LoadedJob(
      resolved: resolved, histories: histories.filter { instruments.contains($0.instrument) },
      context: context)
  }

  /// The job as it were if the files held only some of the instruments.
  package func restricted(to instruments: Set<InstrumentID>) -> LoadedJob {
    LoadedJob(
      resolved: resolved, histories: keeping(instruments).histories,
      context: context.keeping(instruments))
  }

  /// Calibrates the margin schedule.
  public func calibrate(
    extent: ScheduleExtent, progress: ProgressHandler? = nil
  ) async -> CalibrationReport {
    CalibrationReport(
      context: context, plan: resolved.plan, extent: extent,
      schedules: await schedules(of: histories, extent: extent, progress: progress),
      groupPlans: Dictionary(uniqueKeysWithValues: resolved.groups.map { ($0.name, $0.job.plan) }))
  }

  /// The schedules of histories, each under the plan of its group.
  func schedules(
    of histories: [InstrumentHistory], extent: ScheduleExtent, progress: ProgressHandler?
  ) async -> [InstrumentSchedule] {
    await concurrentMap(histories, jobs: resolved.plan.jobs, progress: progress) { history in
      Calibrator(resolved.plan(for: history.instrument)).schedule(of: history, extent: extent)
    }
  }

  /// Calibrates the margin of one instrument, and only that one.
  public func calibrate(
    _ instrument: InstrumentID, progress: ProgressHandler? = nil
  ) async -> CalibrationReport {
    await keeping([instrument]).calibrate(extent: .lastDate, progress: progress)
  }

  /// Estimates several models; `predictive` are the same with predictive quantiles of samples.
  public func estimate(
    models: [LabeledModel], predictive: [LabeledModel]? = nil, levels: [ConfidenceLevel],
    progress: ProgressHandler? = nil
  ) async -> EstimateReport {
    let run = EstimateRun(
      models: models, predictive: predictive, levels: levels, plan: resolved.plan)
    return EstimateReport(
      context: context, plan: resolved.plan, models: models,
      instruments: await run.estimates(on: histories, progress: progress))
  }

  /// The report of all parts of a job, in the order of instruments.
  public func report(joining parts: [EstimateReport]) -> EstimateReport {
    EstimateReport(
      context: context, plan: resolved.plan, models: parts.first?.models ?? [],
      instruments: parts.flatMap(\.instruments).ordered(by: \.instrument))
  }
}

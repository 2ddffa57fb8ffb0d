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
    options.lastCombined = job.asOf
    let loaded = try await PriceLoader(options: options).load(
      paths: job.paths, jobs: job.jobs, inspect: { path, bytes in digests.record(path, bytes) })
    let json = policy.configuration.canonicalJSON
    return LoadedJob(
      resolved: self, histories: loaded.instrumentHistories,
      context: RunContext(
        configurationJSON: json,
        provenance: Provenance(
          version: job.version, configurationHash: SHA256.hexadecimal(of: json),
          seed: policy.seed,
          inputs: loaded.inputs.map {
            Provenance.Input(
              path: $0.path, sha256: digests[$0.path], rows: $0.rows, rejected: $0.rejected)
          },
          universe: [], platform: .current),
        statement: policy.statement, loadFailures: loaded.failures,
        missing: loaded.missing.filter { !$0.isZero }, findings: loaded.findings))
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
    let schedules = await Calibrator(resolved.plan).schedules(
      for: histories, extent: extent, progress: progress)
    return CalibrationReport(
      context: context, plan: resolved.plan, extent: extent, schedules: schedules)
  }

  /// Calibrates the margin of one instrument, and only that one.
  public func calibrate(
    _ instrument: InstrumentID, progress: ProgressHandler? = nil
  ) async -> CalibrationReport {
    await keeping([instrument]).calibrate(extent: .lastDate, progress: progress)
  }

  /// Estimates several models.
  public func estimate(
    models: [LabeledModel], levels: [ConfidenceLevel], progress: ProgressHandler? = nil
  ) async -> EstimateReport {
    let run = EstimateRun(models: models, levels: levels, plan: resolved.plan)
    return EstimateReport(
      context: context, plan: resolved.plan, models: models,
      instruments: await run.estimates(on: histories, progress: progress))
  }
}

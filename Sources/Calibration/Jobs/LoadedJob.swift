internal import Documents
public import Forecasting
internal import Margin
public import MarketData
public import Policies
public import RiskMeasures
internal import RiskModels
public import Scheduling

extension ResolvedJob {
  /// Reads the files, taking their digests on the way.
  ///
  /// - Throws: `MarketDataError` where nothing can be read at all.
  public func load() async throws(MarketDataError) -> LoadedJob {
    let digests = FileDigests()
    let loaded = try await PriceLoader(options: job.load).load(
      paths: job.paths, jobs: job.jobs, inspect: { path, bytes in digests.record(path, bytes) })
    let universe: [InstrumentID] =
      if case .joint = plan.model { loaded.instrumentHistories.map(\.instrument) } else { [] }
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
          universe: universe, platform: .current),
        statement: policy.statement, loadFailures: loaded.failures,
        missing: loaded.missing.filter { !$0.isZero }))
  }
}

/// A job with its histories at hand.
public struct LoadedJob: Sendable {
  /// The settings that were resolved before the files were read.
  public let resolved: ResolvedJob
  /// One history an instrument, sorted by identifier.
  public let histories: [InstrumentHistory]
  /// The inputs and settings behind the numbers.
  public let context: RunContext

  /// The same histories under other settings; what they are called stays that of the first.
  public func under(_ other: ResolvedJob) -> LoadedJob {
    LoadedJob(resolved: other, histories: histories, context: context)
  }

  /// The job with some of its instruments alone, in the order of all.
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

  /// The margin schedule.
  public func calibrate(
    extent: ScheduleExtent, progress: ProgressHandler? = nil
  ) async -> CalibrationReport {
    let schedules = await Calibrator(resolved.plan).schedules(
      for: histories, extent: extent, progress: progress)
    return CalibrationReport(
      context: context, plan: resolved.plan, extent: extent, schedules: schedules)
  }

  /// The margin of one instrument, which alone is calibrated unless its model is a joint one.
  public func calibrate(
    _ instrument: InstrumentID, progress: ProgressHandler? = nil
  ) async -> CalibrationReport {
    guard case .single = resolved.plan.model else {
      return await calibrate(extent: .lastDate, progress: progress)
    }
    return await keeping([instrument]).calibrate(extent: .lastDate, progress: progress)
  }

  /// Models side by side.
  public func estimate(
    models: [LabelledModel], levels: [ConfidenceLevel], progress: ProgressHandler? = nil
  ) async -> EstimateReport {
    let run = EstimateRun(models: models, levels: levels, plan: resolved.plan)
    return EstimateReport(
      context: context, plan: resolved.plan, models: models,
      instruments: await run.estimates(on: histories, progress: progress))
  }
}

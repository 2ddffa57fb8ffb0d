public import Backtesting
internal import Documents
public import Forecasting
public import Instruments
internal import Margin
public import MarketData
public import Policies
public import RiskMeasures
internal import RiskModels
public import Scheduling
internal import Statistics

/// What a command line asks for, before files are read and names are resolved.
public struct CalibrationJob: Sendable {
  /// Files and folders of CSV.
  public var paths: [String] = []
  /// What the files hold and how gaps are treated.
  public var load = LoadOptions()
  /// Where the policy is read from, or what it was resolved to.
  public var policy: PolicySource = .preset("plain")
  /// What the command line sets over file and preset.
  public var flags = ConfigurationFlags()
  /// A model of a file in place of the policy's; nil for the policy's, or the one the flags name.
  public var listedModel: ListedModel?
  /// The date of the last return that counts; nil for all of them or an undated series.
  public var asOf: Timestamp?
  /// The first date that is wanted; nil for the first there is.
  public var from: Timestamp?
  /// The last date that is wanted; nil for the last there is.
  public var to: Timestamp?
  /// Tasks that run at the same time; the numbers do not depend on it.
  public var jobs = 1
  /// The version that the provenance names.
  public var version: String

  /// A job without files yet, under the preset `plain`.
  public init(version: String) { self.version = version }

  /// Everything that can be found wrong before a file is read, found.
  ///
  /// - Throws: ``ConfigurationError``.
  public func resolved() throws(ConfigurationError) -> ResolvedJob {
    try ResolvedJob(self)
  }
}

/// A job whose settings hold together; its files have not been read.
public struct ResolvedJob: Sendable {
  /// What was asked for.
  public let job: CalibrationJob
  /// Where the policy is read from, or what it was resolved to.
  public let policy: ResolvedPolicy
  /// What was asked for, resolved.
  public let plan: CalibrationPlan

  init(_ job: CalibrationJob) throws(ConfigurationError) {
    try self.init(job, configuration: Self.configuration(of: job))
  }

  private static func configuration(
    of job: CalibrationJob
  ) throws(ConfigurationError) -> CalibrationConfiguration {
    try CalibrationConfiguration(
      policy: job.policy, documents: [], listed: job.listedModel, flags: job.flags)
  }

  init(
    _ job: CalibrationJob, configuration: CalibrationConfiguration
  ) throws(ConfigurationError) {
    self.job = job
    policy = try configuration.resolved()
    do throws(ConfigurationError) {
      plan = try Self.plan(policy, job, model: policy.model, conventionName: nil, levels: [])
    } catch {
      throw job.listedModel?.placed(error) ?? error
    }
  }

  private static func plan(
    _ policy: ResolvedPolicy, _ job: CalibrationJob, model: ModelConfiguration,
    conventionName: String?, levels: [ConfidenceLevel]
  ) throws(ConfigurationError) -> CalibrationPlan {
    let name = conventionName ?? policy.policy.quantileConvention
    guard let convention = QuantileConvention(name: name) else {
      throw ConfigurationError(
        keyPath: "margin.quantile-convention", problem: "\(name) is no convention",
        hint: "write predictive or inverse")
    }
    let period = policy.policy.periodOfRisk
    // Hours and business days of shorter bars are several of them: the rule must lead there.
    let horizon = Horizon(bars: period.unit == .bars ? period.count : max(2, period.count))
    return CalibrationPlan(
      model: try model.model(
        quantileConvention: convention, seed: policy.seed, over: horizon,
        at: levels.isEmpty ? [policy.policy.measure.level] : levels),
      policy: policy.policy, quantileConvention: convention,
      horizon: nil, refitEvery: policy.refitEvery, asOf: job.asOf, from: job.from, to: job.to,
      seed: policy.seed, jobs: job.jobs)
  }

  /// A model by its name, with the policy file's parameters where it is the file's model, and the
  /// command line's over them.
  ///
  /// It can be asked for `levels`; for none it is asked for the policy's.
  ///
  /// - Throws: ``ConfigurationError``.
  public func model(
    named name: String, conventionName: String, levels: [ConfidenceLevel] = []
  ) throws(ConfigurationError) -> Model {
    try model(.named(name), conventionName: conventionName, levels: levels).model
  }

  /// A model as it was asked for, the command line's parameters over it, under its name.
  func model(
    _ choice: ModelChoice, conventionName: String, levels: [ConfidenceLevel] = []
  ) throws(ConfigurationError) -> LabelledModel {
    var job = job
    switch choice {
    case .named(let name):
      job.flags.model = name
      job.listedModel = nil
    case .listed(let model):
      job.flags.model = nil
      job.listedModel = model
    }
    let resolved = try Self.configuration(of: job).resolved()
    do throws(ConfigurationError) {
      let plan = try Self.plan(
        resolved, job, model: resolved.model, conventionName: conventionName, levels: levels)
      return LabelledModel(plan.model, configuration: resolved.model)
    } catch {
      throw job.listedModel?.placed(error) ?? error
    }
  }

  // MARK: - Reading

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

  /// The margin schedule.
  public func calibrate(
    extent: ScheduleExtent, progress: ProgressHandler? = nil
  ) async -> CalibrationReport {
    let schedules = await Calibrator(resolved.plan).schedules(
      for: histories, extent: extent, progress: progress)
    return CalibrationReport(
      context: context, plan: resolved.plan, extent: extent, schedules: schedules)
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

  /// Models and the schedule held against history.
  public func backtest(
    models: [LabelledModel], levels: [ConfidenceLevel], sides: [Side], includesSchedule: Bool,
    settings: TestSettings, keepsRecords: Bool = false, policies: [LabelledPolicy] = [],
    progress: ProgressHandler? = nil
  ) async -> BacktestOutcome {
    var request = BacktestRequest(
      plan: resolved.plan, models: models, levels: levels, sides: sides,
      includesSchedule: includesSchedule, settings: settings)
    request.keepsRecords = keepsRecords
    request.policies = policies
    return BacktestOutcome(
      context: context, plan: resolved.plan, models: models,
      report: await BacktestRun(request).report(on: histories, progress: progress))
  }
}

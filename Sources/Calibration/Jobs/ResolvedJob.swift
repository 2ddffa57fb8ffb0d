public import Forecasting
internal import Margin
internal import MarketData
public import Policies
public import RiskMeasures
internal import RiskModels
public import Scheduling
public import Statistics
public import Text

/// A job with consistent settings whose input files have not been read.
///
/// It owns its resolved policy: another model, level or horizon is applied in memory.
public struct ResolvedJob: Sendable {
  /// The original job.
  public let job: CalibrationJob
  /// The resolved policy.
  public let policy: ResolvedPolicy
  /// The resolved plan.
  public let plan: CalibrationPlan
  /// The groups of the policy, in file order; the first that contains an instrument applies to it.
  public let groups: [ResolvedGroup]
  private let document: PolicyDocument

  /// Resolves a job under a policy document.
  init(_ job: CalibrationJob, policy document: PolicyDocument) throws(InputError) {
    let layers = PolicyLayers(document, listed: job.listedModel, job.flags)
    let policy = try layers.configuration().resolved()
    self.job = job
    self.document = document
    self.policy = policy
    plan = try Self.located(in: job, document) { () throws(KeyFault) in
      try Self.plan(policy, job)
    }
    let unit = plan.unit
    groups = try Self.located(in: job, document) { () throws(KeyFault) in
      try Self.groups(policy.configuration, job, unit)
    }
    try checkInput()
  }

  private init(
    _ job: CalibrationJob, _ policy: ResolvedPolicy, _ plan: CalibrationPlan,
    _ document: PolicyDocument
  ) {
    (self.job, self.policy, self.plan, self.document) = (job, policy, plan, document)
    groups = []
  }

  /// The job under the settings of instruments that are in no group.
  var alone: ResolvedJob { ResolvedJob(job, policy, plan, document) }

  private static func groups(
    _ configuration: CalibrationConfiguration, _ job: CalibrationJob, _ unit: LossUnit
  ) throws(KeyFault) -> [ResolvedGroup] {
    var groups: [ResolvedGroup] = []
    for (index, group) in configuration.groups.enumerated() {
      let policy = group.configuration.resolved()
      do throws(KeyFault) {
        let plan = try plan(policy, job)
        guard plan.unit == unit else {
          throw KeyFault(
            path: DocumentPath(["model"]),
            problem: "margins are in another unit than those of the policy",
            remedy: "use the convention difference for all models or for none")
        }
        groups.append(
          ResolvedGroup(
            name: group.name, instruments: group.selection(in: job.contracts?.facts),
            job: ResolvedJob(job, policy, plan, .configuration(group.configuration))))
      } catch {
        throw error.below(DocumentPath(["group"]).element(index + 1))
      }
    }
    return groups
  }

  /// A job under a resolved policy that already includes the flags.
  package init(
    _ job: CalibrationJob, configuration: CalibrationConfiguration
  ) throws(InputError) {
    var job = job
    job.flags = ConfigurationFlags()
    job.listedModel = nil
    let policy = configuration.resolved()
    self.job = job
    self.policy = policy
    document = .configuration(configuration)
    do throws(KeyFault) {
      plan = try Self.plan(policy, job)
      groups = try Self.groups(configuration, job, plan.unit)
    } catch {
      throw error.error()
    }
    try checkInput()
  }

  /// Rejects returns as the input of price differences.
  private func checkInput() throws(InputError) {
    guard plan.unit == .price, job.load.contents != .prices else { return }
    throw InputError(
      InputLocation("--returns"), code: "needs-prices",
      "differences of prices cannot be computed from returns",
      remedy: "give prices, or choose the return convention simple or log", style: .words)
  }

  private static func plan(
    _ policy: ResolvedPolicy, _ job: CalibrationJob
  ) throws(KeyFault) -> CalibrationPlan {
    let convention = policy.policy.quantileConvention
    var plan = CalibrationPlan(
      model: try model(of: policy, convention, [policy.policy.measure.level]),
      policy: policy.policy, quantileConvention: convention, horizon: nil,
      refitEvery: policy.refitEvery, asOf: job.asOf, from: job.from, to: job.to,
      seed: policy.seed, jobs: job.jobs)
    plan.maximumAge = job.load.maximumAge
    plan.holidays = job.load.holidays
    plan.leastHistory = policy.minimumHistory.map {
      LeastHistory(
        months: $0.months, source: $0.source, window: policy.model.window,
        isRequired: job.isStrictPreset)
    }
    return plan
  }

  private static func model(
    of policy: ResolvedPolicy, _ convention: QuantileConvention, _ levels: [ConfidenceLevel]
  ) throws(KeyFault) -> ForecastModel {
    let period = policy.policy.periodOfRisk
    // Hours and business days may span several shorter bars, so the horizon rule must support them.
    let horizon = Horizon(bars: period.unit == .bars ? period.count : max(2, period.count))
    return try policy.model.model(
      for: ModelRequest(
        quantileConvention: convention, seed: policy.seed, horizon: horizon, levels: levels))
  }

  /// Maps a fault of the policy to the file or the model list in which it was read.
  private static func located<Value>(
    in job: CalibrationJob, _ document: PolicyDocument, _ make: () throws(KeyFault) -> Value
  ) throws(InputError) -> Value {
    do throws(KeyFault) {
      return try make()
    } catch {
      if case .file = document {
        throw PolicyLayers(document, listed: job.listedModel, job.flags).error(error)
      }
      throw job.listedModel?.error(error) ?? error.error()
    }
  }

  // MARK: - Changed settings, in memory

  private func with(_ change: (inout CalibrationJob) -> Void) throws(InputError) -> ResolvedJob {
    var job = job
    change(&job)
    return try ResolvedJob(job, policy: document)
  }

  /// The job with another model, with the policy file's parameters if it is the file's model,
  /// overridden by the command line.
  package func with(model choice: ModelChoice) throws(InputError) -> ResolvedJob {
    try with { job in
      switch choice {
      case .named(let name): (job.flags.model, job.listedModel) = (name, nil)
      case .listed(let model): (job.flags.model, job.listedModel) = (nil, model)
      }
    }
  }

  /// The job with another confidence level.
  package func with(level: ConfidenceLevel) throws(InputError) -> ResolvedJob {
    try with { $0.flags.level = level.probability }
  }

  /// The job with another margin period of risk, in bars.
  package func with(horizon: Horizon) throws(InputError) -> ResolvedJob {
    try with { $0.flags.horizonBars = horizon.bars }
  }

  /// The job under another policy; its file is opened unless it is the job's own.
  public func with(policy source: PolicySource) throws(InputError) -> ResolvedJob {
    var job = job
    job.policy = source
    let other = try ResolvedJob(job, policy: source == self.job.policy ? document : source.read())
    guard other.plan.unit == plan.unit else { throw Self.mixedUnits(source.label) }
    return other
  }

  /// The error of margins in price units beside fractions of notional.
  package static func mixedUnits(_ location: String) -> InputError {
    InputError(
      InputLocation(location), code: "mixed-units",
      "margins of price differences cannot be compared with fractions of notional",
      remedy: "give one return convention to all, such as --convention difference", style: .words)
  }

  /// The configuration of another policy under the job's flags, without a listed model; its file is
  /// opened unless it is the job's own.
  public func configuration(of source: PolicySource) throws(InputError) -> CalibrationConfiguration
  {
    let read = source == job.policy ? document : try source.read()
    return try PolicyLayers(read, job.flags).configuration()
  }

  // MARK: - Models

  /// A model by name, with the policy file's parameters if it is the file's model, overridden by
  /// the command line.
  ///
  /// It is fitted for `levels`, by default the policy's.
  ///
  /// - Throws: `InputError`.
  public func model(
    named name: String, convention: QuantileConvention, levels: [ConfidenceLevel] = []
  ) throws(InputError) -> ForecastModel {
    try with(model: .named(name)).labeled(convention, levels).model
  }

  /// The models with unique labels, each checked to support each level.
  ///
  /// - Throws: `InputError`, also if two models have the same parameters.
  public func models(
    _ choices: [ModelChoice], convention: QuantileConvention, levels: [ConfidenceLevel]
  ) throws(InputError) -> [LabeledModel] {
    for level in levels.dropFirst() {
      let other = try with(level: level)
      for choice in choices { _ = try other.with(model: choice) }
    }
    let models = try choices.map { choice throws(InputError) in
      try with(model: choice).labeled(convention, levels)
    }
    guard models.allSatisfy({ $0.model.returnConvention.unit == plan.unit }) else {
      throw Self.mixedUnits("--models")
    }
    let configurations = models.compactMap(\.configuration)
    try checkDistinct(choices, configurations)
    return zip(ModelConfiguration.labels(of: configurations), models).map {
      LabeledModel($1.model, label: $0, configuration: $1.configuration)
    }
  }

  /// The job's model under its name, fitted for `levels`.
  private func labeled(
    _ convention: QuantileConvention, _ levels: [ConfidenceLevel]
  ) throws(InputError) -> LabeledModel {
    let levels = levels.isEmpty ? [policy.policy.measure.level] : levels
    let model = try Self.located(in: job, document) { () throws(KeyFault) in
      try Self.model(of: policy, convention, levels)
    }
    return LabeledModel(model, configuration: policy.model)
  }

  private func checkDistinct(
    _ choices: [ModelChoice], _ configurations: [ModelConfiguration]
  ) throws(InputError) {
    for (index, choice) in choices.enumerated() {
      guard case .listed(let model) = choice,
        let first = configurations[..<index].firstIndex(of: configurations[index])
      else { continue }
      throw model.error(
        KeyFault(
          path: DocumentPath(["model"]),
          problem: "duplicates model[\(first + 1)] with the same parameters",
          remedy: "remove it, or change a parameter that is not set by a flag"))
    }
  }
}

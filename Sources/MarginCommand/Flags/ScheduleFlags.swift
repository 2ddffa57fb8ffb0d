import ArgumentParser
import Calibration
internal import Policies

/// Options for prices, and for the models and policy that produce schedules.
struct ScheduleFlags: ParsableArguments {
  @OptionGroup(title: "Input") var input: InputFlags
  @OptionGroup(title: "Model") var model: ModelFlags
  @OptionGroup(title: "Model") var walk: WalkFlags
  @OptionGroup(title: "Policy") var risk: RiskFlags

  /// The model and policy options, and whether each is given.
  var given: [(flag: String, isGiven: Bool)] {
    model.given + [
      ("--instruments", input.instruments != nil),
      ("--level", !risk.level.isEmpty), ("--horizon", risk.horizon != nil),
      ("--policy", risk.policy != .preset(Preset.plain.name)),
      ("--refit-every", walk.refitEvery != nil),
    ]
  }

  /// Returns the job of a single-policy command, with at most one model and one level.
  func job(_ jobs: JobFlags) throws -> CalibrationJob {
    let choices = try model.choices()
    for (flag, what, count) in [
      ("--models", "model", choices.count), ("--level", "level", risk.level.count),
    ] where count > 1 {
      throw ToolFailure(
        flag, "a schedule has one \(what), and \(count) are given",
        remedy: "give one, or compare several with margin estimate or margin backtest")
    }
    return try CalibrationJob(input, model, choices, risk, walk, jobs)
  }

  /// Returns the job over a range of dates, resolved, after checking that every given parameter is
  /// used.
  func resolved(
    _ jobs: JobFlags, _ span: SpanFlags? = nil, isStrictPreset: Bool = false
  ) throws -> ResolvedJob {
    var job = try job(jobs)
    job.isStrictPreset = isStrictPreset
    try span?.apply(to: &job)
    let resolved = try job.resolved()
    try model.checkUse(by: [resolved.policy.model.name])
    guard !isStrictPreset || resolved.policy.minimumHistory != nil else {
      throw ToolFailure(
        "--strict-preset", "preset \(resolved.policy.configuration.preset) states no least history",
        remedy: "choose a preset with a rule book (see margin help presets), or remove it")
    }
    return resolved
  }
}

extension CalibrationJob {
  /// Creates a job from the options, with the first model and level as the policy's, and reads the
  /// contract facts.
  ///
  /// - Throws: `MarketDataError` for a list of holidays, ``ToolFailure`` for options of the input.
  init(
    _ input: InputFlags, _ model: ModelFlags, _ choices: [ModelChoice], _ risk: RiskFlags,
    _ walk: WalkFlags?, _ jobs: JobFlags
  ) throws {
    self.init(version: ToolVersion.current)
    self.jobs = jobs.count
    try input.apply(to: &self)
    contracts = try input.contracts()
    model.apply(choices, to: &self)
    risk.apply(to: &self)
    flags.refitEvery = walk?.refitEvery
  }
}

import Calibration
internal import Policies

extension CalibrationJob {
  /// What the flags of a command ask for, with the first of some models and of the levels as the
  /// policy's.
  init(
    _ input: InputFlags, _ model: ModelFlags, _ choices: [ModelChoice], _ risk: RiskFlags,
    _ walk: WalkFlags?, _ jobs: JobFlags
  ) {
    self.init(version: ToolVersion.current)
    self.jobs = jobs.count
    input.apply(to: &self)
    model.apply(choices, to: &self)
    risk.apply(to: &self)
    flags.refitEvery = walk?.refitEvery
  }

  /// What the flags of a command for one policy ask for: one model and one level at most.
  init(
    _ input: InputFlags, _ model: ModelFlags, _ risk: RiskFlags, _ walk: WalkFlags,
    _ output: OutputFlags
  ) throws {
    let choices = try model.choices()
    for (flag, what, count) in [
      ("--models", "model", choices.count), ("--level", "level", risk.level.count),
    ] where count > 1 {
      throw ToolFailure(
        flag, "a schedule has one \(what), and \(count) are given",
        remedy: "give one, or compare several with margin estimate or margin backtest")
    }
    self.init(input, model, choices, risk, walk, output.jobs)
  }
}

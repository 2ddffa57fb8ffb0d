import Calibration

extension CalibrationJob {
  /// What the flags of a command for one policy ask for: one model and one level at most.
  init(
    _ input: InputFlags, _ model: ModelFlags, _ risk: RiskFlags, _ walk: WalkFlags,
    _ output: OutputFlags
  ) throws {
    let choices = try model.choices()
    try model.requireOneAtMost(choices)
    try risk.requireOneLevelAtMost()
    self.init(version: ToolVersion.current)
    jobs = try output.jobCount()
    try input.apply(to: &self)
    try model.apply(choices, to: &self)
    try risk.apply(to: &self)
    try walk.apply(to: &self)
  }
}

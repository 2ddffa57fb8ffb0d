import ArgumentParser
import Calibration
import Instruments
import Margin
internal import Policies
import Reporting
import RiskMeasures
internal import Statistics

/// `margin estimate`: fitted models side by side.
struct EstimateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Fitted models side by side: parameters, value at risk, expected shortfall.",
    discussion: """
      Without --models those that answer on almost any history are fitted: \
      \(ModelConfiguration.comparedNames.joined(separator: ", ")). A sample's quantile is the \
      inverse of its distribution function, as in textbooks; margin calibrate takes the \
      predictive one.

        margin estimate prices.csv --models historical,student-t --level 0.99,0.975
      """)

  @OptionGroup var input: InputFlags
  @OptionGroup var model: ModelFlags
  @OptionGroup var risk: RiskFlags
  @OptionGroup var output: OutputFlags

  func run() async throws {
    let sides = try risk.sides()
    let format = try output.format()
    let chosen = try model.choices()
    let resolved = try job(chosen).resolved()
    let models = try models(
      chosen.isEmpty ? ModelConfiguration.comparedNames.map(ModelChoice.named) : chosen,
      for: resolved)
    let levels = try resolved.levels(risk.levels())
    let session = try CommandSession(output)
    let loaded = try await session.load(resolved)
    let report = await loaded.estimate(
      models: models, levels: levels, progress: session.following("estimating"))
    try session.finish(
      EstimateRenderer(report: report, sides: sides).rendered(as: format), report.completeness,
      failures: report.failureLines)
  }

  private func job(_ choices: [ModelChoice]) throws(ToolFailure) -> CalibrationJob {
    var job = CalibrationJob(version: ToolVersion.current)
    job.jobs = try output.jobCount()
    try input.apply(to: &job)
    try model.apply(choices, to: &job)
    try risk.apply(to: &job)
    return job
  }

  private func models(
    _ choices: [ModelChoice], for resolved: ResolvedJob
  ) throws -> [LabelledModel] {
    try model.checkUse(by: choices.map(\.name))
    return try resolved.models(
      choices, convention: .inverse, levels: risk.levels())
  }
}

extension ResolvedJob {
  /// The levels given, or the policy's where none are.
  func levels(_ given: [ConfidenceLevel]) -> [ConfidenceLevel] {
    given.isEmpty ? [policy.policy.measure.level] : given
  }
}

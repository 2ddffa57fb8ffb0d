import ArgumentParser
import Backtesting
import Calibration
import Margin
import Reporting
import RiskMeasures

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
    let resolved = try job().resolved()
    let models = try models(for: resolved)
    let levels = try resolved.levels(risk.levels())
    let work = try Work(output)
    let loaded = try await work.load(resolved)
    let report = await loaded.estimate(
      models: models, levels: levels, progress: work.following("estimating"))
    try work.finish(
      EstimateRenderer(report: report, sides: sides).rendered(as: format), report.completeness,
      failures: report.failureLines)
  }

  private func job() throws(ToolFailure) -> CalibrationJob {
    var job = CalibrationJob(version: ToolVersion.current)
    job.jobs = try output.jobCount()
    try input.apply(to: &job)
    try model.apply(to: &job)
    try risk.apply(to: &job)
    return job
  }

  private func models(for resolved: ResolvedJob) throws -> [Model] {
    let named = try model.names()
    let names = named.isEmpty ? ModelConfiguration.comparedNames : named
    try model.checkUse(by: names)
    return try resolved.models(
      named: names, conventionName: QuantileConventionChoice.inverse.rawValue,
      levels: risk.levels())
  }
}

extension ResolvedJob {
  /// The levels given, or the policy's where none are.
  func levels(_ given: [ConfidenceLevel]) -> [ConfidenceLevel] {
    given.isEmpty ? [policy.policy.measure.level] : given
  }

  /// The models, each found able to hold each level.
  func models(
    named names: [String], conventionName: String, levels: [ConfidenceLevel]
  ) throws(ConfigurationError) -> [Model] {
    for level in levels.dropFirst() {
      var other = job
      other.flags.level = level.probability
      let resolved = try other.resolved()
      for name in names { _ = try resolved.model(named: name, conventionName: conventionName) }
    }
    return try names.map { name throws(ConfigurationError) in
      try model(named: name, conventionName: conventionName, levels: levels)
    }
  }
}

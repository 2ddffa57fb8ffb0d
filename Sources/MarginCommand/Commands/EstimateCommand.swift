import ArgumentParser
import Calibration
import Margin
internal import Policies
import Reporting
import RiskMeasures
internal import Statistics

/// `margin estimate`: fits models and prints them side by side.
struct EstimateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Fit models and compare their parameters, value at risk and expected shortfall.",
    discussion: """
      Without --models: \(ModelConfiguration.comparedNames.joined(separator: ", ")). \
      VaR and ES take quantiles of samples by the inverse of the empirical distribution \
      function, as textbooks do. Predictive VaR takes the order statistic that a next loss \
      exceeds with the stated probability, and parameters re-estimated as often as the \
      policy says: it is the number of margin calibrate and margin backtest.

        margin estimate prices.csv
        margin estimate prices.csv --models historical,student-t --level 0.99,0.975
      """)

  @OptionGroup(title: "Input") var input: InputFlags
  @OptionGroup(title: "Model") var model: ModelFlags
  @OptionGroup(title: "Policy") var risk: RiskFlags
  @OptionGroup(title: "Output") var output: OutputFlags

  func run() async throws {
    let chosen = try model.choices()
    let resolved = try CalibrationJob(
      input, model, chosen, risk, nil, output.jobs
    ).resolved()
    let compared =
      chosen.isEmpty ? ModelConfiguration.comparedNames.map(ModelChoice.named) : chosen
    try model.checkUse(by: compared.map(\.name))
    _ = try resolved.models(compared, convention: .inverse, levels: risk.level)
    let session = try CommandSession(output.result)
    let loaded = try await session.load(
      resolved, input, in: input.budget)
    var reports: [EstimateReport] = []
    for part in loaded.parts() {
      reports.append(
        await part.estimate(
          models: try part.resolved.models(compared, convention: .inverse, levels: risk.level),
          predictive: try part.resolved.models(
            compared, convention: .predictive, levels: risk.level),
          levels: part.resolved.levels(risk.level), progress: session.following("estimating")))
    }
    let report = loaded.report(joining: reports)
    try session.finish(
      EstimateRenderer(report: report, sides: risk.sides)
        .rendered(by: output.result), report.completeness, failures: report.failureLines)
  }
}

extension ResolvedJob {
  /// Returns the given levels, or the policy's level where none are given.
  func levels(_ given: [ConfidenceLevel]) -> [ConfidenceLevel] {
    given.isEmpty ? [policy.policy.measure.level] : given
  }
}

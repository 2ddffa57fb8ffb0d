import Calibration
import Forecasting
import Margin
import Policies
import RiskMeasures
import Scheduling
import Statistics
import Text

/// Lists of models: read, resolved and estimated.
struct FuzzedModels: FuzzedInput {
  let name = "models"
  let fileName = "mutant.toml"
  let share = 500

  func seeds(_ folder: FuzzFolder) async throws -> [[UInt8]] {
    let names = ModelConfiguration.names(taking: "window").filter { $0 != "caviar" }
    let single = names.map { "[[model]]\n\($0) = { window = 150 }\n" }
    let pairs = zip(names, names.dropFirst()).map { a, b in
      "[[model]]\n\(a) = {}\n[[model]]\n\(b) = { window = 250 }\n"
    }
    return (single + pairs + Self.more).map { Array($0.utf8) }
  }

  private static let more = [
    "[[model]]\ngarch = { innovations = \"student-t\" }\n[[model]]\ngarch = { innovations = \"normal\","
      + " window = 200, returns = \"log\" }\n",
    "[[model]]\nfiltered-historical = { window = 200, decay = 0.94, horizon-rule = \"simulated-path\" }\n",
    "[[model]]\newma = { window = 100, decay = 0.97, start-up = \"backcast\", innovations = \"student-t\" }\n",
    "[[model]]\nextreme-value = { window = 200, on = \"residuals\" }\n",
    "[[model]]\ncaviar = { window = 500, specification = \"asymmetric-slope\" }\n",
    "[[model]]\nmonte-carlo = { paths = 2000, innovations = \"student-t\" }\n",
  ]

  func run(_ mutant: FuzzedMutant, _ checks: inout FuzzChecks) async throws {
    let list = try ModelList(contentsOf: mutant.path)
    let job = try CalibrationJob(version: "fuzz").resolved()
    let levels = [0.95, 0.99].compactMap { ConfidenceLevel($0) }
    let models = try job.models(
      list.models.map(ModelChoice.listed), convention: .inverse, levels: levels)
    checks.expect(Set(models.map(\.label)).count == models.count, "two models of one label")
    guard mutant.isOne(in: 5), models.count <= 4,
      models.allSatisfy({ FuzzSamples.isQuick($0.configurationJSON ?? "") })
    else { return }
    let run = EstimateRun(models: models, levels: levels, plan: job.plan)
    for estimate in await run.estimates(on: [FuzzSamples.short]) {
      checks.expect(
        estimate.models.count + estimate.failures.count == models.count, "a model without a word")
      for failure in estimate.failures { checks.isSaid(failure.reason, failure.message) }
      for model in estimate.models { checks.isSound(model) }
    }
  }
}

extension FuzzChecks {
  /// The numbers of an estimate are finite; an expected shortfall may be infinite.
  mutating func isSound(_ estimate: ModelEstimate) {
    isFinite(estimate.forecast.volatility, "volatility of \(estimate.label)")
    for risk in estimate.forecast.risks {
      isFinite(risk.valueAtRisk, "VaR of \(estimate.label)")
      expect(!risk.expectedShortfall.isNaN, "ES of \(estimate.label) is NaN")
      isFinite(risk.standardError, "standard error of \(estimate.label)")
      isFinite(risk.lower, "lower end of \(estimate.label)")
      isFinite(risk.upper, "upper end of \(estimate.label)")
    }
  }
}

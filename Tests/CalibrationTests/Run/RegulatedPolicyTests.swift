import Calibration
import Instruments
import Margin
import MarketData
import Policies
import RiskMeasures
import Scheduling
import Statistics
import TestSupport
import Testing

/// What a regulated preset promises of every date, with every tool that may act on it.
@Suite struct RegulatedPolicyTests {
  private static let tools = """
    [[step]]
    damping = { fraction = 0.2 }
    [[step]]
    hysteresis = { direction = "symmetric" }
    [[step]]
    recalibration = { every = "month", emergency-rise = 0.5 }
    [[step]]
    speed-limit = { factor = 1.05, days = 20 }
    [[step]]
    cap = { rate = 0.001 }
    [[step]]
    override = { instrument = "A", rate = 0.0001, from = "2004-01-01", until = "2099-01-01", \
    review = "2004-02-01", author = "A. Analyst", reason = "test" }
    """

  @Test(arguments: ["emir-etd", "emir-client-gross", "cftc", "umr"])
  func noDateIsPublishedBelowTheCalculatedRate(preset: String) async throws {
    let returns = RunSamples.normals(900).enumerated().map { $1 * (($0 / 150) % 2 == 0 ? 1 : 3) }
    let history = RunSamples.history(returns)
    let configuration = try CalibrationConfiguration(
      toml: "preset = \"\(preset)\"\n[model.historical]\nwindow = 250\n" + Self.tools)
    let resolved = try configuration.resolved()
    #expect(resolved.policy.hardMinimum == .calculatedRate)
    let model = try resolved.model.model(
      quantileConvention: .predictive, seed: 1, over: .oneBar, at: [resolved.policy.measure.level])
    let plan = CalibrationPlan(model: model, policy: resolved.policy)
    let schedules = await Calibrator(plan).schedules(for: [history], extent: .history)
    let sides = schedules.flatMap(\.entries).flatMap { [$0.long, $0.short] }.compactMap { $0 }
    #expect(sides.count > 500)
    #expect(!sides.contains { $0.waterfall.isBelowCalculated })
    for side in sides {
      let sum = side.waterfall.lines.reduce(0) { $0 + $1.change.millionths }
      #expect(sum == side.waterfall.published.millionths)
    }
  }

  @Test func aRegulatedPresetKeepsItsMinimumWhateverTheFileSays() {
    for preset in ["emir-etd", "emir-otc", "emir-client-gross", "cftc", "umr"] {
      #expect(throws: ConfigurationError.self) {
        try CalibrationConfiguration(
          toml: "preset = \"\(preset)\"\n[margin]\nhard-minimum = \"none\"\n")
      }
    }
  }
}

import Forecasting
import Margin
import MarketData
import Policies
import RiskMeasures
import RiskModels
import Statistics
import TestSupport
import Testing
import Text
import Volatility

/// The table `[model.extreme-value]` and the model that it makes.
struct ExtremeValueConfigurationTests {
  private func model(_ lines: String, over bars: Int = 1) throws -> ExtremeValue {
    let configuration = try CalibrationConfiguration(toml: "[model.extreme-value]\n" + lines)
    let made = try configuration.model.model(
      quantileConvention: .predictive, seed: 1, over: Horizon(bars: bars), at: [.known(0.99)])
    guard case .single(let single) = made else { throw Joint() }
    return try #require(single as? ExtremeValue)
  }

  private struct Joint: Error {}

  @Test func theDefaultsAreATenthOfAThousandReturns() throws {
    #expect(
      try model("") == ExtremeValue(window: 1000, quantileConvention: .predictive))
  }

  @Test func everyKeyReachesTheModel() throws {
    let made = try model(
      """
      window = 750
      threshold = 1.5
      estimator = "probability-weighted-moments"
      on = "residuals"
      decay = 0.94
      start-up = "backcast"
      returns = "log"
      horizon-rule = "square-root-of-time"
      """, over: 5)
    #expect(
      made
        == ExtremeValue(
          window: 750, threshold: .value(1.5), estimator: .probabilityWeightedMoments,
          sample: .residuals(EWMA(decay: 0.94, startUp: .backcast)), returnConvention: .log,
          quantileConvention: .predictive, horizonRule: .squareRootOfTime))
    #expect(try model("tail-share = 0.05").threshold == .share(0.05))
  }

  @Test(arguments: [
    ("", "square-root-of-time", "overlapping"),
    ("on = \"residuals\"\n", "overlapping", "square-root-of-time"),
  ])
  func aRoadThatLeadsNowhereIsRefused(sample: String, rule: String, other: String) throws {
    let lines = sample + "horizon-rule = \"\(rule)\"\n"
    _ = try model(lines)
    let error = #expect(throws: InputError.self) { _ = try model(lines, over: 2) }
    #expect(error?.location.part == "model.extreme-value.horizon-rule")
    #expect(error?.remedy == "write \"\(other)\"")
  }

  @Test(arguments: ["tail-share = 0.5", "threshold = 0", "estimator = \"hill\"", "on = \"prices\""])
  func aBadValueIsRefused(line: String) {
    #expect(throws: InputError.self) { _ = try model(line) }
  }
}

import Instruments
import RiskMeasures
import RiskModels
import TestSupport
import Testing

/// The example of the module's landing page, as `Scripts/house-rules` compares it.
struct LandingPageTests {
  @Test func theExampleOfRiskModelsRuns() throws {
    let level = ConfidenceLevel.known(0.95)
    let returns = (1 ... 100).map { Double($0 - 100) / 10_000 }
    // example: RiskModels
    let model = Historical(window: 500)
    var estimator = try model.makeEstimator(over: .oneBar)
    for value in returns { estimator.observe(value) }
    let losses = SidedLosses(try estimator.prediction(), contract: .linear, side: .long)
    let valueAtRisk = losses.valueAtRisk(at: level)  // of the next bar
    // end
    #expect(valueAtRisk == 0.0094)
  }
}

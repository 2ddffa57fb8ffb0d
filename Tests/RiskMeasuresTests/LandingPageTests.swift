import Instruments
import RiskMeasures
import TestSupport
import Testing

/// The example of the module's landing page, as `Scripts/house-rules` compares it.
struct LandingPageTests {
  @Test func theExampleOfRiskMeasuresRuns() {
    let level = ConfidenceLevel.known(0.8)
    // example: RiskMeasures
    let returns = EmpiricalReturns(sorted: [-0.04, -0.01, 0, 0.01, 0.02])
    let losses = SidedLosses(returns, contract: .linear, side: .long)
    let valueAtRisk = losses.valueAtRisk(at: level)  // 0.01 at 0.8
    let expectedShortfall = losses.expectedShortfall(at: level)  // 0.04
    // end
    #expect(valueAtRisk == 0.01)
    #expect(expectedShortfall == 0.04)
  }
}

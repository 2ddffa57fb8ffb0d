import Margin
import RiskMeasures
import TestSupport
import Testing

/// The example of the module's landing page, as `Scripts/house-rules` compares it.
struct LandingPageTests {
  @Test func theExampleOfMarginRuns() throws {
    let level = ConfidenceLevel.known(0.99)
    // example: Margin
    let policy = try MarginPolicy(measure: .valueAtRisk(level), steps: [Buffer(share: 0.25)])
    var state = policy.makeState()
    let waterfall = try state.waterfall(given: MarginInputs(position: 0, measured: 0.0401))
    let rate = waterfall.published.fraction  // 0.0505: 0.0401 × 1.25, rounded up to 0.05 %
    // end
    #expect(rate == 0.0505)
  }
}

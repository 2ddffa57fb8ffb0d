import Backtesting
import RiskMeasures
import TestSupport
import Testing

/// The example of the module's landing page, as `Scripts/house-rules` compares it.
struct LandingPageTests {
  @Test func theExampleOfBacktestingRuns() {
    let level = ConfidenceLevel.known(0.99)
    // example: Backtesting
    let test = KupiecTest(exceedances: 7, forecasts: 250, level: level)  // 0.99
    let pValue = test.result().pValue  // 0.0137, exact; 0.0190 asymptotic
    // end
    // Four decimals of the comment.
    #expect(abs((pValue ?? 0) - 0.0137) < 5e-5)
  }
}

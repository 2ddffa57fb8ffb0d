import Dependence
import LinearAlgebra
import Testing

/// The example of the module's landing page, as `Scripts/house-rules` compares it.
struct LandingPageTests {
  @Test func theExampleOfDependenceRuns() throws {
    let days = (0 ..< 30).map { [Double($0 % 3) - 1, Double($0 % 5) - 2] }
    // example: Dependence
    var running = RunningCovariance(.ewma(decay: 0.97), order: 2)
    for day in days { running.observe(day.span) }  // one return per instrument
    let covariance = running.covariance  // of the next day; nil for fewer than 20 days
    // end
    #expect(covariance?.rowCount == 2)
  }
}

import Optimization
import Testing

/// The example of the module's landing page, as `Scripts/house-rules` compares it.
struct LandingPageTests {
  @Test func theExampleOfOptimizationRuns() throws {
    // example: Optimization
    let minimum = try minimize(
      { ($0[0] - 1) * ($0[0] - 1) }, from: [0.2], lowerBounds: [0], upperBounds: [0.5],
      method: .bobyqa)
    let point = minimum.point  // [0.5]
    // end
    #expect(point == [0.5])
  }
}

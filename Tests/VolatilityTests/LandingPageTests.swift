import Statistics
import Testing
import Volatility

/// The example of the module's landing page, as `Scripts/house-rules` compares it.
struct LandingPageTests {
  @Test func theExampleOfVolatilityRuns() throws {
    let stream = RandomStream(seed: 3, identifier: "A")
    let returns = (0 ..< 500).map { 0.01 * stream.normal(path: UInt32($0), step: 0) }
    // example: Volatility
    let model = ConditionalVolatility(recursion: .garch(GARCH()), innovations: .studentT)
    let fit = try VolatilityFit(maximizing: model, on: returns)
    let alpha = fit.values["alpha"]  // the coefficient of the squared residual
    let persistence = fit.persistence  // alpha + beta
    // end
    let beta = try #require(fit.values["beta"])
    #expect(try persistence == #require(alpha) + beta)
    #expect(persistence > 0 && persistence < 1)
  }
}

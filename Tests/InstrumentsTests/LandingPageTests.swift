import Instruments
import Testing

/// The example of the module's landing page, as `Scripts/house-rules` compares it.
struct LandingPageTests {
  @Test func theExampleOfInstrumentsRuns() throws {
    // example: Instruments
    let position = try FuturesPosition(.inverse, .long, size: 60_000, entryPrice: 60_000)
    let profit = position.unrealizedProfit(at: 50_000)  // −0.2 coins
    let notional = position.notional(at: 50_000)  // 1.2 coins
    // end
    // 60,000 (1/60,000 − 1/50,000) and 60,000/50,000, each with a few roundings.
    #expect(abs(profit + 0.2) < 1e-15)
    #expect(abs(notional - 1.2) < 1e-15)
  }
}

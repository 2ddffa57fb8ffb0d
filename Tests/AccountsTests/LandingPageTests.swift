import Accounts
import Instruments
import MarketData
import Testing

/// The example of the module's landing page, as `Scripts/house-rules` compares it.
struct LandingPageTests {
  @Test func theExampleOfAccountsRuns() throws {
    // example: Accounts
    let future = try FuturesPosition(.linear, .long, size: 1, entryPrice: 60_000)
    let position = MarginedFuture(
      future, mark: 61_000, rule: MaintenanceRule(rate: 0.005), initialRate: 0.05)
    let account = Account(
      mode: .cross, collateral: 5_000,
      holdings: [Account.Holding(InstrumentID(rawValue: "BTCUSDT"), position)])
    let state = try account.state()
    let equity = state.equity  // 6000
    let maintenance = state.maintenanceMargin  // 305
    let liquidation = state.parts[0].liquidationPrice.value  // 55276.38…
    // end
    #expect(equity == 6000)
    #expect(maintenance == 305)
    // Equity 5,000 + P − 60,000 is 0.005 P.
    #expect(try abs(#require(liquidation) - 55_000 / 0.995) < 1e-9)
  }
}

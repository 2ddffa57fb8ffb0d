import Accounts
import Instruments
import MarketData
import Testing

@Suite struct AccountTests {
  private func binance(_ mode: Account.Mode) throws -> Account {
    let bitcoin = try FuturesPosition(.linear, .long, size: 109.488, entryPrice: 32481.98)
    let ether = try FuturesPosition(.linear, .long, size: 3683.979, entryPrice: 1456.84)
    let own = mode == .isolated ? 500_000.0 : 0
    return Account(
      mode: mode, collateral: mode == .isolated ? 535443.01 : 1535443.01,
      holdings: [
        Account.Holding(
          InstrumentID(rawValue: "BTCUSDT"),
          MarginedFuture(
            bitcoin, mark: 31967.27, rule: MaintenanceRule(rate: 0.025, deduction: 16_300),
            initialRate: 0.05), margin: own),
        Account.Holding(
          InstrumentID(rawValue: "ETHUSDT"),
          MarginedFuture(
            ether, mark: 1335.18, rule: MaintenanceRule(rate: 0.1, deduction: 135_365),
            initialRate: 0.2), margin: own),
      ])
  }

  @Test func theCrossAccountOfBinance() throws {
    let state = try binance(.cross).state()
    let margins = state.parts.compactMap(\.maintenanceMargin)
    // Venues print ten digits of amounts near 10⁵ and prices to the last bits of a sum near 10⁶.
    #expect(abs(margins[0] - 71200.811444) < 1e-6 && abs(margins[1] - 356512.508122) < 1e-6)
    #expect(state.freeCollateral == state.equity - state.initialMargin && state.orderMargin == 0)
    #expect(abs(state.equity - (1535443.01 - 56354.56848 - 448192.88514)) < 1e-6)
    let prices = try state.parts.map { try #require($0.liquidationPrice.value) }
    #expect(abs(prices[0] - 26316.893264518858) < 1e-8 && abs(prices[1] - 1153.256464239104) < 1e-8)
    let ratio = try #require(state.solvencyRatio)
    #expect(abs(ratio.value - state.equity / 427713.319566) < 1e-9)
    #expect(state.stage == .warning)
    let distance = try #require(state.parts[0].distance)
    #expect(abs(distance - (1 - prices[0] / 31967.27)) < 1e-12)
  }

  @Test func anIsolatedPositionFallsAlone() throws {
    let state = try binance(.isolated).state()
    // 500 000 − 448 193 is less than a quarter of what the ether position must keep; the bitcoin position is free.
    #expect(state.parts.map(\.stage) == [.free, .backstop])
    #expect(state.stage == .backstop)
    #expect(
      abs((state.solvencyRatio?.value ?? 0) - (500_000 - 448192.88514) / 356512.508122) < 1e-9)
    let alone = try #require(state.parts[1].bankruptcyPrice.value)
    #expect(abs(alone - (1456.84 - 500_000 / 3683.979)) < 1e-9)
  }

  @Test(arguments: [
    (120.0, Stage.free), (99, .warning), (72, .warning), (71.9, .restricted), (60, .liquidation),
    (40, .backstop), (0, .backstop), (-0.1, .bankrupt),
  ])
  func stagesFollowTheLadder(equity: Double, stage: Stage) {
    #expect(
      StageLadder().stage(equity: equity, initialMargin: 100, maintenanceMargin: 60) == stage)
  }

  @Test func anEmptyAccountMaintainsNothing() throws {
    let state = try Account(mode: .cross, collateral: 10, holdings: []).state()
    #expect(state.solvencyRatio == nil && state.maintenanceMargin == 0 && state.stage == .free)
  }
}

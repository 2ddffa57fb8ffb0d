import Accounts
import Instruments
import MarketData
import Testing

/// Calls, orders and spot margin.
@Suite struct MarginCallTests {
  private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

  @Test func aCallRestoresItsTarget() throws {
    let now = try time("2024-03-05T10:00")
    let initial = MarginCallRule(to: .initial, minimumTransfer: 10)
    let call = try #require(
      initial.call(equity: 80, initialMargin: 110, maintenanceMargin: 100, at: now))
    let morning = try time("2024-03-06T09:00")
    #expect(call.amount == 30 && call.due == morning)
    let maintenance = MarginCallRule(to: .maintenance, minimumTransfer: 10)
    #expect(
      maintenance.call(equity: 80, initialMargin: 110, maintenanceMargin: 100, at: now)?.amount
        == 20)
    // Above maintenance nobody is called, and little is not called for.
    #expect(initial.call(equity: 100, initialMargin: 110, maintenanceMargin: 100, at: now) == nil)
    #expect(
      maintenance.call(equity: 95, initialMargin: 110, maintenanceMargin: 100, at: now) == nil)
  }

  @Test func aCallAfterTheCutOffIsOfTheNextDay() throws {
    let rule = MarginCallRule(cutOff: 16 * 60, deadline: 9 * 60, days: 1)
    let (before, after) = (try time("2024-02-28T15:59"), try time("2024-02-28T16:00"))
    let (leapDay, march) = (try time("2024-02-29T09:00"), try time("2024-03-01T09:00"))
    #expect(rule.due(of: before) == leapDay && rule.due(of: after) == march)
    let sameDay = MarginCallRule(cutOff: 10 * 60, deadline: 12 * 60, days: 0)
    let (morning, noon) = (try time("2024-02-28T09:00"), try time("2024-02-28T12:00"))
    #expect(sameDay.due(of: morning) == noon)
  }

  @Test func cashSettlesEveryLoss() throws {
    let now = try time("2024-03-05T10:00")
    let rule = MarginCallRule(to: .initial, settlement: .cashDaily)
    func amount(_ equity: Double, loss: Double) -> Double? {
      rule.call(
        equity: equity, initialMargin: 110, maintenanceMargin: 100, dayLoss: loss, at: now)?.amount
    }
    #expect(amount(500, loss: 7) == 7 && amount(500, loss: -7) == nil)
    #expect(amount(90, loss: 7) == 20 && amount(109, loss: 0) == nil)
  }

  /// Paradex's example: short 1 with buys of 3 in all and sells of 2, at 2 % of 90,000.
  @Test func ordersCountOnTheLargerSide() {
    let size = OrderedSize(position: -1, buys: [1, 1, 1], sells: [1, 1])
    #expect(size.buys == 2 && size.sells == 3 && size.size * 90_000 * 0.02 == 5400)
    #expect(OrderedSize(position: 4, buys: [], sells: [1]).size == 4)
  }

  /// OKX's example: 10 times long 1 BTC at 10,000, of which 1.1 BTC are owned and 10,000 owed.
  @Test func aSpotPairIsThatOfOKX() throws {
    func pair(
      quote: SpotPair.Balance, base: SpotPair.Balance, feeRate: Double = 0.001
    ) -> MarginedPair {
      MarginedPair(
        SpotPair(quote: quote, base: base), mark: 10_000, rate: 0.03, feeRate: feeRate)
    }
    let long = pair(quote: .init(owed: 10_000), base: .init(owned: 1.1))
    let price = try #require(long.liquidationPrice.value)
    // Prices near 10⁴ and their differences: a thousand times the last bit.
    #expect(abs(price - 9372.999999999998) < 1e-8)
    let kept = try #require(long.maintenanceMargin)
    let ratio = try #require(SolvencyRatio(equity: long.value, maintenanceMargin: kept))
    #expect(abs(ratio.value - 3.3333333333333366) < 1e-12)
    let growth = 1.03 * 1.001
    #expect(abs(long.pair.value(at: price) - (growth - 1) * 10_000) < 1e-8)
    // Short: 11,000 owned, 1 BTC owed; without a debt there is nothing to liquidate.
    let short = pair(quote: .init(owned: 11_000), base: .init(owed: 1))
    #expect(abs((short.liquidationPrice.value ?? 0) - 11_000 / growth) < 1e-8)
    let free = pair(quote: .init(owned: 5), base: .init(owned: 1), feeRate: 0)
    #expect(free.liquidationPrice.reason == .overCollateralized)
    let broke = pair(quote: .init(owed: 5), base: .init(owed: 1), feeRate: 0)
    #expect(broke.liquidationPrice.reason == .insolvent)
  }
}

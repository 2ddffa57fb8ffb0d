import Accounts
import TestSupport
import Testing

/// Who pays, as venues publish it, and what holds for every allocation.
@Suite struct LossAllocationTests {
  @Test func theQueueOfBitMEX() {
    let rows = [(1, 10.0, 3.0), (2, 10, 6), (3, 20, 1), (4, 30, 4), (5, 20, 5), (6, 10, 2)]
    let queue = DeleveragingQueue(
      rows.map { DeleveragingQueue.Entry(account: $0.0, size: $0.1, score: $0.2) })
    #expect(queue.entries.map(\.account) == [2, 5, 4, 1, 6, 3])
    let closed = queue.closed(covering: 20)
    #expect(closed.parts.map(\.account) == [2, 5] && closed.parts.map(\.size) == [10, 10])
    #expect(closed.rest == 0 && queue.closed(covering: 150).rest == 50)
    #expect(DeleveragingQueue.score(profit: 0.5, leverage: 4) == 2)
    #expect(DeleveragingQueue.score(profit: -0.5, leverage: 4) == -0.125)
  }

  @Test func theStagesOfHyperliquidAndFTX() {
    let ladder = StageLadder()
    let stages = [999.0, 700, 666, -1].map {
      ladder.stage(equity: $0, initialMargin: 2000, maintenanceMargin: 1000)
    }
    #expect(stages == [.liquidation, .liquidation, .backstop, .bankrupt])
    // 10 % initial, 4 % maintenance and 2 % for the backstop of 5 million, as the price falls.
    let flow = StageLadder(restricted: 1, backstop: 0.5)
    let falls = [0, 0.11, 0.165, 0.185, 0.205].map {
      flow.stage(equity: 1e6 - 5e6 * $0, initialMargin: 5e5, maintenanceMargin: 2e5)
    }
    #expect(falls == [.free, .warning, .liquidation, .backstop, .bankrupt])
  }

  @Test func slicesOfCollateral() {
    let slices = HaircutSlices([
      .init(to: 2e6, rate: 0.95), .init(to: 4e6, rate: 0.85), .init(to: 8e6, rate: 0.5),
      .init(rate: 0),
    ])
    #expect(abs(slices.value(of: 5e6) - 4.1e6) < 1e-6)
    #expect(slices.value(of: 1e9) == slices.value(of: 8e6) && slices.value(of: -3) == -3)
    #expect(abs(HaircutSlices([.init(rate: 0.9)]).value(of: 2000) - 1800) < 1e-9)
  }

  @Test func whatIsPaidIsWhatIsMissing() {
    for seed in 0 ..< (SlowTests.enabled ? 10_000 : 300) {
      var g = SeededGenerator(seed: UInt64(seed))
      let profits = (0 ..< 8).map { _ in Double.random(in: -100 ... 100, using: &g) }
      let deficit = Double.random(in: 0 ... 600, using: &g)
      let paid = LossAllocation.socialized(deficit: deficit, profits: profits)
      let won = profits.reduce(0) { $0 + max($1, 0) }
      // Sums of eight amounts up to 100: a thousand times their roundings.
      #expect(abs(paid.reduce(0, +) - min(deficit, won)) < 1e-9)
      #expect(zip(paid, profits).allSatisfy { $0 >= 0 && $0 <= max($1, 0) })
      // The queue covers a size exactly, whatever the order of the accounts.
      let entries = (0 ..< 8).map {
        DeleveragingQueue.Entry(
          account: $0, size: .random(in: 1 ... 9, using: &g),
          score: Double(Int.random(in: 0 ... 3, using: &g)))
      }
      let size = Double.random(in: 0 ... 80, using: &g)
      let closed = DeleveragingQueue(entries).closed(covering: size)
      #expect(abs(closed.parts.reduce(0) { $0 + $1.size } + closed.rest - size) < 1e-9)
      #expect(DeleveragingQueue(entries.shuffled(using: &g)) == DeleveragingQueue(entries))
    }
  }
}

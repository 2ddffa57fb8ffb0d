import Accounts
import RiskMeasures
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

  @Test func theFundTakesTheDifference() throws {
    let long = try FuturesPosition(.linear, .long, size: 1, entryPrice: 3200)
    #expect(LossAllocation.fundChange(long, bankruptcy: 3000, fill: 3060) == 60)
    // dYdX: 100 of collateral, long 500 at 1, filled at 0.77: the fund pays 15.
    let toy = try FuturesPosition(.linear, .long, size: 500, entryPrice: 1)
    let bankruptcy = try #require(toy.bankruptcyPrice(collateral: 100).value)
    #expect(abs(LossAllocation.fundChange(toy, bankruptcy: bankruptcy, fill: 0.77) + 15) < 1e-9)
    #expect(abs(100 + toy.unrealizedProfit(at: 0.801) - 0.5) < 1e-9)
    #expect(abs(LossAllocation.withdrawalFee(unpaid: 1e5, deposits: 1e6) - 1 / 11) < 1e-15)
    #expect(LossAllocation.withdrawalFee(unpaid: 0, deposits: 0) == 0)
  }

  /// Taken over at 2/3 of the bankruptcy price and 1/3 of the mark, an account of 900 leaves 300 to the fund.
  @Test func theBackstopLeavesAThird() throws {
    let long = try FuturesPosition(.linear, .long, size: 10, entryPrice: 1000)
    let bankruptcy = try #require(long.bankruptcyPrice(collateral: 1000).value)
    let price = LossAllocation.backstopPrice(bankruptcy: bankruptcy, mark: 990)
    #expect(abs(price - 930) < 1e-9)
    #expect(abs(1000 + long.unrealizedProfit(at: price) - 300) < 1e-9)
  }

  /// FTX's zero price and dYdX's fillable price.
  @Test func pricesOfWhatIsTakenOver() {
    // Two positions of 60 and 40 % of the margin share 1,000: 600 of 12,000 are 5 %.
    let long = LossAllocation.zeroPrice(.long, mark: 100, notional: 12_000, share: 0.6, value: 1000)
    #expect(abs(long - 95) < 1e-12)
    let short = LossAllocation.zeroPrice(.short, mark: 50, notional: 8000, share: 0.4, value: 1000)
    #expect(abs(short - 52.5) < 1e-12)
    // 1.5 · 3 % below the oracle where nothing is left, at it where the margin is met.
    #expect(
      abs(LossAllocation.fillablePrice(.long, oracle: 100, maintenance: 0.03, ratio: 0) - 95.5)
        < 1e-12)
    #expect(
      abs(LossAllocation.fillablePrice(.short, oracle: 100, maintenance: 0.03, ratio: 0.5) - 102.25)
        < 1e-12)
    #expect(LossAllocation.fillablePrice(.long, oracle: 100, maintenance: 0.03, ratio: 1) == 100)
  }

  /// Derive's account of 100,000 with a buffer margin of −60,000, then of 98,000 and 82,000 while it is auctioned.
  @Test func theAuctionOfASolventAccount() {
    let auction = LiquidationAuction()
    #expect(abs(auction.share(value: 1e5, bufferMargin: -6e4, discount: 0) - 0.375) < 1e-12)
    #expect(abs(auction.fee(value: 1e5, bufferMargin: -6e4) - 3750) < 1e-9)
    #expect(
      abs(auction.share(value: 98_000, bufferMargin: -62_000, discount: 0.12) - 0.418) < 5e-4)
    let bid = auction.bid(share: 0.2, value: 98_000, bufferMargin: -62_000, discount: 0.12)
    #expect(abs(bid.price - 17_248) < 1e-9 && abs(bid.cash - 29_648) < 1e-9)
    let last = auction.share(
      value: 82_000, bufferMargin: -46_000, discount: 0.3, received: 17_248)
    #expect(abs(last - 0.4237) < 5e-5)
    let price = auction.bid(
      share: last, value: 82_000, bufferMargin: -46_000, discount: 0.3, received: 17_248
    ).price
    #expect(abs(price - 19_203.6) < 0.1)
    #expect(auction.bufferMargin(value: 100, maintenance: -100) == -130)
    let discounts = [0, 7.5, 15, 375, 735, 9999].map(auction.discount.at)
    #expect(zip(discounts, [0.05, 0.175, 0.3, 0.65, 1, 1]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(auction.share(value: 1e5, bufferMargin: 1, discount: 0) == 0)
  }

  @Test func theAuctionOfDerive() {
    let auction = InsolvencyAuction(value: -4000, maintenance: -15_000, duration: 60)
    #expect(abs(auction.offer(at: 10) + 5833.333333333333) < 1e-9)
    let taken = auction.taking(0.4, at: 10)
    #expect(abs(taken.payout - 2333.333333) < 0.01 && abs(taken.cash - 3666.666667) < 0.01)
    #expect(auction.offer(at: 0) == -4000 && auction.offer(at: 90) == -15_000)
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
    let shares = [0.012, 0.009, 0.003, -0.001].map {
      LossAllocation.autoClosedShare(marginFraction: $0, autoClose: 0.015)
    }
    #expect(zip(shares, [0.2, 0.4, 0.8, 1]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(LossAllocation.autoClosedShare(marginFraction: 0.02, autoClose: 0.015) == 0)
    #expect(falls == [.free, .warning, .liquidation, .backstop, .bankrupt])
  }

  @Test func slicesOfCollateralAndFunding() throws {
    let slices = HaircutSlices([
      .init(to: 2e6, rate: 0.95), .init(to: 4e6, rate: 0.85), .init(to: 8e6, rate: 0.5),
      .init(rate: 0),
    ])
    #expect(abs(slices.value(of: 5e6) - 4.1e6) < 1e-6)
    #expect(slices.value(of: 1e9) == slices.value(of: 8e6) && slices.value(of: -3) == -3)
    #expect(abs(HaircutSlices([.init(rate: 0.9)]).value(of: 2000) - 1800) < 1e-9)
    let rule = FundingRate(interest: 0.0001)
    for (premium, wanted) in [(0.0003, 0.0001), (0.002, 0.0015), (-0.002, -0.0015)] {
      #expect(abs(rule.rate(atPremium: premium) - wanted) < 1e-15)
    }
    #expect(abs(FundingRate.cap(initial: 0.05, maintenance: 0.03) - 0.12) < 1e-15)
    #expect(FundingRate(interest: 0, band: 0, cap: 0.01).rate(atPremium: -0.5) == -0.01)
  }

  @Test func whatIsPaidIsWhatIsMissing() throws {
    for seed in 0 ..< (SlowTests.enabled ? 10_000 : 300) {
      var g = SeededGenerator(seed: UInt64(seed))
      let profits = (0 ..< 8).map { _ in Double.random(in: -100 ... 100, using: &g) }
      let deficit = Double.random(in: 0 ... 600, using: &g)
      let paid = LossAllocation.socialized(deficit: deficit, profits: profits)
      let won = profits.reduce(0) { $0 + max($1, 0) }
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
      // Funding moves cash from one side to the other.
      let (rate, mark) = (Double.random(in: -0.01 ... 0.01, using: &g), 150 + profits[0])
      for contract in FuturesContract.allCases {
        let long = try FuturesPosition(contract, .long, size: deficit + 1, entryPrice: 90)
        let short = try FuturesPosition(contract, .short, size: deficit + 1, entryPrice: 120)
        #expect(long.funding(rate, at: mark) + short.funding(rate, at: mark) == 0)
      }
    }
  }
}

import Instruments
import Margin
import MarketData
import Statistics
import Testing

@testable import Accounts

/// Accounts walked through prices: the acceptance tests of a simulator.
@Suite struct ReplayTests {
  private static func history(_ bars: [(low: Double, high: Double, close: Double)]) -> PriceHistory
  {
    let times = bars.indices.map { Timestamp(milliseconds: Int64($0) * 3_600_000) }
    return PriceHistory(
      instrument: InstrumentID(rawValue: "BTC"), axis: .times(times), high: bars.map(\.high),
      low: bars.map(\.low),
      close: bars.map(\.close), volume: bars.map { _ in 100 })
  }

  private static func closes(_ closes: [Double]) -> PriceHistory {
    history(closes.map { ($0, $0, $0) })
  }

  /// A walk of hourly moves of 2 % and some of 10 %.
  private static func wild(bars: Int, seed: UInt64 = 5) -> PriceHistory {
    let stream = RandomStream(seed: seed, identifier: "prices")
    var price = 20_000.0
    return history(
      (0 ..< bars).map { bar in
        let jump = stream.uniform(path: 1, step: UInt32(bar)) < 0.02 ? 0.1 : 0.02
        let close = price * max(0.5, 1 + jump * stream.normal(path: 0, step: UInt32(bar)))
        defer { price = close }
        return (min(price, close) * 0.995, max(price, close) * 1.005, close)
      })
  }

  private static func rates(_ maintenance: Double, initial: Double) throws -> ConstantMargins {
    let (open, keep) = (MarginRate(nearest: initial), MarginRate(nearest: maintenance))
    let rates = try #require(MarginRates(initial: open ?? .zero, maintenance: keep ?? .zero))
    return ConstantMargins(long: rates, short: rates)
  }

  private static func drawn(_ count: Int) -> Population {
    var drawn = DrawnPopulation()
    drawn.count = count
    drawn.meanBarsHeld = 40
    return .drawn(drawn)
  }

  @Test func withoutMovesNobodyIsLiquidated() throws {
    let result = try Replay(
      Self.closes(Array(repeating: 100, count: 300)),
      margins: try Self.rates(0.005, initial: 0.008), population: Self.drawn(200),
      subunitsPerUnit: 1
    ).run()
    let events = result.events()
    #expect(events.liquidations == 0 && events.calls == 0 && events.opened > 200)
  }

  @Test(arguments: ReplayRules.LossRule.allCases)
  func moneyIsConservedInEveryBar(_ rule: ReplayRules.LossRule) throws {
    var rules = ReplayRules()
    rules.lossRule = rule
    rules.fundingRate = 0.0003
    rules.targetRatio = 1.3
    rules.participation = 0.2
    rules.impact = 0.05
    rules.feedback = 0.01
    let replay = Replay(
      Self.wild(bars: 400), margins: try Self.rates(0.01, initial: 0.012),
      population: Self.drawn(300), rules: rules, fund: Amount(nearest: 50), subunitsPerUnit: 1)
    let first = try replay.run()
    let events = first.events()
    #expect(events.liquidations > 100 && events.badDebt > .zero)
    #expect(first.bars.allSatisfy { $0.fund >= .zero })
    #expect(rule != .queue || events.deleveraged > 0)
    #expect(rule == .none || events.lossToWinners > .zero)
    #expect(try replay.run() == first)
  }

  @Test func aBrokenRuleIsFound() throws {
    var book = AccountBook(accounts: 2, fund: Amount(nearest: 10))
    book.deposit(Amount(nearest: 100), to: 0)
    book.open(0, lots: 500, at: 2000)
    try book.check(at: 1900)
    // A loss that is written off and charged to nobody.
    var forgiven = book
    forgiven.wallet[0] += Amount(units: 1)
    #expect(throws: LedgerImbalance(difference: Amount(units: 1), openLots: 0)) {
      try forgiven.check(at: 1900)
    }
    var robbed = book
    robbed.fund -= Amount(units: 1)
    #expect(throws: LedgerImbalance(difference: Amount(units: -1), openLots: 0)) {
      try robbed.check(at: 2000)
    }
  }

  /// A unit that comes from nowhere in the middle of a replay fails the bar.
  @Test func aReplayFailsWhereItsBooksDo() throws {
    let history = Self.wild(bars: 20)
    let margins = try Self.rates(0.01, initial: 0.012)
    let rates = try #require(margins.rates(for: .long, at: Timestamp(milliseconds: 0)))
    let sided = SidedRates(long: rates, short: rates)
    let times = try #require(history.axis.times)
    let breaks: [(inout ReplayWalk) -> Void] = [
      { $0.book.wallet[3] += Amount(units: 1) }, { $0.book.fees -= Amount(units: 1) },
      { $0.book.unpaid += Amount(units: 1) }, { $0.book.house += Amount(units: 7) },
    ]
    for breakRule in breaks {
      var walk = ReplayWalk(
        Replay(
          history, margins: margins, population: Self.drawn(50), fund: Amount(nearest: 9),
          subunitsPerUnit: 1)
      )
      for bar in 0 ..< 10 { _ = try walk.bar(bar, at: times[bar], sided) }
      breakRule(&walk)
      #expect(throws: LedgerImbalance.self) { try walk.bar(10, at: times[10], sided) }
    }
  }

  /// Three accounts of one unit at 100: leverage 50, 10 and a short of 20; a fall to 90 with fills at the close.
  @Test func theFundIsThatOfAHandLedger() throws {
    var rules = ReplayRules()
    rules.path = .close
    rules.topUpChance = 0
    rules.liquidationFee = 0.001
    rules.slippage = 0
    let replay = Replay(
      Self.closes([100, 90, 90]), margins: try Self.rates(0.01, initial: 0.02),
      population: .stated([
        .init(.long, notional: 1000, leverage: 50), .init(.long, notional: 1000, leverage: 8),
        .init(.short, notional: 1000, leverage: 20),
      ]), rules: rules, fund: Amount(nearest: 200), subunitsPerUnit: 1)
    let result = try replay.run()
    // The first loses 100 of 20: the fund pays 80. The second has 125 − 100 = 25 above 9.
    #expect(result.bars.map(\.fund.value) == [200, 120, 120])
    #expect(result.events().badDebt == Amount(nearest: 80) && result.events().liquidations == 1)
    // A fund of 30 bears 37 of 100 lots, 29.6 of the 80; the others are closed against the winner, at 98 instead of 90.
    let poor = try Replay(
      replay.history, margins: replay.margins, population: replay.population, rules: rules,
      fund: Amount(nearest: 30), subunitsPerUnit: 1
    ).run().events()
    #expect(poor.lossToWinners == Amount(nearest: 50.4) && poor.unpaid == .zero)
    #expect(poor.deleveragedNotional == Amount(nearest: 567))
    #expect(poor.fundChange == Amount(nearest: -29.6) && poor.badDebt == Amount(nearest: 80))
  }

  @Test func accountsDoNotMeetWithoutCapacityAndFeedback() throws {
    var rules = ReplayRules()
    rules.lossRule = .none
    let margins = try Self.rates(0.01, initial: 0.012)
    let history = Self.wild(bars: 200)
    let clients = (0 ..< 30).map { (account: Int) -> Population.Client in
      let side: Side = account % 3 == 0 ? .short : .long
      return .init(side, notional: 1000 + Double(account), leverage: Double(5 + account))
    }
    rules.topUpChance = 0
    func events(_ clients: [Population.Client]) throws -> ReplayEvents {
      try Replay(
        history, margins: margins, population: .stated(clients), rules: rules, subunitsPerUnit: 1
      )
      .run()
      .events()
    }
    let whole = try events(clients)
    var sum = ReplayEvents()
    for client in clients { sum.add(try events([client])) }
    #expect(whole.badDebt == sum.badDebt && whole.calls == sum.calls)
    #expect(whole.liquidations == sum.liquidations && whole.liquidated == sum.liquidated)
    // Another order of the accounts changes nothing.
    let mixed = try events(clients.reversed())
    #expect(mixed.liquidations == whole.liquidations && mixed.liquidated == whole.liquidated)
    #expect(mixed.calls == whole.calls)
  }

  /// The long owes 80; the short against it is of no size, of a part of it, or of more.
  @Test func whatIsOwedIsCountedOnce() throws {
    var rules = ReplayRules()
    rules.path = .close
    rules.topUpChance = 0
    rules.slippage = 0
    for shorts in [[], [400.0], [5000]] {
      let clients =
        [Population.Client(.long, notional: 1000, leverage: 50)]
        + shorts.map { .init(.short, notional: $0, leverage: 5) }
      let events = try Replay(
        Self.closes([100, 90]), margins: try Self.rates(0.01, initial: 0.02),
        population: .stated(clients), rules: rules, subunitsPerUnit: 1
      ).run().events()
      #expect(events.badDebt == Amount(nearest: 80))
      #expect(events.lossToWinners + events.unpaid == Amount(nearest: 80))
    }
  }

  @Test func capacityMakesPositionsWait() throws {
    var rules = ReplayRules()
    rules.topUpChance = 0
    rules.participation = 0.01
    let clients = (0 ..< 20).map { _ in
      Population.Client(.long, notional: 50, leverage: 20)
    }
    let result = try Replay(
      Self.closes([100, 96, 96, 96, 96, 96, 96, 96, 96, 96, 96, 96, 96, 96]),
      margins: try Self.rates(0.02, initial: 0.03),
      population: .stated(clients), rules: rules, fund: Amount(nearest: 1000), subunitsPerUnit: 1
    ).run()
    // 1 % of 100 · 96 a bar: two of fifty at a time.
    #expect(result.bars[1].events.liquidated.value < 96.1)
    #expect(result.bars[2].open > 0 && result.bars.last?.open == 0)
  }

  /// Twenty longs of leverage 20, cut to a ratio while they wait for capacity, are met by the next fall too.
  @Test func whatHasWaitedIsLiquidatedAgain() throws {
    var rules = ReplayRules()
    rules.topUpChance = 0
    rules.participation = 0.01
    rules.targetRatio = 1.5
    let clients = (0 ..< 20).map { _ in Population.Client(.long, notional: 50, leverage: 20) }
    let fall = Array(repeating: 96.9, count: 12)
    let result = try Replay(
      Self.closes([100] + fall + Array(repeating: 85, count: 30)),
      margins: try Self.rates(0.02, initial: 0.03), population: .stated(clients), rules: rules,
      fund: Amount(nearest: 1000), subunitsPerUnit: 1
    ).run()
    #expect(result.bars[1].events.liquidations > 0 && result.bars[12].open == 20)
    #expect(result.bars.last?.open == 0)
  }

  @Test func feedbackAloneMovesPrices() throws {
    var rules = ReplayRules()
    rules.topUpChance = 0
    let clients = [Population.Client(.long, notional: 5000, leverage: 20)]
    func last(_ feedback: Double) throws -> Double? {
      rules.feedback = feedback
      return try Replay(
        Self.closes([100, 95, 95]), margins: try Self.rates(0.02, initial: 0.03),
        population: .stated(clients), rules: rules, fund: Amount(nearest: 1000), subunitsPerUnit: 1
      ).run().bars.last?.mark
    }
    #expect(try last(0) == 95)
    let moved = try last(0.1)
    #expect(moved.map { $0 < 95 } == true)
  }
}

import Glibc
import Instruments
import Margin
import MarketData
import Statistics
import TestSupport
import Testing

@testable import Accounts

/// Replays under tiers of size, and of inverse contracts.
@Suite struct ReplayTierTests {
  private static func history(_ closes: [Double], spread: Double = 0) -> PriceHistory {
    let opens = [closes[0]] + closes.dropLast()
    return PriceHistory(
      instrument: InstrumentID(rawValue: "BTC"),
      axis: .times(closes.indices.map { Timestamp(milliseconds: Int64($0) * 3_600_000) }),
      open: opens, high: zip(opens, closes).map { max($0, $1) * (1 + spread) },
      low: zip(opens, closes).map { min($0, $1) * (1 - spread) }, close: closes,
      volume: closes.map { _ in 1000 })
  }

  private static func wild(_ seed: UInt64, bars: Int = 60) -> PriceHistory {
    let stream = RandomStream(seed: seed, identifier: "tiers")
    var closes = [20_000.0]
    for bar in 1 ..< bars {
      closes.append(
        closes[bar - 1] * max(0.7, 1 + 0.02 * stream.normal(path: 0, step: UInt32(bar))))
    }
    return history(closes, spread: 0.002)
  }

  private static func table(_ rows: [(cap: String, rate: String, leverage: String)]) throws
    -> TierTable
  {
    var floor = "0"
    var tiers: [Tier] = []
    for row in rows {
      let numbers = [floor, row.cap, row.rate, row.leverage].compactMap { DecimalNumber($0) }
      try #require(numbers.count == 4)
      tiers.append(
        Tier(floor: numbers[0], cap: numbers[1], rate: numbers[2], maximumLeverage: numbers[3]))
      floor = row.cap
    }
    return try TierTable(symbol: "BTC", tiers: tiers)
  }

  private static func margins(_ maintenance: Double, _ initial: Double) throws -> ConstantMargins {
    let (open, keep) = (MarginRate(nearest: initial), MarginRate(nearest: maintenance))
    let rates = try #require(MarginRates(initial: open ?? .zero, maintenance: keep ?? .zero))
    return ConstantMargins(long: rates, short: rates)
  }

  private static func rules(_ change: (inout ReplayRules) -> Void = { _ in }) -> ReplayRules {
    var rules = ReplayRules()
    rules.topUpChance = 0
    change(&rules)
    return rules
  }

  /// A table of one tier asks what its rate asks.
  @Test func oneTierIsOneRate() throws {
    let tiers = ReplayTiers(try Self.table([("1e12", "0.01", "50")]))
    for seed in 0 ..< 20 {
      let population = Population.stated(
        (0 ..< 20).map { (account: Int) -> Population.Client in
          let side: Side = account % 2 == 0 ? .long : .short
          let place = Double(account)
          return .init(side, notional: 500 + 37 * place, leverage: 5 + place * 3)
        })
      func run(_ tiers: ReplayTiers?) throws -> ReplayEvents {
        try Replay(
          Self.wild(UInt64(seed)), margins: try Self.margins(0.01, 0.02), tiers: tiers,
          population: population, rules: Self.rules(), fund: Amount(nearest: 1000),
          subunitsPerUnit: 1
        ).run().events()
      }
      let (rates, tiered) = (try run(nil), try run(tiers))
      #expect(rates.liquidations == tiered.liquidations && rates.calls == tiered.calls)
      #expect(abs((rates.liquidated - tiered.liquidated).value) < 1)
    }
  }

  /// Splitting an account: nothing under one rate, fewer liquidations under tiers, the same again where owners are held together.
  @Test func splittingPaysUnderTiersUntilOwnersAreHeldTogether() throws {
    let tiers = ReplayTiers(
      try Self.table([("50000", "0.005", "100"), ("100000", "0.06", "15"), ("1e9", "0.1", "8")]))
    var (evaded, differs) = (0, 0)
    for seed in 0 ..< 40 {
      let stream = RandomStream(seed: UInt64(seed), identifier: "split")
      let whole = (0 ..< 12).map { (account: Int) -> Population.Client in
        let side: Side = account % 2 == 0 ? .long : .short
        let notional = 60_000 + 40_000 * stream.uniform(path: 1, step: UInt32(account))
        let leverage = 10 + 4 * stream.uniform(path: 2, step: UInt32(account))
        return .init(side, notional: notional, leverage: leverage, owner: "\(account)")
      }
      let halves = whole.flatMap { client in
        [0, 1].map { _ in
          Population.Client(
            client.side, notional: client.notional / 2, leverage: client.leverage,
            owner: client.owner)
        }
      }
      func run(
        _ clients: [Population.Client], _ tiers: ReplayTiers?, byOwner: Bool = false
      ) throws -> ReplayEvents {
        try Replay(
          Self.wild(UInt64(seed), bars: 10), margins: try Self.margins(0.02, 0.03), tiers: tiers,
          population: .stated(clients),
          rules: Self.rules {
            $0.marginsByOwner = byOwner
            $0.callRatio = 1
          }, fund: Amount(nearest: 1e6), subunitsPerUnit: 1
        ).run().events()
      }
      // A lot is worth less than 10: sizes are rounded by half of one, 36 times.
      let (one, two) = (try run(whole, nil), try run(halves, nil))
      #expect(two.liquidations == 2 * one.liquidations)
      #expect(abs((two.liquidated - one.liquidated).value) < 180, "\(seed)")
      let (large, small) = (try run(whole, tiers), try run(halves, tiers))
      #expect(small.liquidations <= 2 * large.liquidations, "\(seed)")
      evaded += small.liquidations < 2 * large.liquidations ? 1 : 0
      let together = try run(halves, tiers, byOwner: true)
      #expect(together.liquidations == 2 * large.liquidations, "\(seed)")
      #expect(abs((together.liquidated - large.liquidated).value) < 180, "\(seed)")
      differs += large.liquidations > 0 ? 1 : 0
    }
    #expect(evaded > 10 && differs > 20)
  }

  @Test func sizesEndAtTheLastCap() throws {
    let tiers = ReplayTiers(try Self.table([("1000", "0.01", "50"), ("5000", "0.02", "20")]))
    let result = try Replay(
      Self.history([100, 100]), margins: try Self.margins(0.01, 0.02), tiers: tiers,
      population: .stated([.init(.long, notional: 9000, leverage: 100)]), rules: Self.rules(),
      subunitsPerUnit: 1
    ).run()
    #expect(result.bars[0].notional.value <= 5000 && result.bars[0].notional.value > 4999)
    // 1/20 of the notional, whatever leverage was wanted.
    #expect(abs(result.bars[0].collateral.value - 250) < 1)
  }

  // MARK: - Inverse contracts

  /// A long of 10,000 dollars at 50,000, leverage 10: 0.02 coins; liquidated where the closed form says, filled there.
  @Test func anInverseLongIsLiquidatedAtItsPrice() throws {
    let position = try FuturesPosition(.inverse, .long, size: 10_000, entryPrice: 50_000)
    let closed = try #require(
      position.liquidationPrice(free: 0.02, rule: MaintenanceRule(rate: 0.01)).value)
    let result = try Replay(
      Self.history([50_000, 50_000, 44_000]), contract: .inverse,
      margins: try Self.margins(0.01, 0.02),
      population: .stated([.init(.long, notional: 10_000, leverage: 10)]),
      rules: Self.rules {
        $0.slippage = 0
        $0.liquidationFee = 0
      }
    ).run()
    let events = result.events()
    #expect(events.liquidations == 1 && events.badDebt == .zero)
    #expect(abs(result.value(result.bars[0].collateral) - 0.02) < 1e-8)
    #expect(abs(result.value(events.liquidated) - position.notional(at: closed)) < 1e-6)
    #expect(abs(result.bars[2].mark - 44_000) < 1)
    // A maintenance margin is left: nobody's loss. At 44,000 at once the loss is 10,000 · (1/44,000 − 1/50,000) of 0.02.
    let gap = try Replay(
      Self.history([50_000, 50_000, 40_000]), contract: .inverse,
      margins: try Self.margins(0.01, 0.02),
      population: .stated([.init(.long, notional: 10_000, leverage: 10)]),
      rules: Self.rules {
        $0.path = .close
        $0.slippage = 0
        $0.liquidationFee = 0
        $0.lossRule = .none
      }, fund: .zero
    ).run()
    let (there, here) = (1 / 40_000.0, 1 / 50_000.0)
    let owed = 10_000 * (there - here) - 0.02
    #expect(abs(gap.value(gap.events().badDebt) - owed) < 1e-6)
    #expect(gap.events().unpaid == gap.events().badDebt)
  }

  /// An inverse market is the linear market of 1/P with the sides exchanged, to the unit.
  @Test func inverseIsLinearOnTheInverse() throws {
    for seed in 0 ..< UInt64(30) {
      let prices = Self.wild(seed)
      let clients = (0 ..< 20).map { (account: Int) -> Population.Client in
        let side: Side = account % 3 == 0 ? .short : .long
        return .init(side, notional: 2000 + 100 * Double(account), leverage: 8 + Double(account))
      }
      let margins = try Self.margins(0.02, 0.03)
      let rules = Self.rules {
        $0.fundingRate = 0.001
        $0.fundingBars = 5
      }
      let coins = Replay(
        prices, contract: .inverse, margins: margins, population: .stated(clients), rules: rules,
        fund: Amount(nearest: 1))
      // The same in subunits of a coin.
      let subunits = coins.subunitsPerUnit
      #expect(subunits >= 100)
      func invert(_ field: [Double]?) -> [Double]? { field.map { $0.map { subunits / $0 } } }
      let inverse = PriceHistory(
        instrument: prices.instrument, axis: prices.axis, open: invert(prices.open),
        high: invert(prices.low), low: invert(prices.high),
        close: prices.close.map { subunits / $0 })
      let mirrored = clients.map { client in
        Population.Client(
          client.side == .long ? .short : .long,
          notional: client.notional * subunits / prices.close[0],
          leverage: client.leverage)
      }
      let a = try coins.run()
      let b = try Replay(
        inverse, margins: margins, population: .stated(mirrored),
        rules: Self.rules {
          $0.fundingRate = -0.001
          $0.fundingBars = 5
        }, fund: Amount(nearest: subunits), subunitsPerUnit: 1
      ).run()
      #expect(a.events() == b.events(), "\(seed)")
      #expect(a.bars.map(\.fund) == b.bars.map(\.fund))
    }
  }

  // MARK: - Units

  /// A client of 100 at a thousand times the lowest price holds 100, not a lot worth thousands; the books still add up.
  @Test(arguments: Contract.allCases)
  func sizesAreCloseToWhatIsWanted(contract: Contract) throws {
    let closes = [10_000.0] + (0 ..< 12).map { 10_000 / pow(2, Double($0)) }
    let clients = [100.0, 12.34, 5e5].map { Population.Client(.short, notional: $0, leverage: 2) }
    let replay = Replay(
      Self.history(closes), contract: contract, margins: try Self.margins(0.01, 0.02),
      population: .stated(clients), rules: Self.rules())
    let result = try replay.run()
    let price = contract == .inverse ? 10_000.0 : 1
    let wanted = clients.reduce(0) { $0 + $1.notional } / price
    #expect(replay.subunitsPerUnit > 1)
    #expect(abs(result.value(result.bars[0].notional) / wanted - 1) < 1e-6)
    let first = try Replay(
      Self.history(closes), contract: contract, margins: try Self.margins(0.01, 0.02),
      population: .stated([clients[1]]), rules: Self.rules()
    ).run()
    #expect(
      abs(first.value(first.bars[0].notional) * price - 12.34) < 1e-3)
  }

  /// As fine as there is room for, and no finer; what has no room is told before.
  @Test func subunitsFollowTheWorth() throws {
    func replay(_ notional: Double, fund: Double = 0) throws -> Replay {
      Replay(
        Self.history([100, 150]), margins: try Self.margins(0.01, 0.02),
        population: .stated([.init(.long, notional: notional, leverage: 2)]), rules: Self.rules(),
        fund: Amount(nearest: fund))
    }
    #expect(try replay(100).subunitsPerUnit == 1e6 && replay(1e9).subunitsPerUnit == 100)
    #expect(try replay(1e9, fund: 1e11).subunitsPerUnit == 1 && replay(6e11).subunitsPerUnit == 1)
    let result = try replay(1e9, fund: 5).run()
    #expect(result.value(result.bars[0].fund) == 5)
  }
}

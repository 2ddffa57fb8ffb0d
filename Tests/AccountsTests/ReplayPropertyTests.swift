import Instruments
import Margin
import MarketData
import Statistics
import TestSupport
import Testing

@testable import Accounts

/// Invariants 17 and 35 to 37 of replays: small markets, drawn by address, ten thousand in release.
@Suite struct ReplayPropertyTests {
  private static var cases: UInt32 { SlowTests.enabled ? 10_000 : 300 }

  /// A tick of each lot: a lot is worth 1 to 10 millionths times the ticks of the lowest price, a position up to 2,000.
  private static let roundings: Int64 = 20_000

  private static func gap(_ a: Amount, _ b: Amount) -> Int64 { abs((a - b).units) }

  /// The books add up in every bar or the replay throws; a fund is never below zero; no bar knows a later one.
  @Test func everyMarketAddsUpAndKnowsNoFuture() throws {
    var (liquidations, deleveraged, unpaid) = (0, 0, 0)
    for path in 0 ..< Self.cases {
      var draw = Draw("markets", path)
      let history = draw.history(bars: 12, deviation: draw.uniform(0.01 ... 0.12))
      let (clients, margins, rules) = (draw.clients(6), try draw.rates(), draw.rules())
      let fund = Amount(nearest: draw.uniform(0 ... 100))
      func run(_ history: PriceHistory) throws -> ReplayResult {
        try Replay(
          history, margins: margins, population: .stated(clients), rules: rules, fund: fund,
          subunitsPerUnit: 1
        ).run()
      }
      let whole = try run(history)
      #expect(whole.bars.allSatisfy { $0.fund >= .zero })
      #expect(try run(history) == whole)
      let times = try #require(history.axis.times)
      let first = try run(history.clipped(from: nil, through: times[6]))
      #expect(first.bars == Array(whole.bars.prefix(7)))
      let events = whole.events()
      liquidations += events.liquidations
      deleveraged += events.deleveraged
      unpaid += events.unpaid > .zero ? 1 : 0
    }
    #expect(liquidations > 0 && deleveraged > 0 && unpaid > 0)
  }

  /// Without fees and slippage, what was owed is what fund, winners and nobody paid: in proportion to the unit, by the queue to a
  /// tick of each lot.
  @Test func whatIsOwedIsWhatIsPaid() throws {
    var owing = 0
    for path in 0 ..< Self.cases {
      var draw = Draw("markets", path)
      let history = draw.history(bars: 12, deviation: draw.uniform(0.03 ... 0.15))
      let (clients, margins) = (draw.clients(6), try draw.rates())
      var rules = draw.rules()
      (rules.slippage, rules.impact, rules.liquidationFee) = (0, 0, 0)
      (rules.fundingRate, rules.targetRatio, rules.participation) = (0, nil, nil)
      let events = try Replay(
        history, margins: margins, population: .stated(clients), rules: rules,
        fund: Amount(nearest: draw.uniform(0 ... 60)), subunitsPerUnit: 1
      ).run().events()
      let paid = events.lossToWinners - events.fundChange + events.unpaid
      owing += events.badDebt > .zero ? 1 : 0
      #expect(
        Self.gap(paid, events.badDebt) <= (rules.lossRule == .queue ? Self.roundings : 0),
        "\(path)")
    }
    #expect(owing > Int(Self.cases) / 10)
  }

  /// Accounts in another order meet the same fate.
  ///
  /// Their numbers break ties: of those who all take the most leverage, and of what waits and is filled where all have opened.
  @Test func theOrderOfAccountsIsNothing() throws {
    for path in 0 ..< Self.cases {
      var draw = Draw("markets", path)
      let history = draw.history(bars: 12, deviation: draw.uniform(0.02 ... 0.2))
      let (clients, margins) = (draw.clients(6, leverage: 3 ... 20), try draw.rates())
      var rules = draw.rules()
      (rules.topUpChance, rules.participation) = (0, nil)
      func run(_ clients: [Population.Client]) throws -> ReplayResult {
        try Replay(
          history, margins: margins, population: .stated(clients), rules: rules,
          fund: Amount(nearest: 50), subunitsPerUnit: 1
        ).run()
      }
      // Shares of a pro-rata loss are rounded up one after the other, so that the last pays less.
      if rules.lossRule == .proRata { rules.lossRule = .none }
      let (a, b) = (try run(clients), try run(clients.reversed()))
      #expect(a == b, "\(path)")
    }
  }

  /// One loser and its winners: a larger fund never means that more is taken from them.
  @Test func aLargerFundIsNeverMoreDeleveraging() throws {
    var fewer = 0
    for path in 0 ..< Self.cases {
      var draw = Draw("markets", path)
      let history = draw.history(bars: 6, deviation: draw.uniform(0.05 ... 0.15))
      let clients =
        [Population.Client(.long, notional: 1000, leverage: draw.uniform(20 ... 60))]
        + [0, 1].map { _ in
          Population.Client(.short, notional: draw.uniform(300 ... 900), leverage: 2)
        }
      let margins = try Draw.rates(0.005, initial: 0.01)
      var rules = ReplayRules()
      (rules.topUpChance, rules.path) = (0, draw.chance(0.5) ? .close : .worst)
      func run(_ fund: Double) throws -> ReplayEvents {
        try Replay(
          history, margins: margins, population: .stated(clients), rules: rules,
          fund: Amount(nearest: fund), subunitsPerUnit: 1
        ).run().events()
      }
      let least = draw.uniform(0 ... 80)
      let (poor, rich) = (try run(least), try run(least + draw.uniform(0 ... 80)))
      #expect(rich.deleveragedNotional <= poor.deleveragedNotional, "\(path)")
      #expect(rich.lossToWinners <= poor.lossToWinners, "\(path)")
      fewer += rich.lossToWinners < poor.lossToWinners ? 1 : 0
    }
    #expect(fewer > Int(Self.cases) / 20)
  }

  /// One account: more maintenance is never more bad debt, and is liquidated no later.
  @Test func moreMaintenanceIsNeverMoreBadDebt() throws {
    var (early, late, differs) = (0, 0, 0)
    for path in 0 ..< Self.cases {
      var draw = Draw("markets", path)
      let history = draw.history(bars: 12, deviation: draw.uniform(0.01 ... 0.06))
      var rules = ReplayRules()
      (rules.topUpChance, rules.path) = (
        0, draw.element(of: ReplayRules.Path.allCases)
      )
      let clients = [Population.Client(.long, notional: 1000, leverage: 30)]
      func run(_ maintenance: Double) throws -> ReplayEvents {
        try Replay(
          history, margins: try Draw.rates(maintenance, initial: 0.03),
          population: .stated(clients), rules: rules, fund: Amount(nearest: 1000),
          subunitsPerUnit: 1
        ).run().events()
      }
      let (low, high) = (try run(0.005), try run(0.01))
      #expect(high.badDebt <= low.badDebt && high.liquidations >= low.liquidations, "\(path)")
      early += high.liquidations
      late += low.liquidations
      differs += high.badDebt < low.badDebt ? 1 : 0
    }
    #expect(early > late && differs > 0)
  }
}

/// A market of a few accounts and a dozen bars.
extension Draw {
  fileprivate mutating func history(bars: Int, deviation: Double) -> PriceHistory {
    var close = 100.0
    var (lows, highs, closes) = ([Double](), [Double](), [Double]())
    for _ in 0 ..< bars {
      let next = close * max(0.6, 1 + deviation * (uniform(-1 ... 1) + uniform(-1 ... 1)))
      lows.append(min(close, next) * uniform(0.98 ... 0.999))
      highs.append(max(close, next) * uniform(1.001 ... 1.02))
      closes.append(next)
      close = next
    }
    return PriceHistory(
      instrument: InstrumentID(rawValue: "X"),
      axis: .times(closes.indices.map { Timestamp(milliseconds: Int64($0) * 3_600_000) }),
      high: highs, low: lows, close: closes,
      volume: closes.map { _ in uniform(5 ... 50) })
  }

  fileprivate mutating func clients(
    _ count: Int, leverage: ClosedRange<Double> = 3 ... 60
  ) -> [Population.Client] {
    (0 ..< count).map { _ in
      Population.Client(
        side(), notional: uniform(100 ... 2000),
        leverage: uniform(leverage))
    }
  }

  fileprivate mutating func rates() throws -> ConstantMargins {
    let kept = uniform(0.004 ... 0.03)
    return try Self.rates(kept, initial: kept * uniform(1 ... 1.5))
  }

  fileprivate static func rates(_ maintenance: Double, initial: Double) throws -> ConstantMargins {
    let (open, keep) = (MarginRate(nearest: initial), MarginRate(nearest: maintenance))
    let rates = try #require(MarginRates(initial: open ?? .zero, maintenance: keep ?? .zero))
    return ConstantMargins(long: rates, short: rates)
  }

  fileprivate mutating func rules() -> ReplayRules {
    var rules = ReplayRules()
    rules.path = element(of: ReplayRules.Path.allCases)
    rules.lossRule = element(of: ReplayRules.LossRule.allCases)
    rules.topUpChance = uniform(0 ... 1)
    if chance(0.5) { rules.targetRatio = uniform(1.05 ... 2) }
    if chance(0.5) { rules.participation = uniform(0.1 ... 1) }
    rules.impact = uniform(0 ... 0.05)
    rules.fundingRate = uniform(-0.002 ... 0.002)
    rules.fundingBars = 3
    return rules
  }
}

import Accounts
import Instruments
import MarketData
import RiskMeasures
import Statistics
import TestSupport
import Testing

/// Portfolios by scenarios with what is charged beside them: the examples of venues, and what holds for every book.
@Suite struct PortfolioRuleTests {
  private static var cases: UInt32 { SlowTests.enabled ? 10_000 : 300 }

  /// The unit test of Derive's contracts, with their parameters of that time: signed totals to a millionth.
  @Test func theTotalsOfTheUnitTestOfDerive() {
    let years = 500_400.0 / 31_536_000
    let call = ScenarioPosition(
      .option(VanillaOption(.call, strike: 1500, years: years), volatility: 1.0478844940849863),
      amount: -1, forward: 1500.833279310994, index: 1500)
    func rule(_ charges: [PortfolioRule.Charge]) -> PortfolioRule {
      PortfolioRule(
        name: "test", date: "2023", source: "v2-core",
        scenarios: ScenarioMargin(
          ScenarioMargin.grid(range: 0.15, buckets: 3),
          shock: VolatilityShock(up: 0.45, down: 0.3, longPower: 0.3), initialFactor: 1.3),
        charges: charges)
    }
    let margin = rule([.shortOptions(rate: 0.01)]).requirement(of: [call])
    #expect(abs(margin.charges - 15) < 1e-9)
    #expect(abs(call.markToMarket - margin.maintenanceMargin + 301.768534860364) < 1e-6)
    #expect(abs(call.markToMarket - margin.initialMargin + 368.487619761756) < 1e-6)
    #expect(margin.worst == Scenario(0.15, .up))
    let forward = rule([.forward(constant: 0.25, slope: 0.01, move: 0.05)]).requirement(of: [call])
    #expect(abs(forward.charges - 11.275911269415126) < 1e-6)
  }

  /// Deribit's simulator by its preset: the whole of the printed margins but for market makers and orders.
  @Test func theSimulatorOfDeribitByItsPreset() throws {
    let rule = try #require(PortfolioRule.preset("deribit-2024-06"))
    let margin = rule.requirement(
      of: [0.314538364, -0.001187534].map {
        ScenarioPosition(.inverseFuture, amount: $0, forward: 65_000)
      })
    #expect(abs(margin.scan - 0.05968587238095239) < 5e-9)
    #expect(abs(margin.charges - 0.00315725898) < 5e-9)
    #expect(abs(margin.initialMargin + 0.06 + 1.8212e-05 - 0.122861343) < 5e-9)
    #expect(abs(margin.maintenanceMargin - 0.050274504784) < 5e-9)
  }

  /// dederi: ten futures at 2,253.2 lose 3,380 at −15 %, and 0.6 % of the index is charged on each.
  @Test func theFutureOfDederi() {
    let rule = PortfolioRule(
      name: "dederi", date: "2024", source: "wiki.dederi.io",
      scenarios: ScenarioMargin(
        [Scenario(-0.15)], shock: VolatilityShock(up: 0, down: 0)),
      charges: [.contingency(initial: 0.006, maintenance: 0.006)])
    let margin = rule.requirement(
      of: [ScenarioPosition(.future, amount: 10, forward: 2253.2, index: 2243.3)])
    #expect(abs(margin.scan - 3380) < 0.5 && margin.charges == 0)
    #expect(abs(margin.initialMargin - margin.scan - 134.6) < 0.5)
  }

  /// OKX: a hedge of ten million by slices at their own rates is charged 202,500; 30,000 at 1 and then 2 are 50,000.
  @Test func theSlicesOfOKX() {
    let hedge = RateSlices([
      .init(to: 1e6, rate: 0.0075), .init(to: 5e6, rate: 0.0175), .init(to: 1e7, rate: 0.025),
    ])
    #expect(abs(hedge.sum(1e7) - 202_500) < 1e-6)
    let least = RateSlices([.init(to: 10_000, rate: 1), .init(to: 70_000, rate: 2)])
    #expect(max(40_000, least.sum(30_000)) == 50_000 && least.sum(-1) == 0)
  }

  /// Ten calls sold at 2,000 and six of the underlying at 1,900, as independent code computes their margins.
  @Test func theBookOfTheStudy() throws {
    let book = [
      ScenarioPosition(
        .option(VanillaOption(.call, strike: 2000, years: 0.1), volatility: 0.7), amount: -10,
        forward: 1900), ScenarioPosition(.future, amount: 6, forward: 1900),
    ]
    for (name, initial, maintenance) in [
      ("derive-pm2", 2378.326852719103, 1879.8614821752826),
      ("paradex-2025", 1517.536866879553, 758.7684334397765),
      ("tims-15", 797.9244564588862, 797.9244564588862),
    ] {
      let margin = try #require(PortfolioRule.preset(name)).requirement(of: book)
      #expect(abs(margin.initialMargin - initial) < 1e-9 * initial, "\(name)")
      #expect(abs(margin.maintenanceMargin - maintenance) < 1e-9 * maintenance, "\(name)")
    }
  }

  /// Rows and factors of the presets as their sources count them.
  @Test func presetsHaveTheirRows() throws {
    let rows = ["deribit-2024-06": 27, "derive-pm2": 31, "paradex-2025": 24, "span-nse-index": 16]
    for (name, count) in rows {
      #expect(PortfolioRule.preset(name)?.scenarios.scenarios.count == count, "\(name)")
    }
    // One long future loses the range: 16, 18, 16, 7.1 and 15 % of its value; far rows are never worse.
    let losses = [0.16, 0.18, 0.16, 0.071, 0.15]
    for (rule, loss) in zip(PortfolioRule.presets, losses) {
      for amount in [1.0, -1] {
        let scan = rule.requirement(of: [ScenarioPosition(.future, amount: amount, forward: 100)])
          .scan
        #expect(abs(scan / 100 - loss) < 0.001, "\(rule.name)")
      }
    }
  }

  // MARK: - Books of an account

  private static let bitcoin = InstrumentID(rawValue: "BTC")

  /// Long and short of one instrument: where equity by an independent sum is the margin, by hand from both legs.
  @Test(.tags(.slow)) func bothLegsOfAHedgeShareTheirPrice() throws {
    var found = 0
    for path in 0 ..< Self.cases {
      var draw = Draw("books", path)
      let contract = draw.element(of: FuturesContract.allCases)
      func leg(_ side: Side) throws -> Account.Holding {
        Account.Holding(
          Self.bitcoin,
          try FuturesPosition(
            contract, side, size: draw.uniform(1 ... 9), entryPrice: draw.uniform(80 ... 120)),
          mark: 100, rule: MaintenanceRule(rate: draw.uniform(0 ... 0.1)),
          fee: draw.uniform(0 ... 0.01))
      }
      let legs = [try leg(.long), try leg(.short)]
      let scale = contract == .inverse ? 0.01 : 100
      let account = Account(
        mode: .cross, collateral: draw.uniform(0 ... 3) * scale, holdings: legs)
      let state = try account.state()
      for part in state.parts {
        guard let price = part.liquidationPrice.value else { continue }
        found += 1
        #expect(price > 0 && price.isFinite)
        var (equity, required) = (account.collateral, 0.0)
        for leg in legs {
          guard case .futures(let position) = leg.claim else { continue }
          equity += position.unrealizedProfit(at: price)
          let notional = position.notional(at: price)
          required += notional * (leg.rule.largestRate + leg.fee)
        }
        #expect(abs(equity - required) <= 1e-9 * max(required, scale), "\(path)")
      }
      // A long falls below today's price while there is something left, a short above it.
      let free = account.collateral + legs.reduce(0) { $0 + $1.value - $1.closing }
      for part in state.parts where free > state.maintenanceMargin {
        #expect((part.distance ?? 1) >= 0, "\(path)")
      }
    }
    #expect(found > Int(Self.cases) / 2)
  }

  /// One future beside another instrument: the search of prices meets the closed form.
  @Test func theSearchMeetsTheClosedForm() throws {
    for path in 0 ..< Self.cases / 10 {
      var draw = Draw("books", path)
      let position = try FuturesPosition(
        .linear, draw.side(), size: draw.uniform(1 ... 9), entryPrice: draw.uniform(80 ... 120))
      let rule = MaintenanceRule(rate: draw.uniform(0.001 ... 0.1))
      func account(_ more: [Account.Holding]) -> Account {
        Account(
          mode: .cross, collateral: 400,
          holdings: [Account.Holding(Self.bitcoin, position, mark: 100, rule: rule)] + more)
      }
      let exact = try account([]).state().parts[0].liquidationPrice
      // An option of no worth and no margin sends the account to the search.
      let worthless = OptionPosition(
        VanillaOption(.call, strike: 1e7, years: 0), .long, size: 1, index: 100, volatility: 1)
      let found = try account([
        Account.Holding(InstrumentID(rawValue: "C"), worthless, underlying: Self.bitcoin)
      ]).state().parts[0].liquidationPrice
      #expect(exact.reason == found.reason, "\(path)")
      if let exact = exact.value, let found = found.value {
        #expect(abs(exact - found) <= 1e-12 * exact, "\(path)")
      }
    }
  }

  /// κ > 1, = 1 and the call lie in order on the way down, and equity at each price is what its name says.
  @Test func callsComeBeforeLiquidationBeforeBankruptcy() throws {
    var ordered = 0
    for path in 0 ..< Self.cases / 10 {
      var draw = Draw("books", path)
      let strike = draw.uniform(80 ... 130)
      let side = draw.side()
      let option = OptionPosition(
        VanillaOption(
          draw.chance(0.5) ? .call : .put, strike: strike,
          years: draw.uniform(0.01 ... 1)),
        .short, size: draw.uniform(0.1 ... 2), index: 100, volatility: draw.uniform(0.3 ... 1.2))
      let future = Account.Holding(
        InstrumentID(rawValue: "P"),
        try FuturesPosition(.linear, side, size: draw.uniform(0.1 ... 3), entryPrice: 100),
        mark: 100, rule: MaintenanceRule(rate: 0.01), initialRate: 0.02, underlying: Self.bitcoin)
      let account = Account(
        mode: .cross, collateral: draw.uniform(50 ... 300),
        holdings: [
          Account.Holding(InstrumentID(rawValue: "O"), option, underlying: Self.bitcoin), future,
        ])
      let state = try account.state()
      guard state.stage == .free || state.stage == .warning else { continue }
      for part in state.parts {
        guard let call = part.distanceToCall, let gone = part.distance,
          let empty = part.away(part.bankruptcyPrice)
        else { continue }
        ordered += 1
        #expect(call >= 0 && call <= gone + 1e-12 && gone <= empty + 1e-12, "\(path)")
      }
    }
    #expect(ordered > Int(Self.cases) / 40)
  }

  /// A portfolio's requirement by its worst row is never more than that of its positions apart.
  @Test func aPortfolioIsNeverMoreThanItsParts() throws {
    let rule = try #require(PortfolioRule.preset("derive-pm2"))
    for path in 0 ..< Self.cases / 10 {
      var draw = Draw("books", path)
      let positions = (0 ..< 4).map { _ in
        let amount = draw.uniform(-3 ... 3)
        return draw.chance(0.4)
          ? ScenarioPosition(.future, amount: amount, forward: 100)
          : ScenarioPosition(
            .option(
              VanillaOption(
                .put, strike: draw.uniform(70 ... 130), years: draw.uniform(0.02 ... 1)),
              volatility: 0.7), amount: amount, forward: 100)
      }
      let whole = rule.requirement(of: positions)
      let parts = positions.map { rule.requirement(of: [$0]) }
      #expect(whole.scan <= parts.reduce(0) { $0 + $1.scan } + 1e-9)
      #expect(whole.initialMargin <= parts.reduce(0) { $0 + $1.initialMargin } + 1e-9, "\(path)")
      #expect(whole.initialMargin >= whole.maintenanceMargin)
    }
  }

  @Test func ordersAreChargedOnTheLargerSide() throws {
    // Paradex: short 1, three buys, two sells at 90,000 and 2 %: 5,400, of which the position has 1,800.
    let rule = MaintenanceRule(rate: 0.01)
    func order(_ isBuy: Bool, _ size: Double, _ price: Double) throws -> Account.Order {
      Account.Order(
        Account.Holding(
          Self.bitcoin,
          try FuturesPosition(
            .linear, isBuy ? .long : .short, size: size, entryPrice: price), mark: 90_000,
          rule: rule, initialRate: 0.02), isBuy: isBuy, size: size, price: price)
    }
    let short = Account.Holding(
      Self.bitcoin, try FuturesPosition(.linear, .short, size: 1, entryPrice: 90_000),
      mark: 90_000, rule: rule, initialRate: 0.02)
    func state(_ orders: [Account.Order]) throws -> AccountState {
      try Account(mode: .cross, collateral: 20_000, holdings: [short], orders: orders).state()
    }
    let orders =
      try [1, 1, 1].map { try order(true, $0, 89_000) }
      + [1, 1].map { try order(false, $0, 91_000) }
    let charged = try state(orders)
    #expect(abs(charged.initialMargin - 5400) < 1e-9 && abs(charged.orderMargin - 3600) < 1e-9)
    #expect(charged.maintenanceMargin == 900)
    // A buy through the mark loses the distance at once; one that closes the short asks for nothing else.
    let crossing = try state([try order(true, 1, 90_500)])
    #expect(abs(crossing.orderMargin - 500) < 1e-9)
  }
}

extension Account.Holding {
  /// What closing costs at the mark.
  fileprivate var closing: Double {
    guard case .futures(let position) = claim else { return 0 }
    return fee * position.notional(at: mark)
  }
}

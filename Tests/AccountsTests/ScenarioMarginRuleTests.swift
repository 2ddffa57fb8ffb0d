import Accounts
import Instruments
import MarketData
import Statistics
import TestSupport
import Testing

/// Scenario margin with what is charged beside the worst scenario: the examples of venues, and what holds for every book.
///
/// Bounds of examples are half of the last digit printed, or a thousand roundings of the amount; of properties, of the scale.
@Suite struct ScenarioMarginRuleTests {
  private static var cases: UInt32 { SlowTests.enabled ? 10_000 : 300 }

  /// The unit test of Derive's contracts, with their parameters of that time: signed totals to a millionth.
  @Test func theTotalsOfTheUnitTestOfDerive() {
    let years = 500_400.0 / 31_536_000
    let call = ScenarioPosition(
      .option(VanillaOption(.call, strike: 1500, years: years), volatility: 1.0478844940849863),
      amount: -1, forward: 1500.833279310994, index: 1500)
    func rule(_ charges: [ScenarioMarginRule.Charge]) -> ScenarioMarginRule {
      ScenarioMarginRule(
        name: "test", date: "2023", source: "v2-core",
        scan: ScenarioScan(
          ScenarioScan.grid(range: 0.15, buckets: 3),
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
    let rule = try #require(ScenarioMarginRule.preset("deribit-2024-06"))
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
    let rule = ScenarioMarginRule(
      name: "dederi", date: "2024", source: "wiki.dederi.io",
      scan: ScenarioScan(
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
      let margin = try #require(ScenarioMarginRule.preset(name)).requirement(of: book)
      #expect(abs(margin.initialMargin - initial) < 1e-9 * initial, "\(name)")
      #expect(abs(margin.maintenanceMargin - maintenance) < 1e-9 * maintenance, "\(name)")
    }
  }

  /// Rows and factors of the presets as their sources count them.
  @Test func presetsHaveTheirRows() throws {
    let rows = ["deribit-2024-06": 27, "derive-pm2": 31, "paradex-2025": 24, "span-nse-index": 16]
    for (name, count) in rows {
      #expect(ScenarioMarginRule.preset(name)?.scan.scenarios.count == count, "\(name)")
    }
    // One long future loses the range: 16, 18, 16, 7.1 and 15 % of its value; far rows are never worse.
    let losses = [0.16, 0.18, 0.16, 0.071, 0.15]
    for (rule, loss) in zip(ScenarioMarginRule.presets, losses) {
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
      let contract = draw.element(of: [Contract.linear, .inverse, .linear])
      func leg(_ side: Side) throws -> MarginedFuture {
        MarginedFuture(
          try FuturesPosition(
            contract, side, size: draw.uniform(1 ... 9), entryPrice: draw.uniform(80 ... 120)),
          mark: 100, rule: MaintenanceRule(rate: draw.uniform(0 ... 0.1)),
          feeRate: draw.uniform(0 ... 0.01))
      }
      let legs = [try leg(.long), try leg(.short)]
      let scale = contract == .inverse ? 0.01 : 100
      let account = Account(
        mode: .cross, collateral: draw.uniform(0 ... 3) * scale,
        holdings: legs.map { Account.Holding(Self.bitcoin, $0) })
      let state = try account.state()
      for part in state.parts {
        guard let price = part.liquidationPrice.value else { continue }
        found += 1
        #expect(price > 0 && price.isFinite)
        var (equity, required) = (account.collateral, 0.0)
        for leg in legs {
          equity += leg.future.unrealizedProfit(at: price)
          let rule = try #require(leg.rule)
          required += leg.future.notional(at: price) * (rule.largestRate + leg.feeRate)
        }
        #expect(abs(equity - required) <= 1e-9 * max(required, scale), "\(path)")
      }
      // A long falls below today's price while there is something left, a short above it.
      let free = account.collateral + legs.reduce(0) { $0 + $1.value - $1.feeRate * $1.notional }
      for part in state.parts where free > state.maintenanceMargin {
        #expect((part.distance ?? 1) >= 0, "\(path)")
      }
    }
    #expect(found > Int(Self.cases) / 2)
  }

  /// One future beside another instrument: the search of prices meets the closed form.
  @Test func theSearchMeetsTheClosedForm() throws {
    var met = 0
    for path in 0 ..< Self.cases / 10 {
      var draw = Draw("books", path)
      let position = try FuturesPosition(
        .linear, draw.side(), size: draw.uniform(1 ... 9), entryPrice: draw.uniform(80 ... 120))
      let rule = MaintenanceRule(rate: draw.uniform(0.001 ... 0.1))
      func account(_ more: [Account.Holding]) -> Account {
        Account(
          mode: .cross, collateral: 400,
          holdings: [
            Account.Holding(Self.bitcoin, MarginedFuture(position, mark: 100, rule: rule))
          ] + more)
      }
      let exact = try account([]).state().parts[0].liquidationPrice
      // An option of no worth and no margin sends the account to the search.
      let worthless = OptionPosition(
        VanillaOption(.call, strike: 1e7, years: 0), .long, size: 1, index: 100, volatility: 1)
      let found = try account([
        Account.Holding(
          InstrumentID(rawValue: "C"), MarginedOption(worthless), underlying: Self.bitcoin)
      ]).state().parts[0].liquidationPrice
      #expect(exact.reason == found.reason, "\(path)")
      if let exact = exact.value, let found = found.value {
        met += 1
        // The search ends at neighbouring factors; balances are sums of five rounded terms.
        #expect(abs(exact - found) <= 1e-12 * exact, "\(path)")
      }
    }
    #expect(met > Int(Self.cases) / 20)
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
        MarginedFuture(
          try FuturesPosition(.linear, side, size: draw.uniform(0.1 ... 3), entryPrice: 100),
          mark: 100, rule: MaintenanceRule(rate: 0.01), initialRate: 0.02),
        underlying: Self.bitcoin)
      let account = Account(
        mode: .cross, collateral: draw.uniform(50 ... 300),
        holdings: [
          Account.Holding(
            InstrumentID(rawValue: "O"), MarginedOption(option), underlying: Self.bitcoin),
          future,
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

  /// A requirement by the worst row is never more than that of its positions apart.
  @Test func theWholeIsNeverMoreThanItsParts() throws {
    let rule = try #require(ScenarioMarginRule.preset("derive-pm2"))
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
    func future(_ side: Side, _ size: Double, at price: Double) throws -> MarginedFuture {
      MarginedFuture(
        try FuturesPosition(.linear, side, size: size, entryPrice: price), mark: 90_000,
        rule: rule, initialRate: 0.02)
    }
    func order(_ side: OrderSide, _ size: Double, _ price: Double) throws -> Account.Order {
      Account.Order(
        Self.bitcoin, try future(side == .buy ? .long : .short, size, at: price))
    }
    let short = Account.Holding(Self.bitcoin, try future(.short, 1, at: 90_000))
    func state(_ orders: [Account.Order]) throws -> AccountState {
      try Account(mode: .cross, collateral: 20_000, holdings: [short], orders: orders).state()
    }
    let orders =
      try [1, 1, 1].map { try order(.buy, $0, 89_000) }
      + [1, 1].map { try order(.sell, $0, 91_000) }
    let charged = try state(orders)
    #expect(abs(charged.initialMargin - 5400) < 1e-9 && abs(charged.orderMargin - 3600) < 1e-9)
    #expect(charged.maintenanceMargin == 900)
    // A buy through the mark loses the distance at once; one that closes the short asks for nothing else.
    let crossing = try state([try order(.buy, 1, 90_500)])
    #expect(abs(crossing.orderMargin - 500) < 1e-9)
  }
}

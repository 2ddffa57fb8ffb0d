import Accounts
import Instruments
import Margin
import TestSupport
import Testing

/// What holds for every liquidation price, on random positions and tables of tiers.
///
/// Roots are those of lines whose terms are rounded a few times each: 10⁻⁹ of the amounts is a million roundings, far below
/// what a wrong tier or sign would move; 10⁻¹² where two roots of the same line are compared.
@Suite struct LiquidationPropertyTests {
  private static let cases = SlowTests.enabled ? 10_000 : 300

  /// A position with its collateral and its tiers.
  private struct Draw {
    let position: FuturesPosition
    let collateral: Double
    let rule: MaintenanceRule
    let price: LiquidationPrice

    init(_ seed: Int, contract chosen: Contract? = nil) throws {
      var g = SeededGenerator(seed: UInt64(seed))
      let contract = chosen ?? [.linear, .inverse, .linear][seed % 3]
      let entry = Double.random(in: 0.5 ... 60_000, using: &g)
      position = try FuturesPosition(
        contract, seed % 2 == 0 ? .long : .short, size: .random(in: 0.01 ... 1_000, using: &g),
        entryPrice: entry)
      let notional = position.notional(at: entry)
      collateral = notional * Double.random(in: 0.01 ... 1.2, using: &g)
      rule = MaintenanceRule(try Self.table(around: notional, &g))
      price = position.liquidationPrice(free: collateral, rule: rule)
    }

    /// Tiers whose caps lie around a notional, the last without an end.
    static func table(around notional: Double, _ g: inout SeededGenerator) throws -> TierTable {
      var (floor, rate) = (DecimalNumber.zero, DecimalNumber.zero)
      let count = Int.random(in: 1 ... 8, using: &g)
      let unit = Int128(max(1, (notional * 1e9 / 3).rounded()))
      let tiers = (0 ..< count).map { index in
        let width = Int128(Int.random(in: 1 ... 1_000, using: &g)) * unit / 1_000
        let cap = floor + DecimalNumber(max(1, width), exponent: -9)
        rate = rate + DecimalNumber(Int128(Int.random(in: 1 ... 400, using: &g)), exponent: -4)
        defer { floor = cap }
        return Tier(
          floor: floor, cap: index == count - 1 ? nil : cap, rate: rate,
          maximumLeverage: DecimalNumber(1))
      }
      return try TierTable(symbol: "X", tiers: tiers)
    }

    func equity(at price: Double) -> Double {
      collateral + position.unrealizedProfit(at: price)
    }

    func kept(at price: Double) throws -> Double {
      try #require(rule.margin(of: position.notional(at: price)))
    }
  }

  @Test func equityIsTheRequirementThereAndAboveItOnOneSideAlone() throws {
    var found = 0
    for seed in 0 ..< Self.cases {
      let draw = try Draw(seed)
      guard let price = draw.price.value else { continue }
      found += 1
      let scale = draw.position.notional(at: price) + draw.collateral
      #expect(abs(draw.equity(at: price) - (try draw.kept(at: price))) <= 1e-9 * scale)
      let away = draw.position.side == .long ? 1.001 : 1 / 1.001
      #expect(draw.equity(at: price * away) > (try draw.kept(at: price * away)))
      #expect(draw.equity(at: price / away) < (try draw.kept(at: price / away)))
    }
    #expect(found > Self.cases / 2)
  }

  /// Under the cliff rule the requirement jumps, so that the first crossing on the way down or up is the one.
  @Test func theCliffRuleTakesTheFirstCrossing() throws {
    var (found, jumps) = (0, 0)
    for seed in 0 ..< Self.cases {
      var g = SeededGenerator(seed: UInt64(seed) + 7_000_000)
      let draw = try Draw(seed)
      let position = draw.position
      let mark = position.entryPrice
      let table = try Draw.table(around: 3 * position.notional(at: mark), &g)
      let rule = MaintenanceRule(try TierTable(symbol: "X", rule: .cliff, tiers: table.tiers))
      func surplus(_ price: Double) throws -> Double {
        draw.equity(at: price) - (try #require(rule.margin(of: position.notional(at: price))))
      }
      let answer = position.liquidationPrice(free: draw.collateral, rule: rule, mark: mark)
      guard let price = answer.value, try surplus(mark) > 0 else { continue }
      found += 1
      let scale = position.notional(at: price) + draw.collateral
      let beyond = position.side == .long ? price * (1 - 1e-9) : price * (1 + 1e-9)
      #expect(try surplus(beyond) <= 1e-9 * scale)
      if try surplus(beyond) < -1e-6 * scale { jumps += 1 }
      for step in 1 ..< 50 {
        let share = Double(step) / 50
        #expect(try surplus(mark + (price - mark) * share) >= -1e-9 * scale)
      }
    }
    #expect(found > Self.cases / 4 && jumps > Self.cases / 200)
  }

  @Test func wherePricesAreMissingTheCollateralOutlastsEveryPrice() throws {
    for seed in 0 ..< Self.cases {
      let draw = try Draw(seed)
      guard let reason = draw.price.reason else { continue }
      #expect(reason == .overCollateralized)
      for price in [1e-6, 1e-3, 1, 1e3, 1e9] {
        #expect(draw.equity(at: price) >= (try draw.kept(at: price)) * (1 - 1e-9))
      }
    }
  }

  @Test func bankruptcyComesAfterLiquidation() throws {
    for seed in 0 ..< Self.cases {
      let draw = try Draw(seed)
      guard let price = draw.price.value,
        let broke = draw.position.bankruptcyPrice(collateral: draw.collateral).value
      else { continue }
      #expect(draw.position.side == .long ? broke < price : broke > price)
      #expect(abs(draw.equity(at: broke)) <= 1e-9 * draw.position.notional(at: broke))
      let free = draw.position.liquidationPrice(
        free: draw.collateral, rule: .zero)
      #expect(free.value == broke)
    }
  }

  @Test func moreCollateralLowerRatesAndFeesMoveItAway() throws {
    for seed in 0 ..< Self.cases {
      let draw = try Draw(seed)
      guard let price = draw.price.value else { continue }
      func isNearer(_ other: LiquidationPrice) -> Bool {
        guard let value = other.value else { return false }
        return draw.position.side == .long
          ? value >= price * (1 - 1e-12) : value <= price * (1 + 1e-12)
      }
      #expect(
        isNearer(draw.position.liquidationPrice(free: draw.collateral * 0.9, rule: draw.rule)))
      #expect(
        isNearer(
          draw.position.liquidationPrice(free: draw.collateral, rule: draw.rule, fee: 0.001)))
      let larger = try FuturesPosition(
        draw.position.contract, draw.position.side, size: draw.position.size * 1.1,
        entryPrice: draw.position.entryPrice)
      #expect(isNearer(larger.liquidationPrice(free: draw.collateral, rule: draw.rule)))
    }
  }

  @Test func inverseIsLinearInTheReciprocalPrice() throws {
    for seed in 0 ..< Self.cases {
      let inverse = try Draw(seed, contract: .inverse)
      let position = inverse.position
      let mirrored = try FuturesPosition(
        .linear, position.side == .long ? .short : .long, size: position.size,
        entryPrice: 1 / position.entryPrice)
      let other = mirrored.liquidationPrice(free: inverse.collateral, rule: inverse.rule)
      if let price = inverse.price.value {
        #expect(abs(price * (try #require(other.value)) - 1) < 1e-12)
      } else {
        #expect(other.reason == inverse.price.reason)
      }
    }
  }

  @Test func aPartRestoresTheRatio() throws {
    // N 10 million in the fourth tier: 16.58 % restores 1.1.
    let fourth = MaintenanceRule(rate: 0.01, deduction: 11_450)
    let published = PartialLiquidation(
      notional: 1e7, equity: 80_000, rule: fourth, target: 1.1, cost: 0.0005)
    guard case .fraction(let share) = published else {
      Issue.record("\(published)")
      return
    }
    #expect(abs(share - 0.1658) < 5e-5)
    var parts = 0
    for seed in 0 ..< Self.cases {
      var g = SeededGenerator(seed: UInt64(seed) + 2_000_000)
      let notional = Double.random(in: 1e3 ... 1e7, using: &g)
      let rule = MaintenanceRule(try Draw.table(around: notional, &g))
      let kept = try #require(rule.margin(of: notional))
      let equity = kept * Double.random(in: 0 ... 1.3, using: &g)
      let target = Double.random(in: 1 ... 1.3, using: &g)
      let cost = Double.random(in: 0 ... 0.03, using: &g)
      let outcome = PartialLiquidation(
        notional: notional, equity: equity, rule: rule, target: target, cost: cost)
      func gap(_ x: Double) -> Double {
        equity - cost * x * notional - target * (rule.margin(of: (1 - x) * notional) ?? .nan)
      }
      switch outcome {
      case .none: #expect(gap(0) >= 0)
      case .fraction(let x):
        parts += 1
        #expect(x > 0 && x < 1 && abs(gap(x)) <= 1e-9 * notional)
        #expect(gap(x * 0.99) < 0)
        let richer = PartialLiquidation(
          notional: notional, equity: equity * 1.01, rule: rule, target: target, cost: cost)
        if case .fraction(let less) = richer {
          #expect(less <= x)
        } else {
          #expect(richer == .none)
        }
      case .full: for x in stride(from: 0.0, to: 1, by: 0.05) { #expect(gap(x) < 0) }
      }
    }
    #expect(parts > Self.cases / 20)
  }

  @Test func theRatioDecides() throws {
    for seed in 0 ..< Self.cases {
      var g = SeededGenerator(seed: UInt64(seed) + 3_000_000)
      let (equity, kept) = (
        Double.random(in: -10 ... 100, using: &g), Double.random(in: 0.1 ... 50, using: &g)
      )
      let ratio = try #require(SolvencyRatio(equity: equity, maintenanceMargin: kept))
      #expect((ratio.value > 1) != ratio.isLiquidatable)
    }
    #expect(SolvencyRatio(equity: 1, maintenanceMargin: 0) == nil)
  }
}

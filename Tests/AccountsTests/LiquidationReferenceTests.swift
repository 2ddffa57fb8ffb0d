import Accounts
import Foundation
import Instruments
import TestSupport
import Testing

/// Liquidation, bankruptcy and profit as venues print them; each case names its source.
///
/// Where a case has no tolerance of its own, its number has 15 digits: bounds are some thousand roundings of its size.
@Suite struct LiquidationReferenceTests {
  /// A published or computed case.
  struct Case {
    let inputs: ReferenceValue
    let expected: ReferenceValue
    let tolerance: Double

    /// A row of inputs alone.
    init(row: ReferenceValue) { (inputs, expected, tolerance) = (row, .none, 0) }

    init(_ value: ReferenceValue, expected: String, tolerance: Double) throws {
      inputs = try value["inputs"]
      self.expected = try value[expected]
      self.tolerance = tolerance
    }

    func number(_ key: String) throws -> Double { try inputs[key].number }

    func side() throws -> Side {
      if let text = try? inputs["side"].text { return text == "long" ? .long : .short }
      return try number("side") > 0 ? .long : .short
    }

    func expect(_ value: Double?, _ key: String) throws {
      let wanted = try expected[key].number
      let value = try #require(value, "\(key)")
      #expect(isClose(value, wanted, relative: 1e-12, absolute: tolerance), "\(key): \(value)")
    }
  }

  private func found(_ id: String, in list: String) throws -> ReferenceValue {
    let url = Bundle.module.url(
      forResource: "accounts", withExtension: "json", subdirectory: "Resources")
    let cases = try ReferenceFile.json(try #require(url))[list].list
    return try #require(try cases.first { try $0["id"].text == id }, "\(id)")
  }

  private func example(_ id: String) throws -> Case {
    let value = try found(id, in: "vectors")
    return try Case(
      value, expected: "recomputed", tolerance: value["abs_tolerance"]["*"].number)
  }

  private func computed(_ id: String) throws -> Case {
    try Case(found(id, in: "cases"), expected: "expected", tolerance: 0)
  }

  private func rows(_ list: ReferenceValue) throws -> [Case] {
    try list.list.map { Case(row: $0) }
  }

  private func position(
    _ row: Case, size: String = "size", entry: String = "entry",
    _ contract: Contract = .linear
  ) throws -> FuturesPosition {
    try FuturesPosition(
      contract, row.side(), size: row.number(size), entryPrice: row.number(entry))
  }

  // MARK: - Binance

  @Test(arguments: ["liq.binance.cross.eth", "liq.binance.cross.btc"])
  func crossMarginTakesTheOtherPositionsAsTheyStand(id: String) throws {
    let example = try example(id)
    let other = Case(row: try example.inputs["other"])
    let held = try FuturesPosition(
      .linear, .long, size: other.number("pos"), entryPrice: other.number("EP"))
    let mark = try other.number("mark")
    let rule = MaintenanceRule(rate: try other.number("MMR"), deduction: try other.number("cum"))
    let kept = try #require(rule.margin(of: held.notional(at: mark)))
    #expect(abs(kept - (try example.number("TMM1"))) < 0.01)
    let position = try position(example, size: "pos", entry: "EP")
    let price = position.liquidationPrice(
      free: try example.number("WB") - kept + held.unrealizedProfit(at: mark),
      rule: MaintenanceRule(
        rate: try example.number("MMR"), deduction: try example.number("cum")))
    try example.expect(price.value, "liq_price")
  }

  @Test func anIsolatedPositionHasItsWalletAlone() throws {
    let table = try computed("binance.isolated.example")
    let expected = try table.expected["full"].numbers
    for (row, wanted) in zip(try rows(table.inputs["rows"]), expected) {
      let price = try position(row).liquidationPrice(
        free: row.number("wallet_balance"),
        rule: MaintenanceRule(rate: row.number("mmr"), deduction: row.number("maint_amount")))
      #expect(abs(try #require(price.value) - wanted) < 1e-9 * wanted)
    }
  }

  @Test(arguments: [
    "short.L5.P10.a1", "short.L5.P8.a1", "short.L5.P10.a0.6", "long.L5.P8.a1", "long.L3.P10.a1",
  ])
  func smallPositionsAtALeverage(id: String) throws {
    let example = try example("liq.binance.small.\(id)")
    let position = try position(example)
    let price = position.liquidationPrice(
      free: position.notional(at: position.entryPrice) / (try example.number("leverage")),
      rule: MaintenanceRule(
        rate: try example.number("MMR"), deduction: try example.number("cum")))
    try example.expect(price.value, "liq_price")
  }

  // MARK: - Others

  @Test(arguments: ["short.L5.P10", "short.L3.P10", "long.L5.P10", "long.L3.P10"])
  func theFeeOfClosingComesOnTop(id: String) throws {
    let example = try example("liq.gate_okx.\(id)")
    let position = try FuturesPosition(
      .linear, example.side(), size: 1, entryPrice: example.number("entry"))
    let price = position.liquidationPrice(
      free: position.entryPrice / (try example.number("leverage")),
      rule: MaintenanceRule(rate: try example.number("MMR")), fee: try example.number("taker_fee"))
    try example.expect(price.value, "liq_price")
  }

  @Test(arguments: ["long.L3", "long.L5", "short.L1", "short.L3", "short.L10"])
  func aRequirementFrozenAtTheEntry(id: String) throws {
    let example = try example("liq.bybit.simple.\(id)")
    let position = try FuturesPosition(
      .linear, example.side(), size: 1, entryPrice: example.number("entry"))
    let price = position.liquidationPrice(
      free: position.entryPrice / (try example.number("leverage")),
      rule: MaintenanceRule(fixed: try example.number("MMR") * position.entryPrice))
    try example.expect(price.value, "liq_price")
  }

  @Test func bybitInverse() throws {
    let cross = try computed("bybit.inverse.cross")
    let (quantity, entry) = (try cross.number("quantity_usd"), try cross.number("entry"))
    let (balance, fee) = (try cross.number("balance_btc"), try cross.number("taker_fee"))
    let position = try FuturesPosition(.inverse, .long, size: quantity, entryPrice: entry)
    let bankruptcy = try #require(
      position.bankruptcyPrice(collateral: balance, fee: fee).value)
    #expect(abs(bankruptcy - 5718.571428571428) < 1e-9)
    // The requirement is that of the entry, the fee that of the bankruptcy price.
    let rule = MaintenanceRule(
      fixed: quantity / entry * (try cross.number("mmr")) + quantity * fee / bankruptcy)
    let price = try #require(position.liquidationPrice(free: balance, rule: rule).value)
    #expect(abs(price - 5739.083528002316) < 1e-9)
    let isolated = try computed("bybit.inverse.isolated")
    let short = try self.position(isolated, size: "quantity_usd", .inverse)
    let margin = short.notional(at: short.entryPrice) / (try isolated.number("leverage"))
    let kept = short.notional(at: short.entryPrice) * (try isolated.number("mmr"))
    let frozen = short.liquidationPrice(free: margin, rule: MaintenanceRule(fixed: kept))
    #expect(abs(try #require(frozen.value) - 55248.618784530394) < 1e-6)
    let broke = try #require(short.bankruptcyPrice(collateral: margin).value)
    #expect(abs(broke - 55555.555555555555) < 1e-6)
    // The exact form of 2026, both sides.
    for (side, wanted) in [(Side.long, 45681.81818181818), (.short, 55277.777777777774)] {
      let now = try FuturesPosition(.inverse, side, size: 60_000, entryPrice: 50_000)
      let price = now.liquidationPrice(free: 0.12, rule: MaintenanceRule(rate: 0.005))
      #expect(abs(try #require(price.value) - wanted) < 1e-6)
    }
  }

  @Test func dydxAndHyperliquid() throws {
    let cross = try example("liq.dydx.cross")
    let short = try FuturesPosition(
      .linear, .short, size: -cross.number("size"), entryPrice: cross.number("price"))
    try cross.expect(
      short.liquidationPrice(
        free: try cross.number("equity") - cross.number("other_mmr"),
        rule: MaintenanceRule(rate: try cross.number("MMF"))
      ).value, "liq_price")
    let alone = try FuturesPosition(.linear, .short, size: 3, entryPrice: 3000)
    let price = alone.liquidationPrice(free: 1000, rule: MaintenanceRule(rate: 0.05))
    #expect(abs(try #require(price.value) - 3174.6031746031745) < 1e-9)
    let venue = try computed("hyperliquid.isolated")
    let expected = try venue.expected["liq_price"].numbers
    for (row, wanted) in zip(try rows(venue.inputs["rows"]), expected) {
      let price = try position(row, entry: "price").liquidationPrice(
        free: row.number("isolated_margin"),
        rule: MaintenanceRule(rate: 1 / (2 * row.number("max_leverage"))))
      #expect(abs(try #require(price.value) - wanted) < 1e-9 * wanted)
    }
  }

  // MARK: - Bankruptcy and profit

  @Test func nothingIsLeftAtTheBankruptcyPrice() throws {
    let linear = try FuturesPosition(.linear, .long, size: 1, entryPrice: 10_000)
    #expect(abs(try #require(linear.bankruptcyPrice(collateral: 200).value) - 9800) < 1e-9)
    let inverse = try FuturesPosition(.inverse, .long, size: 200_000, entryPrice: 10_000)
    #expect(inverse.notional(at: 10_000) == 20)
    let price = try #require(inverse.bankruptcyPrice(collateral: 1).value)
    #expect(abs(price - 9523.809523809523) < 1e-9 && abs(inverse.notional(at: price) - 21) < 1e-9)
    let short = try FuturesPosition(.linear, .short, size: 500, entryPrice: 1)
    #expect(abs(try #require(short.bankruptcyPrice(collateral: 100).value) - 1.2) < 1e-12)
    #expect(abs(100 + short.unrealizedProfit(at: 2) + 400) < 1e-9)
  }

  @Test func whatPositionsEarn() throws {
    let inverse = try computed("inverse.pnl")
    let expected = try inverse.expected["full"].numbers
    for (row, wanted) in zip(try rows(inverse.inputs["rows"]), expected) {
      let profit = try position(row, size: "contracts", .inverse)
        .unrealizedProfit(at: row.number("exit"))
      #expect(abs(profit - wanted) < 1e-12 * max(1, abs(wanted)))
    }
    let quanto = try example("pnl.quanto.bitmex.ethusd")
    let held = try FuturesPosition(
      .linear, .long, size: quanto.number("contracts"), entryPrice: quanto.number("entry_price"),
      multiplier: quanto.number("multiplier_xbt_per_usd"))
    try quanto.expect(held.notional(at: 500), "value_xbt")
    try quanto.expect(held.unrealizedProfit(at: 505), "pnl_xbt_if_exit_505")
    let ether = try example("pnl.inverse.bitmex.xbteth")
    let coins = try FuturesPosition(
      .inverse, .long, size: ether.number("contracts"), entryPrice: ether.number("entry"),
      multiplier: ether.number("multiplier"))
    try ether.expect(coins.unrealizedProfit(at: ether.number("exit")), "pnl_xbt")
  }
}

import Foundation
import Margin
import TestSupport
import Testing
import Text

/// Published tables and rules of venues; each case names its source.
@Suite struct TierReferenceTests {
  private static func file() throws -> ReferenceValue {
    let url = Bundle.module.url(
      forResource: "tiers", withExtension: "json", subdirectory: "Resources")
    return try ReferenceFile.json(try #require(url))
  }

  struct Case {
    let inputs: ReferenceValue
    let expected: ReferenceValue
    let tolerance: Double

    func number(_ key: String) throws -> Double { try inputs[key].number }
    func list(_ key: String) throws -> [Double] { try inputs[key].numbers }

    func expect(_ value: Double, _ key: String) throws {
      let expected = try expected[key].number
      #expect(abs(value - expected) <= tolerance, "\(key): \(value), not \(expected)")
    }

    func expect(_ values: [Double], _ key: String) throws {
      let expected = try expected[key].numbers
      #expect(values.count == expected.count)
      for (value, wanted) in zip(values, expected) {
        #expect(abs(value - wanted) <= max(tolerance, 1e-12 * abs(wanted)), "\(key)")
      }
    }
  }

  private func example(_ id: String) throws -> Case {
    let vectors = try Self.file()["vectors"].list
    let vector = try #require(try vectors.first { try $0["id"].text == id }, "\(id)")
    return Case(
      inputs: try vector["inputs"], expected: try vector["recomputed"],
      tolerance: vector.json["abs_tolerance"]?["*"]?.double ?? 0)
  }

  private func computed(_ id: String) throws -> Case {
    let found = try #require(
      try Self.file()["cases"].list.first { try $0["id"].text == id }, "\(id)")
    let tolerance = found.json["tolerance"]
    return Case(
      inputs: try found["inputs"], expected: try found["expected"],
      tolerance: tolerance?["abs"]?.double ?? tolerance?["rel"]?.double ?? 0)
  }

  /// A decimal as it is written.
  private func decimal(_ value: ReferenceValue) throws -> DecimalNumber {
    try #require(value.json.numeral.flatMap { DecimalNumber($0) })
  }

  // MARK: - Tiers

  @Test(arguments: [
    (
      "tiers.binance.btcusdt.2024-10",
      "0 50 950 11450 131450 481450 2981450 14481450 26481450 41481450 121481450 421481450"
    ),
    (
      "tiers.binance.dogeusdt.2024-10",
      "0 20 170 7670 11670 51670 451670 851670 3351670 13351670"
    ),
  ])
  func deductionsAreThoseOfTheVenueToTheCent(id: String, published: String) throws {
    let example = try example(id)
    let rows = try example.inputs["tiers"].list
    let table = try TierTable(
      symbol: id,
      tiers: rows.map { row in
        Tier(
          floor: try decimal(row["minNotional"]), cap: try decimal(row["maxNotional"]),
          rate: try decimal(row["maintenanceMarginRate"]),
          maximumLeverage: try decimal(row["maxLeverage"]))
      })
    #expect(table.deductions.map(\.description).joined(separator: " ") == published)
    for member in example.expected.json["mm_at"]?.members ?? [] {
      let size = try #require(DecimalNumber(member.name))
      let margin = try #require(member.value.double)
      #expect(
        abs(try table.maintenanceMargin(of: size).doubleValue - margin) <= example.tolerance)
    }
  }

  @Test func theRecursionIsThatOfTheOtherTables() throws {
    let table = try computed("binance.tiers.ADABUSD")
    let floors = try table.list("floors").map { DecimalNumber(Int($0)) }
    let rates = try table.list("mmr").map { try #require(DecimalNumber("\($0)")) }
    let tiers = try TierTable(
      symbol: "ADABUSD",
      tiers: floors.indices.map { index in
        Tier(
          floor: floors[index], cap: index + 1 < floors.count ? floors[index + 1] : nil,
          rate: rates[index], maximumLeverage: DecimalNumber(1))
      })
    try table.expect(tiers.deductions.map(\.doubleValue), "maint_amount")
    let margins = try table.list("notionals").map { notional in
      try tiers.maintenanceMargin(of: try #require(DecimalNumber("\(notional)"))).doubleValue
    }
    try table.expect(margins, "maintenance_margin")
    // COIN-M: 50 · (5 % − 2.5 %) + 0.56 = 1.81, of a table whose fourth deduction is 0.56.
    let coin = try computed("binance.coinm.amount")
    let (floor, rate, before) = (
      try coin.number("floor"), try coin.number("mmr"), try coin.number("mmr_prev")
    )
    let coinTable = try TierTable(
      symbol: "BTCUSD_PERP", unit: .base,
      tiers: [
        ("0", "10", "0.004"), ("10", "20", "0.005"), ("20", "30", "0.01"),
        ("30", "50", "\(before)"),
        ("\(Int(floor))", "100", "\(rate)"), ("100", "200", "0.1"), ("200", "400", "0.125"),
      ].map { floor, cap, rate in
        Tier(
          floor: try #require(DecimalNumber(floor)), cap: DecimalNumber(cap),
          rate: try #require(DecimalNumber(rate)), maximumLeverage: DecimalNumber(1))
      })
    #expect(
      coinTable.deductions.map(\.description) == [
        "0", "0.01", "0.11", "0.56", "1.81", "6.81", "11.81",
      ])
  }

  @Test(arguments: ["tiers.hyperliquid.btc", "tiers.hyperliquid.doge.testnet"])
  func halfOfTheInitialRateIsTheMaintenanceRate(id: String) throws {
    let example = try example(id)
    let rows = try example.inputs["tiers"].list
    let floors = try rows.map { try decimal($0["lowerBound"]) }
    let tiers = try rows.indices.map { index in
      let leverage = try decimal(rows[index]["maxLeverage"])
      return Tier(
        floor: floors[index], cap: index + 1 < floors.count ? floors[index + 1] : nil,
        rate: DecimalNumber(1).dividedDown(by: DecimalNumber(2) * leverage, decimals: 12),
        maximumLeverage: leverage)
    }
    let table = try TierTable(symbol: id, tiers: tiers)
    try example.expect(table.tiers.map(\.rate.doubleValue), "rates")
    try example.expect(table.deductions.map(\.doubleValue), "deductions")
    if example.expected.json["mm_at_200M"] != nil {
      try example.expect(
        try table.maintenanceMargin(of: DecimalNumber(200_000_000)).doubleValue, "mm_at_200M")
    }
  }

  // MARK: - Rates by size

  @Test(arguments: [
    "scaling.deribit.linear.btc25", "scaling.deribit.linear.btc350",
    "scaling.deribit.linear.sol6000",
  ])
  func linearRates(id: String) throws {
    let example = try example(id)
    let (size, price) = (try example.number("size"), try example.number("index_price"))
    let slope = try example.number("slope_per_coin")
    for (base, rate, amount) in [
      ("im_base", "im_rate", "im_usdc"), ("mm_base", "mm_rate", "mm_usdc"),
    ] {
      let scaling = LinearScaling(base: try example.number(base), slope: slope)
      try example.expect(scaling.rate(of: size), rate)
      try example.expect(scaling.rate(of: size) * size * price, amount)
    }
  }

  @Test func ratesThatRiseWithOpenInterest() throws {
    let interest = try example("scaling.dydx.oi_imf")
    let scaling = OpenInterestScaling(
      base: try interest.number("base_imf"), lower: try interest.number("lower_cap"),
      upper: try interest.number("upper_cap"))
    try interest.expect(try interest.list("open_notional").map { scaling.rate(at: $0) }, "imf")
    let rows = try computed("dydx.oimf")
    let rates = try rows.inputs["rows"].list.map { row in
      OpenInterestScaling(
        base: try row["base"].number, lower: try row["lower"].number,
        upper: try row["upper"].number
      ).rate(at: try row["open_interest"].number * row["oracle"].number)
    }
    try rows.expect(rates, "imf")
  }
}

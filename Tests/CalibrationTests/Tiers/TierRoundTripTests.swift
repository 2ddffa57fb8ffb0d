import Documents
import Foundation
import Margin
import TestSupport
import Testing

/// What is written in a shape is read back as what it was.
@Suite struct TierRoundTripTests {
  private func decimal(
    _ range: ClosedRange<Int>, _ decimals: Int, _ g: inout SeededGenerator
  ) -> DecimalNumber {
    DecimalNumber(Int128(Int.random(in: range, using: &g)), exponent: -decimals)
  }

  /// A table with names that need escapes and amounts that doubles do not hold.
  private func table(_ number: Int, rule: TierRule) throws -> TierTable {
    var g = SeededGenerator(seed: UInt64(number))
    var (floor, rate) = (DecimalNumber.zero, DecimalNumber.zero)
    let tiers = (0 ..< Int.random(in: 1 ... 8, using: &g)).map { _ in
      let cap = floor + decimal(1 ... 900_000_000_000_000, 6, &g)
      rate = rate + decimal(1 ... 10_000_000, 9, &g)
      defer { floor = cap }
      return Tier(
        floor: floor, cap: cap, rate: rate, maximumLeverage: decimal(1000 ... 1200, 3, &g))
    }
    return try TierTable(
      symbol: " X,\"/\\\n\t\(number)\"", currency: rule == .cliff ? "€, \"US\"\n" : "", rule: rule,
      tiers: tiers)
  }

  private func numbers(_ table: TierTable) -> [[DecimalNumber?]] {
    zip(table.tiers, table.deductions).map { tier, deduction in
      [tier.floor, tier.cap, tier.rate, tier.maximumLeverage, deduction]
    }
  }

  @Test(arguments: [TierFormat.ccxt, .binanceUSDM, .csv])
  func whatIsWrittenIsReadBack(shape: TierFormat) throws {
    let tables = try (0 ..< 200).map { number in
      try table(number, rule: shape == .csv && number % 2 == 1 ? .cliff : .marginal)
    }
    let path = FileManager.default.temporaryDirectory
      .appending(path: "tiers-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let written = try TierDocument(tables: tables).written(as: shape)
    #expect(written.losses.isEmpty)
    try written.text.write(toFile: path, atomically: true, encoding: .utf8)
    let read = try TierDocument(contentsOf: path)
    #expect(read.format == shape)
    #expect(read.tables.map(\.symbol) == tables.map(\.symbol))
    #expect(read.tables.map(\.rule) == tables.map(\.rule))
    #expect(read.tables.map(numbers) == tables.map(numbers))
    #expect(try read.written(as: shape).text == written.text)
  }

  @Test func aSymbolBetweenQuotationMarksIsOneCellOfATierFile() throws {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "tiers-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let text = """
      symbol,minNotional,maxNotional,maintenanceRate,maxLeverage,currency
      "A,B",0,"1000",0.005,50,"US,D"
      "A,B",1000,,0.01,25,"US,D"

      """
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let table = try #require(try TierDocument(contentsOf: path).tables.first)
    #expect(table.symbol == "A,B" && table.currency == "US,D" && table.tiers.count == 2)
  }
}

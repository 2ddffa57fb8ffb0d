import Margin
import TestSupport
import Testing

/// The invariants of tables of tiers, on random ones.
@Suite struct TierPropertyTests {
  private static let cases = SlowTests.enabled ? 10_000 : 300

  private func decimal(_ range: ClosedRange<Int>, _ decimals: Int, _ g: inout SeededGenerator)
    -> DecimalNumber
  {
    DecimalNumber(Int128(Int.random(in: range, using: &g)), exponent: -decimals)
  }

  private func tiers(_ g: inout SeededGenerator) -> [Tier] {
    var (floor, rate) = (DecimalNumber.zero, DecimalNumber.zero)
    return (0 ..< Int.random(in: 1 ... 8, using: &g)).map { _ in
      let cap = floor + decimal(1 ... 900_000_000, 2, &g)
      rate = rate + decimal(1 ... 1_000, 4, &g)
      defer { floor = cap }
      return Tier(floor: floor, cap: cap, rate: rate, maximumLeverage: DecimalNumber(1))
    }
  }

  private func table(_ seed: Int) throws -> TierTable {
    var g = SeededGenerator(seed: UInt64(seed))
    return try TierTable(symbol: "X", tiers: tiers(&g))
  }

  private func inside(_ table: TierTable, _ g: inout SeededGenerator) -> DecimalNumber {
    let last = table.tiers.last?.cap ?? .zero
    return last * decimal(0 ... 1_000_000, 6, &g)
  }

  @Test func marginIsContinuousIncreasingConvexAndBelowTheLastRate() throws {
    for seed in 0 ..< Self.cases {
      let table = try table(seed)
      var g = SeededGenerator(seed: UInt64(seed) + 1_000_000)
      #expect(table.deductions.first == .zero)
      #expect(zip(table.deductions, table.deductions.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(try table.maintenanceMargin(of: .zero) == .zero)
      for (index, tier) in table.tiers.enumerated().dropFirst() {
        let before = tier.floor * table.tiers[index - 1].rate - table.deductions[index - 1]
        #expect(before == tier.floor * tier.rate - table.deductions[index])
      }
      let last = try #require(table.tiers.last)
      var sizes = [inside(table, &g), inside(table, &g)]
      sizes.sort()
      let (a, b) = (sizes[0], sizes[1])
      let (low, high) = (try table.maintenanceMargin(of: a), try table.maintenanceMargin(of: b))
      #expect(low <= high && high <= b * last.rate)
      // MM(a)/a ≤ MM(b)/b
      #expect(low * b <= high * a)
      if a + b <= last.cap ?? a + b {
        #expect(try table.maintenanceMargin(of: a + b) >= low + high)
      }
    }
  }

  @Test func scalingUnitsScalesMargins() throws {
    for seed in 0 ..< Self.cases {
      let table = try table(seed)
      var g = SeededGenerator(seed: UInt64(seed) + 2_000_000)
      let k = decimal(1 ... 99_999, 3, &g)
      let scaled = try TierTable(
        symbol: "X",
        tiers: table.tiers.map { tier in
          Tier(
            floor: tier.floor * k, cap: tier.cap.map { $0 * k }, rate: tier.rate,
            maximumLeverage: tier.maximumLeverage)
        })
      let size = inside(table, &g)
      #expect(try scaled.maintenanceMargin(of: size * k) == table.maintenanceMargin(of: size) * k)
    }
  }

  @Test func splittingABracketAtItsRateChangesNothing() throws {
    for seed in 0 ..< Self.cases {
      let table = try table(seed)
      var g = SeededGenerator(seed: UInt64(seed) + 3_000_000)
      let index = Int.random(in: table.tiers.indices, using: &g)
      let tier = table.tiers[index]
      let cut = tier.floor + ((tier.cap ?? .zero) - tier.floor) * decimal(1 ... 999, 3, &g)
      var tiers = table.tiers
      tiers[index] = Tier(
        floor: cut, cap: tier.cap, rate: tier.rate, maximumLeverage: tier.maximumLeverage)
      tiers.insert(
        Tier(
          floor: tier.floor, cap: cut, rate: tier.rate, maximumLeverage: tier.maximumLeverage),
        at: index)
      let split = try TierTable(symbol: "X", tiers: tiers)
      let size = inside(table, &g)
      #expect(try split.maintenanceMargin(of: size) == table.maintenanceMargin(of: size))
    }
  }

  @Test func everyTableLeavesInitialAboveMaintenance() throws {
    for seed in 0 ..< Self.cases {
      var g = SeededGenerator(seed: UInt64(seed) + 4_000_000)
      let drawn = tiers(&g).map { tier in
        Tier(
          floor: tier.floor, cap: tier.cap, rate: tier.rate,
          maximumLeverage: DecimalNumber(Int.random(in: 1 ... 60, using: &g)))
      }
      guard let table = try? TierTable(symbol: "X", tiers: drawn) else { continue }
      let size = inside(table, &g)
      #expect(try table.initialMargin(of: size) >= table.maintenanceMargin(of: size))
    }
  }

  @Test(arguments: [0.5, 0.8, 1.0]) func aBuiltTableCoversAndIsItsOwnOutput(exponent: Double) throws
  {
    for seed in 0 ..< Self.cases / 10 {
      var g = SeededGenerator(seed: UInt64(seed) + 5_000_000)
      let scaling = PowerScaling(
        base: 0.004 + Double.random(in: 0 ... 0.01, using: &g),
        factor: Double.random(in: 1e-7 ... 1e-6, using: &g), exponent: exponent)
      func required(_ n: Double) -> Double { n * min(0.9, scaling.rate(of: n)) }
      var caps: [DecimalNumber] = []
      for power in 4 ... 8 {
        for digit in [1, 2, 5] { caps.append(DecimalNumber(Int128(digit), exponent: power)) }
      }
      let convex = caps.filter { scaling.rate(of: $0.doubleValue) < 0.4 }
      guard convex.count > 2 else { continue }
      let builder = TierTableBuilder(caps: convex)
      let built = try builder.table(
        symbol: "X", requiring: RequiredMargin(at: convex) { required($0.doubleValue) })
      for _ in 0 ..< 20 {
        let size = inside(built.table, &g)
        let margin = try built.table.maintenanceMargin(of: size).doubleValue
        #expect(margin >= required(size.doubleValue) * (1 - 1e-9))
      }
      #expect(built.table.tiers.allSatisfy { builder.leverages.contains($0.maximumLeverage) })
      let again = try builder.table(
        symbol: "X",
        requiring: RequiredMargin(at: convex) {
          (try? built.table.maintenanceMargin(of: $0).doubleValue) ?? .infinity
        })
      #expect(again.table.tiers.map(\.rate) == built.table.tiers.map(\.rate))
      #expect(again.table.deductions == built.table.deductions)
    }
  }

  /// Pieces N (a + b N), a higher by a jump from one to the next, against tables whose caps are elsewhere.
  @Test(.tags(.slow)) func aRequirementThatJumpsBetweenCapsIsCovered() throws {
    for seed in 0 ..< Self.cases {
      var g = SeededGenerator(seed: UInt64(seed) + 6_000_000)
      var base = Double.random(in: 0.002 ... 0.01, using: &g)
      let slope = Double.random(in: 0 ... 1e-7, using: &g)
      var pieces: [(end: DecimalNumber, base: Double)] = []
      for piece in 1 ... Int.random(in: 1 ... 6, using: &g) {
        pieces.append((DecimalNumber(Int128(piece * 137_000)), base))
        base += Double.random(in: -0.001 ... 0.02, using: &g)
      }
      let last = try #require(pieces.last?.end)
      func required(_ n: Double, above: Bool = false) -> Double {
        let piece = pieces.first { above ? n < $0.end.doubleValue : n <= $0.end.doubleValue }
        return n * ((piece?.base ?? base) + slope * n)
      }
      let caps = Set([last] + (0 ..< 4).map { _ in decimal(1 ... 137_000, 0, &g) }).sorted()
      let knots = Set(caps + pieces.map(\.end)).sorted().map { knot in
        RequiredMargin.Knot(
          knot, amount: required(knot.doubleValue),
          above: required(knot.doubleValue, above: true))
      }
      var builder = TierTableBuilder(caps: caps)
      builder.initialRatio = 1.5
      let table = try builder.table(symbol: "X", requiring: RequiredMargin(knots)).table
      var sizes = (0 ..< 30).map { _ in inside(table, &g) }
      // A cent above each jump, where the requirement is highest for its size.
      sizes += pieces.dropLast().map { $0.end + DecimalNumber(1, exponent: -2) }
      for size in sizes where size > .zero {
        let margin = try table.maintenanceMargin(of: size).doubleValue
        let initial = try table.initialMargin(of: size).doubleValue
        #expect(margin >= required(size.doubleValue) * (1 - 1e-6))
        #expect(initial >= 1.5 * required(size.doubleValue) * (1 - 1e-6))
      }
      #expect(table.tiers.allSatisfy { builder.rates.contains($0.rate) })
    }
  }

  @Test func whatIsAboveTheLadderIsRefused() {
    let builder = TierTableBuilder(caps: [DecimalNumber(100)])
    #expect(throws: TierFault.aboveLadder(tier: 1, rate: 0.6, last: DecimalNumber("0.5") ?? .zero))
    {
      try builder.table(
        symbol: "X", requiring: RequiredMargin(at: builder.caps) { $0.doubleValue * 0.6 })
    }
    #expect(
      TierTableBuilder.grid(from: DecimalNumber(10), to: DecimalNumber(1000)).map(\.description)
        == [
          "10", "20", "50", "100", "200", "500", "1000",
        ])
  }

  @Test func coinsAreDeductedToTheirLastUnit() throws {
    func tiers(_ deduction: String) -> [Tier] {
      [("0", "10", "0.004", "0"), ("10", "20", "0.0045", deduction)].map { floor, cap, rate, sum in
        Tier(
          floor: DecimalNumber(floor) ?? .zero, cap: DecimalNumber(cap),
          rate: DecimalNumber(rate) ?? .zero, maximumLeverage: DecimalNumber(50),
          publishedDeduction: DecimalNumber(sum))
      }
    }
    _ = try TierTable(symbol: "X", unit: .base, tiers: tiers("0.005"))
    #expect(throws: TierFault.self) {
      try TierTable(symbol: "X", unit: .base, tiers: tiers("0.004"))
    }
    _ = try TierTable(symbol: "X", tiers: tiers("0.004"))
  }

  @Test func decimalsAreExactAndReadBack() throws {
    for (text, plain) in [
      ("0.0040", "0.004"), ("1e-3", "0.001"), ("50000.0", "50000"), ("-12.5E2", "-1250"),
      ("0", "0"), ("1800000000", "1800000000"),
    ] {
      let number = try #require(DecimalNumber(text))
      #expect(number.description == plain)
      #expect(DecimalNumber(plain) == number)
    }
    for text in ["", "-", "1.", ".5", "1e", "1,5", "nan", "inf", "0x1", "1e99", "+1", " 1"] {
      #expect(DecimalNumber(text) == nil, "\(text)")
    }
    var g = SeededGenerator(seed: 7)
    for _ in 0 ..< 1000 {
      let (a, b) = (decimal(-1_000_000 ... 1_000_000, 4, &g), decimal(1 ... 9999, 3, &g))
      #expect((a + b) - b == a)
      #expect(abs((a * b).doubleValue - a.doubleValue * b.doubleValue) <= 1e-9)
      let up = a.dividedUp(by: b, decimals: 6)
      let down = a.dividedDown(by: b, decimals: 6)
      #expect(down.isNegative ? up <= down : up >= down)
      #expect(abs(up.doubleValue - a.doubleValue / b.doubleValue) <= 1e-6)
      #expect(abs(down.doubleValue - a.doubleValue / b.doubleValue) <= 1e-6)
    }
  }
}

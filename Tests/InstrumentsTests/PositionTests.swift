import Instruments
import Statistics
import TestSupport
import Testing

/// Profit and value of positions, and what holds for all of them.
@Suite struct PositionTests {
  private static var cases: UInt64 { SlowTests.enabled ? 10_000 : 300 }

  /// 10⁻⁹ where the two sides of an identity are sums of up to four rounded terms of the size compared with.
  private static let closeness = 1e-9

  @Test func longsAndShortsAreMirrored() throws {
    for seed in 0 ..< Self.cases {
      var g = SeededGenerator(seed: seed + 1_000_000)
      let (size, entry) = (
        Double.random(in: 0.1 ... 100, using: &g), Double.random(in: 1 ... 1e5, using: &g)
      )
      let shock = Double.random(in: 0.001 ... 0.9, using: &g)
      for contract in Contract.allCases {
        let long = try FuturesPosition(contract, .long, size: size, entryPrice: entry)
        let short = try FuturesPosition(contract, .short, size: size, entryPrice: entry)
        let (down, up) = (entry * (1 - shock), entry * (1 + shock))
        #expect(long.unrealizedProfit(at: up) == -short.unrealizedProfit(at: up))
        let ratio = long.unrealizedProfit(at: down) / short.unrealizedProfit(at: up)
        let wanted = contract == .inverse ? (1 + shock) / (1 - shock) : 1
        #expect(abs(ratio / wanted - 1) < Self.closeness)
      }
    }
  }

  /// The profit per notional at the entry is the contract's profit of the simple return.
  @Test(arguments: Contract.allCases)
  func profitIsThatOfTheReturn(contract: Contract) throws {
    for seed in 0 ..< Self.cases {
      var g = SeededGenerator(seed: seed)
      let position = try FuturesPosition(
        contract, .long, size: .random(in: 0.1 ... 100, using: &g),
        entryPrice: .random(in: 1 ... 1e5, using: &g),
        multiplier: .random(in: 0.01 ... 10, using: &g))
      let move = Double.random(in: -0.9 ... 3, using: &g)
      let profit = position.unrealizedProfit(at: position.entryPrice * (1 + move))
      let notional = position.notional(at: position.entryPrice)
      let wanted = notional * contract.longProfit(ofSimpleReturn: move)
      #expect(abs(profit - wanted) <= Self.closeness * notional)
    }
  }

  /// BitMEX's quanto: a multiplier in the settling currency on a linear contract.
  @Test func aQuantoIsLinearWithAMultiplier() throws {
    let held = try FuturesPosition(
      .linear, .long, size: 10, entryPrice: 500, multiplier: 0.000001)
    // Products of three factors near 10⁻³: one part in 10¹² is a thousand roundings.
    #expect(abs(held.notional(at: 500) - 0.005) < 5e-15)
    #expect(abs(held.unrealizedProfit(at: 505) - 0.00005) < 5e-15)
  }

  @Test(arguments: [0.0, -1, .infinity, .nan])
  func aNumberThatIsNotAboveZeroIsRefused(number: Double) {
    #expect(throws: InvalidPosition.self) {
      try FuturesPosition(.linear, .long, size: number, entryPrice: 100)
    }
    #expect(throws: InvalidPosition.self) {
      try FuturesPosition(.inverse, .short, size: 1, entryPrice: number)
    }
  }

  /// A factor of one changes nothing but last bits; a moved option is worth what the model says it gained.
  @Test(arguments: SettlementCurrency.allCases)
  func anOptionMovesWithItsModel(settlement: SettlementCurrency) {
    let option = VanillaOption(.put, strike: 110, years: 0.25)
    let position = OptionPosition(
      option, .short, size: 2, index: 100, forward: 101, volatility: 0.8, mark: 0.4,
      settlement: settlement)
    // Sums of a mark below one and premiums of about twenty: a few last bits of twenty.
    #expect(abs(position.moved(by: 1).mark - position.mark) < 1e-14)
    let model = OptionRevaluation(option, volatility: 0.8, settlement: settlement)
    let gained = model.value(at: 101 * 0.9) - model.value(at: 101)
    #expect(abs(position.moved(by: 0.9).mark - (0.4 + gained)) < 1e-14 * (1 + abs(gained)))
    #expect(position.gainsWithPrice && position.value == -0.8)
  }

  @Test func aPairIsWorthWhatIsOwnedLessWhatIsOwed() {
    let pair = SpotPair(quote: .init(owed: 10_000), base: .init(owned: 1.1, owed: 0.1))
    #expect(pair.value(at: 11_000) == 1000 && pair.owed(at: 11_000) == 11_100)
  }
}

import Margin
import MarketData
import Testing

/// The margin of one contract in money.
struct ContractMarginTests {
  private func margin(
    _ maintenance: Int, price: Double?, multiplier: Double?, tick: Double?
  ) throws -> ContractMargin? {
    let terms = ContractTerms(multiplier: multiplier, tick: tick)
    let rates = InstrumentMargin(
      covering: MarginRate(millionths: maintenance), under: try policy())
    return ContractMargin(rates, price: price, terms: terms)
  }

  /// The rate in millionths, price, multiplier and tick, and the margins in money.
  @Test(
    arguments: [
      // Crude oil: 5 % and 5.5 % of 97.4 × 1000 are 4870 and 5357 dollars, a tick is 10 dollars.
      (50_000, 97.4, 1000.0, 0.01, 4870.0, 5360.0),
      // An index: 250 and 275 dollars are 20 and 22 ticks of 12.50 dollars.
      (50_000, 100, 50, 0.25, 250, 275),
      // 5.3 % and 5.85 % of 5000 are 21.2 and 23.4 of these ticks.
      (53_000, 100, 50, 0.25, 275, 300),
      // A currency: 2.2 % and 2.45 % of 1.08505 × 125000, in ticks of 6.25 dollars.
      (22_000, 1.08505, 125_000, 0.00005, 2987.5, 3325),
      // A rate of zero gives an amount of zero.
      (0, 100, 50, 0.25, 0, 0),
    ] as [(Int, Double, Double, Double, Double, Double)])
  func theMarginIsAWholeNumberOfTickValues(
    rate: Int, price: Double, multiplier: Double, tick: Double, maintenance: Double,
    initial: Double
  ) throws {
    let money = try #require(
      try margin(rate, price: price, multiplier: multiplier, tick: tick))
    #expect(money.maintenance == maintenance)
    #expect(money.initial == initial)
  }

  @Test func withoutATickTheMarginIsRoundedToHundredths() throws {
    // 5 % of 3.333 × 7 is 1.16655; 5.5 % is 1.283205.
    let money = try #require(try margin(50_000, price: 3.333, multiplier: 7, tick: nil))
    #expect(money.maintenance == 1.17)
    #expect(money.initial == 1.29)
  }

  @Test func withoutAPriceOrAMultiplierThereIsNone() throws {
    #expect(try margin(50_000, price: nil, multiplier: 10, tick: 1) == nil)
    #expect(try margin(50_000, price: 0, multiplier: 10, tick: 1) == nil)
    #expect(try margin(50_000, price: -37.63, multiplier: 10, tick: 1) == nil)
    #expect(try margin(50_000, price: 100, multiplier: nil, tick: 1) == nil)
  }

  @Test(arguments: 1 ... 200)
  func theMarginIsTheLeastThatCoversTheRate(seed: Int) throws {
    let price = 1 + Double(seed * 7919 % 1000) / 8
    let unit = 2.5
    let money = try #require(try margin(seed * 500, price: price, multiplier: 10, tick: 0.25))
    let exact = Double(seed * 500) / 1e6 * price * 10
    // The product of three doubles is off by less than 1e-15 of a number below 1000.
    #expect(money.maintenance >= exact - 1e-9)
    #expect(money.maintenance < exact + unit)
    #expect((money.maintenance / unit).rounded() == money.maintenance / unit)
  }
}

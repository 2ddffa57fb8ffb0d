import Foundation
import Margin
import Testing

@Suite struct MarginRateTests {
  @Test func roundingUpIgnoresWhatBinaryFractionsAdd() {
    let step = MarginRate(millionths: 500)
    #expect(0.07 * 1.25 > 0.0875)
    #expect(MarginRate(roundingUp: 0.07 * 1.25, toMultipleOf: step)?.millionths == 87_500)
  }

  @Test(arguments: [
    (0.0, 0), (0.0005, 500), (0.000_500_001, 1000), (0.0731, 73_500), (1.0, 1_000_000),
    (1e-10, 0), (1.2e-9, 500),
  ])
  func roundingUpIsTheLeastMultipleNotBelow(fraction: Double, millionths: Int) {
    let step = MarginRate(millionths: 500)
    #expect(MarginRate(roundingUp: fraction, toMultipleOf: step)?.millionths == millionths)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e4 + 1])
  func aRateThatCannotBeHeldIsNone(fraction: Double) {
    #expect(MarginRate(roundingUp: fraction, toMultipleOf: MarginRate(millionths: 500)) == nil)
    #expect(MarginRate(fraction: fraction) == nil)
    #expect(MarginRate(nearest: fraction) == nil)
  }

  @Test func aRateIsWrittenAndReadAsItsFraction() throws {
    let rates = [0, 500, 87_500, 123_457, 1_000_000].map(MarginRate.init(millionths:))
    let text = String(decoding: try JSONEncoder().encode(rates), as: UTF8.self)
    #expect(text == "[0,0.0005,0.0875,0.123457,1]")
    #expect(try JSONDecoder().decode([MarginRate].self, from: Data(text.utf8)) == rates)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([MarginRate].self, from: Data("[0.0000005]".utf8))
    }
  }

  @Test(arguments: [(99_000, 1010), (100_000, 1000), (30_000, 3333), (1_200_000, 83)])
  func leverageIsOneOverTheInitialMarginRoundedDown(millionths: Int, hundredths: Int) {
    let leverage = LeverageRounding.hundredths
      .maximumLeverage(forInitialMargin: MarginRate(millionths: millionths))
    #expect(leverage?.hundredths == hundredths)
  }

  @Test func leverageFallsToTheHighestRungTheMarginAllows() {
    let ladder = LeverageRounding.ladder([100, 200, 500, 1000].map(Leverage.init(hundredths:)))
    let rung = { (millionths: Int) in
      ladder.maximumLeverage(forInitialMargin: MarginRate(millionths: millionths))?.hundredths
    }
    #expect(rung(100_000) == 1000)
    #expect(rung(100_001) == 500)
    #expect(rung(999_999) == 100)
    #expect(rung(1_000_001) == nil)
    #expect(rung(0) == nil)
  }

  @Test func aPeriodOfRiskSaysItsUnit() {
    #expect(MarginPeriodOfRisk(count: 1, unit: .bars).description == "1 bar")
    #expect(MarginPeriodOfRisk(count: 2, unit: .businessDays).description == "2 business days")
    #expect(MarginPeriodOfRisk(count: 36, unit: .hours).description == "36 hours")
  }
}

import Reporting
import Testing

struct NumberTextTests {
  @Test(
    arguments: [
      (0.0731, 2, "7.31 %"), (0.5, 0, "50 %"), (-0.0004, 2, "-0.04 %"), (0, 2, "0.00 %"),
      (0.00797, 3, "0.797 %"), (1.2345678, 4, "123.457 %"), (123.456789, 2, "12345.7 %"),
      (.infinity, 2, "infinite"), (.nan, 2, "–"), (0.9999, 1, "100.0 %"),
    ] as [(Double, Int, String)])
  func aRateIsPrintedInPercent(fraction: Double, decimals: Int, expected: String) {
    #expect(NumberText.percent(fraction, decimals: decimals) == expected)
  }

  @Test(
    arguments: [
      (0, "0"), (1, "1"), (0.97, "0.97"), (1.0 / 3, "0.333333"), (-2.5, "-2.5"),
      (247.88669611, "247.887"), (1_234_567, "1234570"), (999_999.7, "1000000"),
      (0.0000123456789, "0.0000123457"), (1.5e-7, "1.5e-07"), (-7.2152687e13, "-7.21527e+13"),
      (9.9999996, "10"), (.nan, "–"),
    ] as [(Double, String)])
  func aNumberHasAtMostSixSignificantDigits(value: Double, expected: String) {
    #expect(NumberText.significant(value) == expected)
  }

  @Test func aLevelHasNoZerosAtItsEnd() {
    #expect(NumberText.shortPercent(0.99) == "99 %")
    #expect(NumberText.shortPercent(0.9975) == "99.75 %")
    #expect(NumberText.shortPercent(nil) == "–")
  }

  @Test func wholeUnitsKeepTheirSignAndZeros() {
    #expect(NumberText.decimal(-7, decimals: 4) == "-0.0007")
    #expect(NumberText.decimal(91_500, decimals: 4) == "9.1500")
    #expect(NumberText.decimal(12, decimals: 0) == "12")
  }
}

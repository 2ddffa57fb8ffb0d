import Foundation
import MarketData
import TestSupport
import Testing

struct LevelFindingTests {
  private let clean = SimulatedPrices.walk(seed: 31)

  private func findings(
    _ close: [Double], high: [Double]? = nil, low: [Double]? = nil, adjusted: [Double]? = nil
  ) -> [DataFinding] {
    DataScreen().findings(
      in: SimulatedPrices.history(close, high: high, low: low), adjustedClose: adjusted)
  }

  @Test(arguments: [0, -12.5, -.infinity, .infinity, .nan])
  func aPriceThatHasNoReturnIsTold(price: Double) {
    let found = findings(clean.replacing(200, with: price))
    #expect(found.kinds == [.nonPositivePrice])
    #expect(found.first?.rows == 200 ..< 201)
    #expect(found.first?.remedy.contains("--on non-positive-price=exclude-return") == true)
    #expect(found.first?.remedy.contains("delete") == false)
  }

  @Test func aYieldThroughZeroIsNotTakenForReturnsOrJumps() {
    let close = (0 ..< 300).map { 0.3 - 0.002 * Double($0) }
    let found = findings(close)
    #expect(found.kinds == [.nonPositivePrice])
    #expect(found.first?.count == 150)
  }

  @Test func aFaultBesideANegativePriceIsStillFound() {
    let close = clean.scaled(from: 300, by: 0.5).replacing(200, with: -36.98)
    #expect(findings(close).kinds == [.splitLikeJump, .nonPositivePrice])
  }

  @Test(arguments: [1.3, 0.013])
  func returnsAreNotPrices(volatility: Double) {
    var generator = SeededGenerator(seed: 4)
    let returns = (0 ..< 300).map { _ in volatility * SimulatedPrices.normal(&generator) }
    let found = findings(returns)
    #expect(found.kinds == [.looksLikeReturns])
    let unit = volatility > 0.1 ? "percent" : "decimal"
    #expect(found.first?.remedy.contains("--returns \(unit)") == true)
  }

  @Test func aSpreadThatRevertsSlowlyIsNotReturns() {
    // First-order autocorrelation of 0.8: von Neumann's ratio is 0.4.
    var generator = SeededGenerator(seed: 5)
    var level = 0.0
    let spread = (0 ..< 500).map { _ -> Double in
      level = 0.8 * level + SimulatedPrices.normal(&generator)
      return level
    }
    #expect(findings(spread).kinds == [.nonPositivePrice])
  }

  @Test func aCloseBeyondItsHighIsTold() {
    let (high, low) = (clean.map { $0 * 1.01 }, clean.map { $0 * 0.99 })
    #expect(findings(clean, high: high, low: low).isEmpty)
    let above = findings(clean, high: high.replacing(40, with: clean[40] * 0.999), low: low)
    #expect(above.kinds == [.closeOutsideBar])
    #expect(above.first?.rows == 40 ..< 41)
    let below = findings(clean, high: high, low: low.replacing(40, with: clean[40] * 1.001))
    #expect(below.kinds == [.closeOutsideBar])
    #expect(findings(clean, high: low, low: high).first?.count == 500)
  }

  @Test func roundedHighsAndLowsAreNotOutside() {
    let close = clean.map { ($0 * 10_000).rounded() / 10_000 }
    let rounded = clean.map { ($0 * 100).rounded() / 100 }
    #expect(findings(close, high: rounded, low: rounded).isEmpty)
  }

  @Test func anUnappliedSplitPartsCloseAndAdjustedClose() throws {
    // The close halves, the adjusted close does not; a dividend of 1 % before is ordinary.
    let close = clean.scaled(from: 250, by: 0.5)
    let dividends = clean.scaled(from: 0, by: 0.495).scaled(from: 100, by: 1 / 0.99)
    let found = findings(close, adjusted: dividends)
    #expect(found.kinds == [.splitLikeJump, .closeAndAdjustedClosePart])
    let parting = try #require(found.first(.closeAndAdjustedClosePart))
    #expect(parting.rows == 249 ..< 251)
    #expect(parting.message.contains("near 1:2"))
  }

  @Test func aSmallSplitIsSeenFromTheAdjustedCloseAlone() {
    let close = clean.scaled(from: 250, by: 0.8)
    #expect(findings(close).isEmpty)
    #expect(findings(close, adjusted: clean).kinds == [.closeAndAdjustedClosePart])
  }

  @Test func aSpecialDividendIsNotASplit() {
    // 15 % of the price is paid out; the adjusted close goes on.
    #expect(findings(clean.scaled(from: 250, by: 0.85), adjusted: clean).isEmpty)
  }

  @Test func figuresHaveTheirSignificantDigits() {
    let found = findings(clean.replacing(10, with: -1234.5678))
    #expect(found.first?.message.contains("-1234.57") == true)
  }
}

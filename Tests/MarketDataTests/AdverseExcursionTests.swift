import MarketData
import TestSupport
import Testing

struct AdverseExcursionTests {
  private let prices = PriceHistory(
    instrument: InstrumentID(rawValue: "A"), axis: .positions(4), high: [100, 104, 110, 101],
    low: [99, 97, 100, 80], close: [100, 102, 108, 90])

  @Test func barsRunFromTheCloseBefore() {
    #expect(
      prices.barMoves == [
        BarMove(close: 102 / 100.0 - 1, low: 97 / 100.0 - 1, high: 104 / 100.0 - 1),
        BarMove(close: 108 / 102.0 - 1, low: 100 / 102.0 - 1, high: 110 / 102.0 - 1),
        BarMove(close: 90 / 108.0 - 1, low: 80 / 108.0 - 1, high: 101 / 108.0 - 1),
      ])
  }

  /// From 100: the lowest price is 80, the highest 110, whatever the closes between.
  @Test func theExcursionIsFromTheStartToTheExtreme() {
    let excursion = AdverseExcursion(over: prices.barMoves)
    #expect(abs(excursion.lowest - (80 / 100.0 - 1)) < 1e-15)
    #expect(abs(excursion.highest - (110 / 100.0 - 1)) < 1e-15)
  }

  @Test func withoutLowsAndHighsItIsOfCloses() {
    let closes = PriceHistory(
      instrument: InstrumentID(rawValue: "A"), axis: .positions(3), close: [100, 90, 120])
    let excursion = AdverseExcursion(over: closes.barMoves)
    #expect(abs(excursion.lowest + 0.1) < 1e-15)
    #expect(abs(excursion.highest - 0.2) < 1e-15)
  }

  @Test func aCloseOutsideItsBarMovesTheBar() {
    let bar = BarMove(close: 0.05, low: 0.06, high: 0.01)
    #expect(bar.low == 0.05)
    #expect(bar.high == 0.05)
    #expect(BarMove(close: -0.2) == BarMove(close: -0.2, low: -0.2, high: -0.2))
  }

  @Test func anEmptyHistoryHasNoBars() {
    let one = PriceHistory(
      instrument: InstrumentID(rawValue: "A"), axis: .positions(1), close: [100])
    #expect(one.barMoves.isEmpty)
  }

  /// A longer horizon from the same start holds the shorter one: no tolerance is needed.
  @Test func itNeverGetsMilderWithTheHorizon() {
    for seed in 0 ..< 50 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let bars = (0 ..< 30).map { _ in
        let close = Double.random(in: -0.1 ... 0.1, using: &generator)
        return BarMove(
          close: close, low: close - Double.random(in: 0 ... 0.05, using: &generator),
          high: close + Double.random(in: 0 ... 0.05, using: &generator))
      }
      for length in 1 ..< 30 {
        let short = AdverseExcursion(over: bars[..<length])
        let long = AdverseExcursion(over: bars[...length])
        #expect(long.lowest <= short.lowest && long.highest >= short.highest)
      }
    }
  }
}

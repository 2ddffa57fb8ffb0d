import Margin
import TestSupport
import Testing

@Suite struct AttributionTests {
  /// v = xy + z with x, y, z from 1 to 2, from 1 to 3, from 0 to 5.
  private func product() -> Attribution {
    Attribution(drivers: 3) { set in
      let x = set & 1 != 0 ? 2.0 : 1
      let y = set & 2 != 0 ? 3.0 : 1
      return x * y + (set & 4 != 0 ? 5 : 0)
    }
  }

  @Test func aProductIsSharedInHalves() {
    let attribution = product()
    #expect(attribution.old == 1 && attribution.new == 11)
    #expect(attribution.own == [1, 2, 5])
    #expect(attribution.interaction == 2)
    #expect(attribution.ordered == [1, 4, 5])
    #expect(zip(attribution.shapley, [2, 3, 5]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func sharesAddUpAndDummiesGetNothing() {
    for seed in 0 ..< 50 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let count = Int.random(in: 1 ... 7, using: &generator)
      let values = (0 ..< 1 << (count - 1)).map { _ in
        Double.random(in: 0 ... 1, using: &generator)
      }
      // The last driver changes nothing.
      let attribution = Attribution(drivers: count) { values[$0 % (1 << (count - 1))] }
      let total = attribution.new - attribution.old
      #expect(abs(attribution.shapley.reduce(0, +) - total) < 1e-12)
      #expect(abs(attribution.ordered.reduce(0, +) - total) < 1e-12)
      #expect(attribution.own.last == 0 && attribution.shapley.last == 0)
    }
  }

  @Test func linesAddUpToTheMoveInMillionths() {
    let attribution = Attribution(drivers: 2) { set in
      (set & 1 != 0 ? 0.0333333 : 0.03) * (set & 2 != 0 ? 1.17 : 1)
    }
    for method in MarginMove.Method.allCases {
      let move = MarginMove(
        from: MarginRate(millionths: 30_500), to: MarginRate(millionths: 41_500),
        drivers: ["a", "b"], attribution: attribution, by: method,
        lines: [.init(driver: "fee", own: nil, change: MarginRate(millionths: 2_000))])
      #expect(move.lines.map(\.driver) == ["a", "b", "fee", "rounding"])
      #expect(move.lines.reduce(0) { $0 + $1.change.millionths } == 11_000)
    }
  }
}

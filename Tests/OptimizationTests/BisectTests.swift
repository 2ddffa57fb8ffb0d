import Optimization
import Testing

@Suite struct BisectTests {
  @Test func theEndsHoldTheTurnBetweenThem() {
    let ends = bisect(between: 1, and: 2, while: { $1 - $0 > 1e-9 }) { $0 * $0 >= 2 }
    #expect(ends.lower * ends.lower < 2 && ends.upper * ends.upper >= 2)
    // Halvings of a width of one: the last is the first at most 1e-9.
    #expect(ends.upper - ends.lower <= 1e-9 && ends.upper - ends.lower > 0.5e-9)
  }

  @Test func itStopsAtNeighbours() {
    let ends = bisect(between: 0, and: 1, while: { _, _ in true }) { $0 >= 0.3 }
    #expect(ends.upper == 0.3 && ends.lower == 0.3.nextDown)
  }

  @Test func givenEndsAreNotAsked() {
    var asked: [Double] = []
    let ends = bisect(between: 0, and: 1, while: { $1 - $0 > 0.25 }) {
      asked.append($0)
      return true
    }
    #expect(asked == [0.5, 0.25] && ends.lower == 0 && ends.upper == 0.25)
  }

  @Test func anIntervalThatIsNarrowStaysAsItIs() {
    let ends = bisect(between: 2, and: 3, while: { $1 - $0 > 1 }) { _ in true }
    #expect(ends.lower == 2 && ends.upper == 3)
  }
}

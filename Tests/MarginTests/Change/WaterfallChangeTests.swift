import Margin
import TestSupport
import Testing

@Suite struct WaterfallChangeTests {
  typealias Step = WaterfallChange.Step

  func steps(_ lines: [(String, Int)]) -> [Step] {
    lines.map { Step(name: $0.0, rate: MarginRate(millionths: $0.1)) }
  }

  @Test func aNewStepAndAMovedOneExplainTheRate() {
    let change = WaterfallChange(
      from: steps([("model", 70_000), ("rounding", 70_000)]),
      to: steps([("model", 80_000), ("buffer", 100_000), ("rounding", 100_500)]))
    #expect(change.lines.map(\.step) == ["model", "buffer", "rounding"])
    #expect(change.lines.map(\.difference.millionths) == [10_000, 20_000, 500])
    #expect(change.lines.map { $0.old?.millionths } == [70_000, nil, 0])
    #expect(change.total.millionths == 30_500)
  }

  @Test func aStepThatIsGoneStandsWhereItStood() {
    let change = WaterfallChange(
      from: steps([("model", 100), ("floor", 150), ("floor", 160), ("rounding", 200)]),
      to: steps([("model", 100), ("floor", 140), ("rounding", 200)]))
    #expect(change.lines.map(\.step) == ["model", "floor", "floor", "rounding"])
    #expect(change.lines.map(\.difference.millionths) == [0, -10, -10, 20])
    #expect(change.lines[2].new == nil)
  }

  @Test func nothingChangesNothing() {
    #expect(WaterfallChange(from: [], to: []).total == .zero)
    let same = steps([("model", 5), ("rounding", 10)])
    #expect(WaterfallChange(from: same, to: same).lines.allSatisfy { $0.difference == .zero })
  }

  @Test func theDifferencesAddUpExactlyWhateverTheSteps() {
    var generator = SeededGenerator(seed: 21)
    func draw() -> [Step] {
      (0 ..< Int.random(in: 0 ... 6, using: &generator)).map { _ in
        let name = ["model", "floor", "buffer", "rounding"].randomElement(using: &generator)
        return Step(
          name: name ?? "model",
          rate: MarginRate(millionths: Int.random(in: 0 ... 1_000_000, using: &generator)))
      }
    }
    for _ in 0 ..< 2_000 {
      let (old, new) = (draw(), draw())
      let change = WaterfallChange(from: old, to: new)
      let rise = (new.last?.rate.millionths ?? 0) - (old.last?.rate.millionths ?? 0)
      #expect(change.total.millionths == rise)
      #expect(change.lines.filter { $0.old != nil }.count == old.count)
      #expect(change.lines.filter { $0.new != nil }.count == new.count)
    }
  }
}

import MarketData
import TestSupport
import Testing

struct StandingPriceTests {
  private let clean = SimulatedPrices.walk(seed: 21)

  private func kinds(_ close: [Double], at times: [Timestamp]? = nil) -> [DataFinding.Kind] {
    DataScreen().findings(in: SimulatedPrices.history(close, at: times)).kinds
  }

  private func frozen(_ close: [Double], _ rows: Range<Int>) -> [Double] {
    var copy = close
    for row in rows { copy[row] = close[rows.lowerBound] }
    return copy
  }

  @Test(arguments: [(5, false), (6, true), (60, true)])
  func sixEqualClosesAreFrozenWhereNoneRepeats(closes: Int, isFrozen: Bool) throws {
    let close = frozen(clean, 100 ..< 100 + closes)
    #expect(kinds(close) == (isFrozen ? [.frozenPrices] : []))
    guard isFrozen else { return }
    let finding = try #require(
      DataScreen().findings(in: SimulatedPrices.history(close)).first)
    #expect(finding.rows == 100 ..< 100 + closes)
    #expect(finding.message.contains("\(closes) equal closes"))
  }

  @Test func runsThatTheHabitExplainsAreNotFrozen() {
    // Half of all closes repeat: among 1,000 runs of ten zero returns are usual.
    var generator = SeededGenerator(seed: 1)
    var illiquid = SimulatedPrices.walk(seed: 22, count: 2_000)
    for row in 1 ..< illiquid.count where Bool.random(using: &generator) {
      illiquid[row] = illiquid[row - 1]
    }
    #expect(kinds(illiquid).isEmpty)
    #expect(kinds(frozen(illiquid, 500 ..< 560)) == [.frozenPrices])
  }

  @Test func pricesRoundedToTicksAreNotFrozen() {
    // A standard deviation of one tick repeats four closes in ten.
    let rounded = SimulatedPrices.walk(seed: 23, count: 2_000).map { $0.rounded() }
    #expect(kinds(rounded).isEmpty)
  }

  @Test func aHistoryThatNeverMovesIsFrozen() {
    #expect(kinds([Double](repeating: 1, count: 300)) == [.frozenPrices])
    #expect(kinds([Double](repeating: 1, count: 29)) == [.frozenPrices, .shortHistory])
    #expect(kinds([Double](repeating: 1, count: 23)) == [.shortHistory])
    let jump = [Double](repeating: 100, count: 400) + [Double](repeating: 60, count: 300)
    #expect(kinds(jump) == [.frozenPrices])
  }

  @Test func binaryRoundingDoesNotHideAFrozenPrice() {
    let close = (0 ..< 60).map { $0 % 3 == 0 ? 14.5500004291534 : 14.5500001907349 }
    #expect(kinds(close) == [.frozenPrices, .shortHistory])
    // A cent on 100,000 is a move.
    #expect(kinds((0 ..< 200).map { 100_000 + 0.01 * Double($0) }).isEmpty)
  }

  @Test func weekendsThatRepeatFridayAreForwardFilled() throws {
    let times = SimulatedPrices.days(700)
    var close = SimulatedPrices.walk(seed: 24, count: 700)
    for row in 1 ..< 700 where times[row].date.weekday.isWeekend { close[row] = close[row - 1] }
    let found = DataScreen().findings(in: SimulatedPrices.history(close, at: times))
    #expect(found.kinds == [.forwardFilled])
    #expect(found.first?.rows == 5 ..< 7)
    #expect(found.first?.count == 100)
  }

  @Test func aMarketThatTradesOnWeekendsIsNotForwardFilled() {
    let times = SimulatedPrices.days(700)
    #expect(kinds(SimulatedPrices.walk(seed: 24, count: 700), at: times).isEmpty)
    // A peg repeats its price on every day of the week.
    let peg = (0 ..< 700).map { $0 % 9 == 0 ? 1.0001 : 1.0 }
    #expect(!kinds(peg, at: times).contains(.forwardFilled))
  }
}

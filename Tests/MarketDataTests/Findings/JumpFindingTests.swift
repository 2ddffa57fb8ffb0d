import MarketData
import TestSupport
import Testing

struct JumpFindingTests {
  private let screen = DataScreen()
  private let clean = SimulatedPrices.walk(seed: 3)

  private func findings(_ close: [Double]) -> [DataFinding] {
    screen.findings(in: SimulatedPrices.history(close))
  }

  @Test(arguments: [
    (0.5, "1:2", "2-for-1 split"), (0.3333, "1:3", "3-for-1 split"),
    (0.6667, "2:3", "3-for-2 split"), (0.1429, "1:7", "7-for-1 split"),
    (0.1, "1:10", "10-for-1 split"), (0.05, "1:20", "20-for-1 split"),
    (5, "5:1", "1-for-5 reverse split"),
  ])
  func anUnadjustedSplitIsNamedByItsRatio(factor: Double, ratio: String, name: String) throws {
    let found = findings(clean.scaled(from: 250, by: factor))
    #expect(found.kinds == [.splitLikeJump])
    let split = try #require(found.first)
    #expect(split.rows == 249 ..< 251)
    #expect(split.count == 1)
    #expect(split.message.contains("near \(ratio): an unadjusted \(name)"))
    #expect(split.times?.upperBound == SimulatedPrices.weekdays(251).last)
    #expect(split.remedy.contains("adjusted close"))
  }

  @Test func twoSplitsAreOneFindingWithACountOfTwo() {
    let found = findings(clean.scaled(from: 150, by: 0.5).scaled(from: 300, by: 0.25))
    #expect(found.kinds == [.splitLikeJump])
    #expect(found.first?.count == 2)
    #expect(found.first?.rows == 149 ..< 151)
  }

  @Test(arguments: [100.0, 1_000, 10, 0.01, 0.001])
  func aChangeOfUnitIsAUnitJump(factor: Double) {
    let found = findings(clean.scaled(from: 400, by: factor))
    #expect(found.kinds == [.unitJump])
    #expect(found.first?.rows == 399 ..< 401)
  }

  @Test func anIslandInAnotherUnitHasTwoUnitJumps() {
    let found = findings(clean.scaled(from: 100, by: 100).scaled(from: 110, by: 0.01))
    #expect(found.kinds == [.unitJump])
    #expect(found.first?.count == 2)
  }

  @Test(arguments: [0.5, 1.3, 10, 100, 0.01])
  func aPrintThatRevertsIsABadPrintAndNothingElse(factor: Double) {
    let found = findings(clean.replacing(200, with: clean[200] * factor))
    #expect(found.kinds == [.revertingPrint])
    #expect(found.first?.rows == 200 ..< 201)
  }

  @Test(arguments: [40_000, 37, 13.7, 0.00135])
  func aLevelThatFitsNoRatioIsAStepChange(factor: Double) {
    let found = findings(clean.scaled(from: 250, by: factor))
    #expect(found.kinds == [.stepChange])
  }

  @Test func aBadFirstPrintIsToldAsOne() {
    let found = findings(clean.replacing(0, with: clean[0] / 740))
    #expect(found.kinds == [.stepChange])
    #expect(found.first?.message.contains("first") == true)
  }

  @Test func aBadLastPrintIsTold() {
    #expect(findings(clean.replacing(499, with: clean[499] * 100)).kinds == [.unitJump])
    #expect(findings(clean.replacing(499, with: clean[499] * 740)).kinds == [.stepChange])
  }

  @Test(arguments: [0.9, 0.78, 0.75, 1.25, 1.35])
  func movesBelowThreeForTwoAreNotFaults(factor: Double) {
    #expect(findings(clean.scaled(from: 250, by: factor)).isEmpty)
  }

  @Test func aCrashInAMarketThatGoesOnMovingIsNotASplit() {
    // A median move of 4 % after the crash makes ln 2 some 17 scales, below 20.
    let after = SimulatedPrices.walk(seed: 9, count: 250, volatility: 0.06)
    let crash = clean[..<250] + after.map { $0 * clean[249] / 200 }
    #expect(findings(Array(crash)).isEmpty)
  }

  @Test func aFallThatIsTradedThroughIsNotASplit() {
    let close = clean.scaled(from: 250, by: 0.5)
    let low = close.map { $0 * 0.995 }
    let gap = close.map { $0 * 1.005 }
    let traded = gap.replacing(250, with: close[249])
    func kinds(_ high: [Double]) -> [DataFinding.Kind] {
      screen.findings(in: SimulatedPrices.history(close, high: high, low: low)).kinds
    }
    #expect(kinds(gap) == [.splitLikeJump])
    #expect(kinds(traded).isEmpty)
  }

  @Test func aHalfRevertedCrashIsNotABadPrint() {
    // Brent on 2020-04-21: −47 %, then +51 %, which leaves a fifth of the price missing.
    let close = clean.scaled(from: 250, by: 0.53).scaled(from: 251, by: 1.51)
    #expect(!findings(close).kinds.contains(.revertingPrint))
  }

  @Test func theReleaseOfAFrozenPriceIsNotAJump() {
    // Sixty bars of 1 % volatility move a price by 8 %; here by 16 %.
    var close = clean
    for row in 200 ..< 260 { close[row] = close[199] }
    let factor = close[199] * 0.6 / close[260]
    #expect(findings(close.scaled(from: 260, by: factor)).kinds == [.frozenPrices])
  }

  @Test(arguments: [3.7, 1e-6, 1e6])
  func theUnitOfPricesDoesNotChangeFindings(unit: Double) {
    let close =
      clean.scaled(from: 150, by: 0.5).replacing(50, with: clean[50] * 3)
      .scaled(from: 400, by: 100)
    let (a, b) = (findings(close), findings(close.map { $0 * unit }))
    #expect(a.kinds == [.splitLikeJump, .unitJump, .revertingPrint])
    #expect(a.kinds == b.kinds)
    #expect(a.map(\.rows) == b.map(\.rows))
    #expect(a.map(\.count) == b.map(\.count))
  }

  @Test func anUndatedHistoryIsScreenedByRows() throws {
    let close = clean.scaled(from: 250, by: 0.5)
    let history = PriceHistory(
      instrument: InstrumentID(rawValue: "X"), axis: .positions(close.count), close: close)
    let split = try #require(screen.findings(in: history).first)
    #expect(split.kind == .splitLikeJump)
    #expect(split.times == nil)
    #expect(split.message.contains("at row 251"))
  }

  @Test func aHigherBoundFindsFewerJumps() {
    let wild = SimulatedPrices.walk(seed: 5, volatility: 0.02).scaled(from: 250, by: 0.5)
    let history = SimulatedPrices.history(wild)
    #expect(DataScreen().findings(in: history).kinds == [.splitLikeJump])
    #expect(DataScreen(jumpScales: 100).findings(in: history).isEmpty)
  }
}

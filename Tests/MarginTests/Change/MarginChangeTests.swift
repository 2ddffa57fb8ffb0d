import Instruments
import Margin
import MarketData
import RiskMeasures
import TestSupport
import Testing

/// Rates in hundredths of a percent, which read as in a schedule.
func rates(_ initial: Int, _ maintenance: Int) throws -> MarginRates {
  try #require(
    MarginRates(
      initial: MarginRate(millionths: initial * 100),
      maintenance: MarginRate(millionths: maintenance * 100)))
}

func change(
  from old: MarginRates, to new: MarginRates, threshold: RelativeLimit = .general,
  side: Side = .long, instrument: String = "A"
) -> MarginChange {
  MarginChange(
    instrument: InstrumentID(rawValue: instrument), side: side, from: old, to: new,
    threshold: threshold)
}

@Suite struct MarginChangeTests {
  @Test func aChangeOfExactlyTheThresholdPasses() throws {
    // 0.115 − 0.1 over 0.1 is 0.15000000000000002 in binary fractions.
    let atThreshold = change(from: try rates(1000, 1000), to: try rates(1150, 1150))
    #expect(!atThreshold.isPastThreshold)
    #expect(atThreshold[.initial].absolute == MarginRate(millionths: 15_000))
    #expect(atThreshold[.initial].relative == 0.15)
    let above = change(from: try rates(1000, 1000), to: try rates(1151, 1000))
    #expect(above.isPastThreshold && above[.initial].isPastThreshold)
    #expect(!above[.maintenance].isPastThreshold)
  }

  @Test func aFallCountsAsARise() throws {
    let fall = change(from: try rates(1000, 800), to: try rates(840, 690))
    #expect(fall[.initial].relative == -0.16)
    #expect(fall[.initial].isPastThreshold)
    #expect(!fall[.maintenance].isPastThreshold)
    #expect(fall.size == 0.16)
  }

  @Test func collateralIsRemarkedOnEarlier() throws {
    let six = change(from: try rates(500, 500), to: try rates(530, 530), threshold: .collateral)
    #expect(six.isPastThreshold)
    let five = change(from: try rates(500, 500), to: try rates(525, 525), threshold: .collateral)
    #expect(!five.isPastThreshold)
  }

  @Test func aChangeFromZeroIsPastEveryThreshold() throws {
    let limit = try #require(RelativeLimit(100))
    let fromZero = RateChange(from: .zero, to: MarginRate(millionths: 1), threshold: limit)
    #expect(fromZero.relative == nil && fromZero.size == .infinity && fromZero.isPastThreshold)
    let still = RateChange(from: .zero, to: .zero, threshold: limit)
    #expect(still.relative == 0 && !still.isPastThreshold)
  }

  @Test func theLargestChangeComesFirst() throws {
    let base = try rates(1000, 900)
    let changes = try [
      change(from: base, to: base, instrument: "C"),
      change(from: base, to: rates(1200, 1000), instrument: "B"),
      change(from: base, to: rates(700, 650), instrument: "A"),
      change(from: base, to: base, side: .short, instrument: "C"),
    ].shuffled().sorted(by: MarginChange.isOrdered)
    #expect(changes.map(\.instrument.rawValue) == ["A", "B", "C", "C"])
    #expect(changes.map(\.side) == [.long, .long, .long, .short])
  }

  @Test func ratesThatNoScheduleHasAreRefused() {
    let (low, high) = (MarginRate(millionths: 1), MarginRate(millionths: 2))
    #expect(MarginRates(initial: low, maintenance: high) == nil)
    #expect(MarginRates(initial: high, maintenance: MarginRate(millionths: -1)) == nil)
    #expect(MarginRates(initial: high, maintenance: low)?[.maintenance] == low)
  }

  @Test(arguments: [0, -0.1, 100.5, .nan, .infinity, 0.123_456_7])
  func aLimitIsAboveZeroAndHasSixDecimals(fraction: Double) {
    #expect(RelativeLimit(fraction) == nil)
    #expect(RelativeLimit(0.15) == .general)
  }
}

@Suite struct ReferencePositionTests {
  func position(_ multiple: Double, _ side: Side = .long) -> ReferencePosition {
    ReferencePosition(leverage: Leverage(hundredths: Int(multiple * 100)), side: side)
  }

  @Test func aPositionIsCalledBelowInitialAndLiquidatedFromMaintenanceDown() throws {
    let new = try rates(1250, 1000)
    #expect(position(8).outcome(under: new) == .kept)
    #expect(position(8.01).outcome(under: new) == .called)
    #expect(position(9.99).outcome(under: new) == .called)
    #expect(position(10).outcome(under: new) == .liquidated)
    #expect(position(8).canBeOpened(under: new) && !position(8.01).canBeOpened(under: new))
  }

  @Test func anInitialMarginAloneLiquidatesNobody() throws {
    let old = try rates(500, 400)
    for initial in stride(from: 500, through: 9_900, by: 100) {
      let impact = ChangeImpact(
        of: change(from: old, to: try rates(initial, 400)),
        leverages: (1 ... 25).map { Leverage(hundredths: 100 * $0) })
      #expect(impact.positions.count == 20)
      #expect(impact.leverages(.liquidated).isEmpty && impact.smallestLiquidated == nil)
      #expect(impact.leverages(.called).isEmpty == (initial <= 500))
    }
  }

  @Test func theSmallestLeveragesAreThoseAtWhichTheOutcomeTurns() throws {
    let moved = change(from: try rates(1000, 800), to: try rates(1200, 1000))
    let impact = ChangeImpact(
      of: moved, leverages: [5, 8, 9, 10, 20].map { Leverage(hundredths: 100 * $0) })
    // 1 / 0.12 = 8.33…, 1 / 0.10 = 10; 20 times could not be opened at 10 %.
    #expect(impact.smallestCalled == Leverage(hundredths: 834))
    #expect(impact.smallestLiquidated == Leverage(hundredths: 1000))
    #expect(impact.positions.map(\.after) == [.kept, .kept, .called, .liquidated])
    #expect(impact.positions.allSatisfy { $0.before == .kept })
    #expect(impact.leverages(.called) == [Leverage(hundredths: 900)])
  }

  @Test func aLadderLeavesOutWhatItDidNotAllow() throws {
    let impact = ChangeImpact(
      of: change(from: try rates(1000, 800), to: try rates(1200, 1000)),
      leverages: [5, 9, 10].map { Leverage(hundredths: 100 * $0) },
      highestLeverage: Leverage(hundredths: 900))
    #expect(impact.positions.map(\.leverage.hundredths) == [500, 900])
    #expect(impact.smallestCalled == Leverage(hundredths: 834))
    #expect(impact.smallestLiquidated == nil)
  }

  @Test func nobodyIsHitByAFall() throws {
    let impact = ChangeImpact(
      of: change(from: try rates(1000, 1000), to: try rates(900, 800)),
      leverages: [Leverage(hundredths: 1000)])
    #expect(impact.smallestCalled == nil && impact.smallestLiquidated == nil)
    // Under one rate for both, who holds just the margin is at its limit already.
    #expect(impact.positions.map(\.before) == [.liquidated])
    #expect(impact.positions.map(\.after) == [.kept])
    #expect(impact.positions.filter(\.isHit).isEmpty)
  }

  @Test(arguments: Side.allCases, [1.25, 2, 5, 12.5, 50])
  func afterTheAdverseMoveEquityIsMaintenance(side: Side, multiple: Double) throws {
    let terms = try rates(150, 120)
    let move = try #require(position(multiple, side).adverseMove(under: terms))
    let price = side == .long ? 1 - move : 1 + move
    let equity = 1 / multiple - move
    #expect(move > 0)
    // A few roundings of numbers below two.
    #expect(isClose(equity, terms.maintenance.fraction * price, absolute: 4 * 2.0.ulp))
  }

  @Test func theEndsOfTheAdverseMoveAreSaid() throws {
    let terms = try rates(2500, 2000)
    #expect(position(5).adverseMove(under: terms) == 0)
    #expect(position(1).adverseMove(under: terms) == nil)
    // Without leverage a short position doubles before it has nothing: (1 − 0.2) / 1.2.
    #expect(try #require(position(1, .short).adverseMove(under: terms)) == 0.8 / 1.2)
  }
}

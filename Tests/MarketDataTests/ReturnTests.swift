import Foundation
import LinearAlgebra
import MarketData
import Testing

struct ReturnTests {
  private func axis(_ days: [Int32]) -> TimeAxis {
    .times(days.map { Timestamp(CalendarDate(days: $0)) })
  }

  private func series(_ name: String, _ days: [Int32], _ values: [Double]) -> ReturnSeries {
    ReturnSeries(
      instrument: InstrumentID(rawValue: name), axis: axis(days), convention: .simple,
      values: values)
  }

  @Test func returnsEndWhereTheirBarsEnd() {
    let history = PriceHistory(
      instrument: InstrumentID(rawValue: "A"), axis: axis([1, 2, 5]), close: [100, 110, 99])
    let ratios: [Double] = [110.0 / 100, 99.0 / 110]
    #expect(history.returns(.simple).values == ratios.map { $0 - 1 })
    #expect(history.returns(.log).values == ratios.map { log($0) })
    #expect(history.returns(.simple).axis == axis([2, 5]))
    let overTwo: Double = 99.0 / 100 - 1
    #expect(history.returns(.simple, over: 2).values == [overTwo])
    #expect(history.returns(.simple, over: 3).values.isEmpty)
  }

  @Test func returnsOverSeveralBarsCompound() {
    let returns = series("A", [1, 2, 3], [0.1, -0.5, 0.2])
    let compounded = returns.compounded(over: 2)
    // Two products and a subtraction: three roundings of numbers below 2.
    let tolerance = 3 * Double.ulpOfOne
    #expect(abs(compounded.values[0] - (1.1 * 0.5 - 1)) <= tolerance)
    #expect(abs(compounded.values[1] - (0.5 * 1.2 - 1)) <= tolerance)
    #expect(compounded.axis == axis([2, 3]))
    #expect(returns.compounded(over: 4).values.isEmpty)
    let logs = returns.converted(to: .log)
    #expect(abs(logs.values[0] - log(1.1)) <= tolerance)
    #expect(abs(logs.compounded(over: 2).values[0] - log(1.1 * 0.5)) <= tolerance)
  }

  @Test func aPanelStandsOnCommonDatesAndLosesNoMove() throws {
    let coin = series("COIN", [1, 2, 3, 4, 5, 6], [0.1, 0.2, 0.1, 0.1, 0.3, 0.4])
    let stock = series("STOCK", [2, 5], [0.01, 0.02])
    let panel = try ReturnPanel([stock, coin])
    #expect(panel.instruments.map(\.rawValue) == ["COIN", "STOCK"])
    #expect(panel.axis == axis([5]))
    #expect(abs(panel.values[0, 0] - (1.1 * 1.1 * 1.3 - 1)) <= 4 * Double.ulpOfOne)
    #expect(panel.values[1, 0] == 0.02)
    #expect(panel.counts.map(\.merged) == [2, 0])
    #expect(panel.counts.map(\.dropped) == [3, 1])
  }

  @Test func aPanelOfEqualAxesIsTheSeriesThemselves() throws {
    let panel = try ReturnPanel([
      series("B", [1, 2], [0.3, 0.4]), series("A", [1, 2], [0.1, 0.2]),
    ])
    #expect(panel.axis == axis([1, 2]))
    let cells = [panel.values[0, 0], panel.values[1, 0], panel.values[0, 1], panel.values[1, 1]]
    #expect(cells == [0.1, 0.3, 0.2, 0.4])
    #expect(panel.counts.allSatisfy { $0.merged == 0 && $0.dropped == 0 })
  }

  @Test func seriesThatCannotSharePanelsAreRefused() {
    let a = series("A", [1, 2], [0.1, 0.2])
    #expect(throws: MarketDataError.noCommonDates([a.instrument, InstrumentID(rawValue: "B")])) {
      try ReturnPanel([a, series("B", [3, 4], [0.1, 0.2])])
    }
    #expect(throws: MarketDataError.mixedConventions) {
      try ReturnPanel([a, series("B", [1, 2], [0.1, 0.2]).converted(to: .log)])
    }
    let undated = ReturnSeries(
      instrument: InstrumentID(rawValue: "U"), axis: .positions(3), convention: .simple,
      values: [0, 0, 0])
    #expect(throws: MarketDataError.mixedAxes(counts: [])) { try ReturnPanel([a, undated]) }
  }

  @Test func aClippedHistoryKeepsTheBarsBetweenTwoTimes() {
    let history = PriceHistory(
      instrument: InstrumentID(rawValue: "A"), axis: axis([1, 2, 5, 6]), open: [1, 2, 3, 4],
      close: [5, 6, 7, 8])
    let through = history.clipped(through: Timestamp(CalendarDate(days: 4)))
    #expect(through.close == [5, 6])
    #expect(through.open == [1, 2])
    #expect(through.axis == axis([1, 2]))
    #expect(history.clipped(from: Timestamp(CalendarDate(days: 5))).close == [7, 8])
    #expect(history.clipped(through: Timestamp(CalendarDate(days: 0))).close.isEmpty)
  }
}

import MarketData
import TestSupport
import Testing

struct TimeFindingTests {
  private func findings(
    _ times: [Timestamp], asOf: String? = nil
  ) -> [DataFinding] {
    let close = SimulatedPrices.walk(seed: 11, count: times.count)
    return DataScreen(asOf: asOf.map(CalendarDate.known)).findings(
      in: SimulatedPrices.history(close, at: times))
  }

  private func without(_ rows: Range<Int>, _ times: [Timestamp]) -> [Timestamp] {
    Array(times[..<rows.lowerBound] + times[rows.upperBound...])
  }

  @Test(arguments: [(4, false), (5, true), (40, true)])
  func fiveMissingWeekdaysAreAHole(missing: Int, isHole: Bool) {
    let found = findings(without(100 ..< 100 + missing, SimulatedPrices.weekdays(500)))
    #expect(found.kinds == (isHole ? [.hole] : []))
    if isHole {
      #expect(found.first?.rows == 99 ..< 101)
      #expect(found.first?.message.contains("\(missing) trading days missing") == true)
    }
  }

  @Test func holidaysAreNoHoles() {
    // Two weeks of one missing day each, an Easter of two, every year a holiday week of five days
    // that recurs as in China.
    let all = SimulatedPrices.weekdays(1_040)
    let ofAYear = [5, 6, 31, 90] + Array(200 ..< 205)
    let holidays = Set((0 ..< 4).flatMap { year in ofAYear.map { 260 * year + $0 } })
    let times = all.indices.filter { !holidays.contains($0) }.map { all[$0] }
    #expect(findings(times).isEmpty)
  }

  @Test func aClosureOnListedHolidaysIsNoHole() {
    let all = SimulatedPrices.weekdays(500)
    let times = without(100 ..< 106, all)
    let close = SimulatedPrices.walk(seed: 11, count: times.count)
    func found(_ holidays: Range<Int>) -> [DataFinding.Kind] {
      DataScreen(holidays: HolidayList(Set(holidays.map { all[$0].date }))).findings(
        in: SimulatedPrices.history(close, at: times)
      ).kinds
    }
    #expect(found(100 ..< 100) == [.hole])
    #expect(found(100 ..< 101) == [.hole])
    #expect(found(100 ..< 102) == [])
  }

  @Test(arguments: [(1, false), (2, true)])
  func twoMissingDaysAreAHoleAroundTheClock(missing: Int, isHole: Bool) {
    let found = findings(without(100 ..< 100 + missing, SimulatedPrices.days(500)))
    #expect(found.kinds == (isHole ? [.hole] : []))
  }

  @Test func severalHolesAreCountedAndTheLongestIsNamed() {
    let times = without(300 ..< 330, without(100 ..< 107, SimulatedPrices.weekdays(500)))
    let hole = findings(times).first(.hole)
    #expect(hole?.count == 2)
    #expect(hole?.rows == 99 ..< 101)
    #expect(hole?.message.contains("30 trading days missing") == true)
  }

  @Test func foreignExchangeHasHolesFromThreeDaysOn() {
    let times = SimulatedPrices.days(700).filter { $0.date.weekday != .saturday }
    let dates = { (from: String, to: String) in
      times.filter { !($0 >= Timestamp(.known(from)) && $0 <= Timestamp(.known(to))) }
    }
    #expect(findings(times).isEmpty)
    #expect(findings(dates("2018-12-25", "2018-12-26")).isEmpty)
    #expect(findings(dates("2018-12-10", "2018-12-12")).kinds == [.hole])
  }

  /// Hours from Monday 01:00 to Friday 21:00 without 22:00, as metals trade.
  private var hours: [Timestamp] {
    SimulatedPrices.days(200).flatMap { day -> [Timestamp] in
      guard !day.date.weekday.isWeekend else { return [] }
      return (0 ..< 22).map { Timestamp(milliseconds: day.milliseconds + $0 * 3_600_000) }
    }
  }

  @Test func hourlyBarsMayPauseOvernightOverWeekendsAndOnHolidays() {
    #expect(findings(hours).isEmpty)
    #expect(findings(without(220 ..< 264, hours)).isEmpty)
    // An early close reaches into the break.
    #expect(findings(without(215 ..< 220, hours)).isEmpty)
  }

  @Test func hoursMissingWithinASessionAreAHole() {
    #expect(findings(without(225 ..< 227, hours)).isEmpty)
    #expect(findings(without(225 ..< 229, hours)).kinds == [.hole])
    #expect(findings(without(220 ..< 286, hours)).kinds == [.hole])
  }

  @Test func weeksAndMonthsHaveHolesToo() {
    let weeks = (0 ..< 300).map { Timestamp(CalendarDate.known("2012-01-06").adding(days: 7 * $0)) }
    #expect(findings(weeks).isEmpty)
    #expect(findings(without(100 ..< 101, weeks)).isEmpty)
    #expect(findings(without(100 ..< 102, weeks)).kinds == [.hole])
    let months = (0 ..< 240).compactMap {
      CalendarDate(year: 2000 + $0 / 12, month: $0 % 12 + 1, day: 28).map(Timestamp.init)
    }
    #expect(findings(months).isEmpty)
    #expect(findings(without(100 ..< 101, months)).kinds == [.hole])
  }

  @Test(arguments: [
    // The last bar is of Friday 2019-11-29.
    ("2019-11-29", false), ("2019-12-02", false), ("2019-12-06", false), ("2019-12-09", false),
    ("2019-12-10", true), ("2023-01-01", true),
  ])
  func pricesAreStaleAfterMoreThanAHolidayWeek(asOf: String, isStale: Bool) {
    let found = findings(SimulatedPrices.weekdays(500), asOf: asOf)
    #expect(found.kinds == (isStale ? [.stalePrices] : []))
    #expect(found.first?.message.contains("2019-11-29") ?? true)
  }

  @Test(arguments: [("2019-05-17", false), ("2019-05-18", true)])
  func dailyPricesAroundTheClockAreStaleAfterThreeDays(asOf: String, isStale: Bool) {
    // The last bar is of 2019-05-14; 15 to 17 May are missing on the 18th.
    let found = findings(SimulatedPrices.days(499), asOf: asOf)
    #expect(found.kinds == (isStale ? [.stalePrices] : []))
  }

  @Test func aBarAfterTheAsOfDateIsInTheFuture() {
    let times = SimulatedPrices.weekdays(500)
    let future = findings(times, asOf: "2019-11-27").first(.futureDate)
    #expect(future?.count == 2)
    #expect(future?.rows == 498 ..< 499)
    #expect(findings(times, asOf: "2019-11-29").isEmpty)
  }

  @Test func theYear2924IsInTheFutureOfAnyFile() {
    let times = SimulatedPrices.weekdays(499) + [Timestamp(.known("2924-02-23"))]
    #expect(findings(times).kinds == [.hole, .futureDate])
  }

  @Test func timesThatDescendOrRepeatAreNamedAndNothingIsReadIntoThem() {
    var times = SimulatedPrices.weekdays(300)
    times.swapAt(10, 20)
    #expect(findings(times).kinds == [.unsorted])
    times = SimulatedPrices.weekdays(300)
    times[10] = times[9]
    #expect(findings(times).kinds == [.duplicateDate])
  }

  @Test(arguments: [(0, true), (1, true), (99, true), (100, false)])
  func ninetyNineReturnsAreNeeded(count: Int, isShort: Bool) {
    let found = findings(SimulatedPrices.weekdays(count))
    #expect(found.kinds == (isShort ? [.shortHistory] : []))
  }
}

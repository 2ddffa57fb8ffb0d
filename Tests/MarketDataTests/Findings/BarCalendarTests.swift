import MarketData
import TestSupport
import Testing

struct TradingCalendarTests {
  private func calendar(_ times: [Timestamp]) throws -> TradingCalendar {
    try #require(TradingCalendar(of: .times(times)))
  }

  private func hours(_ range: Range<Int>, on days: [Timestamp]) -> [Timestamp] {
    days.flatMap { day in
      range.map { Timestamp(milliseconds: day.milliseconds + Int64($0) * 3_600_000) }
    }
  }

  @Test func weekdaysAreSeen() throws {
    let calendar = try calendar(SimulatedPrices.weekdays(523))
    #expect(calendar.kind == .weekdays)
    #expect(calendar.barLength == .daily)
    #expect(calendar.tradingDays.count == 5)
    // 522 steps in 730 days.
    #expect(abs((calendar.barsPerYear ?? 0) - 522.0 / 730 * 365.2425) < 1e-9)
    #expect(calendar.description == "weekdays, daily bars, 261.2 bars per year")
  }

  @Test func everyDayIsContinuous() throws {
    let calendar = try calendar(SimulatedPrices.days(400))
    #expect(calendar.kind == .continuous)
    #expect(calendar.tradingDays.count == 7)
    #expect(calendar.description == "24/7, daily bars, 365.2 bars per year")
  }

  @Test func sundayStubsAreNotTradingDays() throws {
    let times = SimulatedPrices.days(400).filter { $0.date.weekday != .saturday }
    let calendar = try calendar(times)
    #expect(calendar.kind == .weekdaysWithSunday)
    #expect(!calendar.tradingDays.contains(.sunday))
    #expect(calendar.description.hasPrefix("weekdays with a Sunday stub, daily bars"))
  }

  @Test func aWeekFromSundayToThursdayIsAWeekOfFiveDays() throws {
    let times = SimulatedPrices.days(400).filter {
      ![.friday, .saturday].contains($0.date.weekday)
    }
    let calendar = try calendar(times)
    #expect(calendar.kind == .weekdays)
    #expect(calendar.tradingDays.contains(.sunday))
    #expect(!calendar.tradingDays.contains(.friday))
  }

  @Test func hoursAreContinuousOrHaveBreaks() throws {
    let all = try calendar(hours(0 ..< 24, on: SimulatedPrices.days(60)))
    #expect(all.kind == .continuous)
    #expect(all.description == "24/7, 1-hour bars")
    let session = try calendar(hours(8 ..< 17, on: SimulatedPrices.weekdays(60)))
    #expect(session.kind == .intradayWithBreaks)
    let twoDays = try calendar(hours(0 ..< 24, on: SimulatedPrices.days(2)))
    #expect(twoDays.kind == .continuous)
  }

  @Test func weeksMonthsAndQuartersAreSeen() throws {
    let first = CalendarDate.known("2015-01-02")
    let weeks = try calendar((0 ..< 100).map { Timestamp(first.adding(days: 7 * $0)) })
    #expect(weeks.kind == .weekly)
    let starts = (0 ..< 60).compactMap {
      CalendarDate(year: 2015 + $0 / 12, month: $0 % 12 + 1, day: 1).map(Timestamp.init)
    }
    let months = try calendar(starts)
    #expect(months.kind == .monthly)
    #expect(months.description.hasPrefix("monthly bars, 12.01 bars per year"))
    let quarters = try calendar(starts.indices.filter { $0 % 3 == 0 }.map { starts[$0] })
    #expect(quarters.kind == .irregular)
  }

  @Test func localMidnightsMoveWithSummerTime() throws {
    // Midnight in New York: 05:00 UTC in winter, 04:00 from March to November.
    let times = SimulatedPrices.weekdays(400).map { day in
      let isSummer = (3 ..< 11).contains(day.date.month)
      return Timestamp(milliseconds: day.milliseconds + (isSummer ? 4 : 5) * 3_600_000)
    }
    #expect(try calendar(times).kind == .weekdays)
  }

  @Test func missingBarsAreCountedByTheCalendar() throws {
    let weekdays = try calendar(SimulatedPrices.weekdays(100))
    let (friday, monday) = (Timestamp(.known("2024-06-28")), Timestamp(.known("2024-07-08")))
    #expect(weekdays.barsMissing(between: friday, and: Timestamp(.known("2024-07-01"))) == 0)
    #expect(weekdays.barsMissing(between: friday, and: monday) == 5)
    #expect(weekdays.barsMissing(between: monday, and: friday) == 0)
    let daily = try calendar(SimulatedPrices.days(100))
    #expect(daily.barsMissing(between: friday, and: monday) == 9)
  }

  @Test func twoTimesAreNeeded() {
    #expect(TradingCalendar(of: .positions(100)) == nil)
    #expect(TradingCalendar(of: .times([])) == nil)
    #expect(TradingCalendar(of: .times(SimulatedPrices.days(1))) == nil)
    #expect(TradingCalendar(of: .times(SimulatedPrices.days(2)))?.kind == .weekdays)
  }
}

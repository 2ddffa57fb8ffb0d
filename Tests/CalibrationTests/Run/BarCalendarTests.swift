import Margin
import MarketData
import RiskMeasures
import Scheduling
import Testing

/// Where the next bar falls, and how long a margin period of risk is.
struct BarCalendarTests {
  private static let hour: Int64 = 3_600_000

  private func times(_ texts: [String]) throws -> TimeAxis {
    .times(try texts.map { try #require(Timestamp($0)) })
  }

  private func hourly(_ count: Int, from text: String) throws -> TimeAxis {
    let first = try #require(Timestamp(text)).milliseconds
    return .times((0 ..< count).map { Timestamp(milliseconds: first + Int64($0) * Self.hour) })
  }

  private func next(_ axis: TimeAxis, _ bars: Int = 1, after count: Int? = nil) -> String? {
    BarCalendar(axis).time(bars, barsAfter: count ?? axis.count)?.description
  }

  @Test func aBusinessDaySkipsTheWeekend() {
    // Ten days from Monday, 2004-01-05: the tenth is Friday the 16th.
    let axis = TimeAxis.times(RunSamples.businessDays(10))
    #expect(next(axis) == "2004-01-19")
    #expect(next(axis, 3) == "2004-01-21")
    #expect(next(axis, after: 9) == "2004-01-16")
  }

  private func next(
    _ axis: TimeAxis, without holidays: [String], after count: Int? = nil
  ) -> String? {
    let list = HolidayList(Set(holidays.compactMap { CalendarDate($0) }))
    return BarCalendar(axis, holidays: list).time(1, barsAfter: count ?? axis.count)?.description
  }

  @Test func aHolidayIsNoBusinessDay() {
    // The tenth day is Friday, 2004-01-16; Monday the 19th is Martin Luther King Day.
    let axis = TimeAxis.times(RunSamples.businessDays(10))
    #expect(next(axis, without: ["2004-01-19"]) == "2004-01-20")
    #expect(next(axis, without: ["2004-01-19", "2004-01-20"]) == "2004-01-21")
    #expect(next(axis, without: ["2004-01-16"], after: 9) == "2004-01-19")
    // A weekly bar moves to the day after the holiday.
    let weeks = TimeAxis.times(RunSamples.businessDays(16).filter { $0.date.weekday == .friday })
    #expect(next(weeks, without: ["2004-01-30"]) == "2004-02-02")
  }

  @Test func aMarketOpenAllWeekHasNoHolidays() throws {
    let days = (0 ..< 12).map { Timestamp(CalendarDate(days: 12_422 + $0)) }
    #expect(next(.times(days), without: ["2004-01-17"]) == "2004-01-17")
    let hours = try hourly(200, from: "2024-01-05T00:00:00Z")
    #expect(next(hours, without: ["2024-01-13"]) == "2024-01-13T08:00:00Z")
  }

  @Test func anHourOnAHolidayMovesToTheNextBusinessDay() {
    // Twenty-four hours from Monday to Friday; Friday the 16th is a holiday.
    let stamps = RunSamples.businessDays(9).flatMap { day in
      (0 ..< 24).map { Timestamp(milliseconds: day.milliseconds + Int64($0) * Self.hour) }
    }
    #expect(next(.times(stamps), without: []) == "2004-01-16")
    #expect(next(.times(stamps), without: ["2004-01-16"]) == "2004-01-19")
  }

  @Test func aSundayIsABusinessDayOnlyWhereFridayIsNone() {
    let days = (0 ..< 14).map { Timestamp(CalendarDate(days: 12_422 + $0)) }
    let exchange = days.filter { $0.date.weekday != .saturday }
    // Foreign exchange from Friday, 2004-01-16.
    #expect(next(.times(Array(exchange.dropLast()))) == "2004-01-19")
    let gulf = days.filter { ![.friday, .saturday].contains($0.date.weekday) }
    #expect(next(.times(gulf)) == "2004-01-19")
    #expect(next(.times(gulf), after: gulf.count - 1) == "2004-01-18")
  }

  @Test func aMarketThatNeverClosesGoesOnTheNextDay() {
    let days = (0 ..< 12).map { Timestamp(CalendarDate(days: 12_422 + $0)) }
    // The twelfth day is Friday, 2004-01-16.
    #expect(next(.times(days)) == "2004-01-17")
  }

  @Test func theTimeOfTheDayIsKept() throws {
    let axis = try times([
      "2024-03-06T21:00:00Z", "2024-03-07T21:00:00Z", "2024-03-08T21:00:00Z",
    ])
    #expect(next(axis) == "2024-03-11T21:00:00Z")
  }

  @Test func aDayOfTwentyThreeHoursIsADay() throws {
    // The clocks of New York go forward on 10 March 2024; the bars close at 16:00 there.
    let axis = try times([
      "2024-03-07T21:00:00Z", "2024-03-08T21:00:00Z", "2024-03-11T20:00:00Z",
      "2024-03-12T20:00:00Z",
    ])
    #expect(next(axis) == "2024-03-13T20:00:00Z")
    let everyDay = try times([
      "2024-03-09T05:00:00Z", "2024-03-10T05:00:00Z", "2024-03-11T04:00:00Z",
    ])
    #expect(next(everyDay) == "2024-03-12T04:00:00Z")
  }

  @Test func anIntradayBarGoesOnByItsStep() throws {
    #expect(next(try hourly(30, from: "2024-01-05T00:00:00Z")) == "2024-01-06T06:00:00Z")
    #expect(next(try hourly(30, from: "2024-01-05T00:00:00Z"), 5) == "2024-01-06T10:00:00Z")
  }

  @Test func aLaterBarMovesNoEarlierDate() {
    let days = RunSamples.businessDays(40)
    for count in 2 ... 40 {
      let alone = BarCalendar(.times(Array(days[..<count]))).time(1, barsAfter: count)
      #expect(BarCalendar(.times(days)).time(1, barsAfter: count) == alone)
    }
  }

  @Test func withoutDatesThereIsNoNextBar() {
    #expect(next(.positions(10)) == nil)
    #expect(next(.times([])) == nil)
    #expect(next(.times(RunSamples.businessDays(1))) == nil)
  }

  private func bars(_ axis: TimeAxis, _ count: Int, _ unit: MarginPeriodOfRisk.Unit) -> Int {
    BarCalendar(axis).horizon(of: MarginPeriodOfRisk(count: count, unit: unit)).bars
  }

  @Test func dailyBarsCountDays() {
    let axis = TimeAxis.times(RunSamples.businessDays(30))
    #expect(bars(axis, 3, .bars) == 3)
    #expect(bars(axis, 2, .businessDays) == 2)
    #expect(bars(axis, 24, .hours) == 1)
    #expect(bars(axis, 25, .hours) == 2)
    #expect(bars(axis, 1, .hours) == 1)
  }

  @Test func hourlyBarsCountHours() throws {
    let axis = try hourly(100, from: "2024-01-05T00:00:00Z")
    #expect(bars(axis, 24, .hours) == 24)
    #expect(bars(axis, 2, .businessDays) == 48)
    #expect(bars(axis, 2, .bars) == 2)
  }

  @Test func aSessionOfSevenBarsIsABusinessDay() {
    let stamps = RunSamples.businessDays(10).flatMap { day in
      (14 ..< 21).map { Timestamp(milliseconds: day.milliseconds + Int64($0) * Self.hour) }
    }
    #expect(bars(.times(stamps), 2, .businessDays) == 14)
  }

  @Test func anUndatedBarIsADay() {
    #expect(bars(.positions(10), 48, .hours) == 2)
    #expect(bars(.positions(0), 5, .businessDays) == 5)
  }
}

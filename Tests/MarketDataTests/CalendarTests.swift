import MarketData
import Testing

struct CalendarDateTests {
  @Test func everyDayOfFourHundredYearsSurvivesTheRoundTrip() throws {
    let first = try #require(CalendarDate(year: 1800, month: 1, day: 1))
    let last = try #require(CalendarDate(year: 2200, month: 1, day: 1))
    #expect(last.days - first.days == 146_097)
    var expected = (year: 1800, month: 1, day: 1)
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    for days in first.days ..< last.days {
      let date = CalendarDate(days: days)
      #expect(date.components == expected)
      #expect(CalendarDate(date.description) == date)
      #expect(
        CalendarDate(year: expected.year, month: expected.month, day: expected.day) == date)
      let isLeap = CalendarDate.isLeap(expected.year) && expected.month == 2
      expected.day += 1
      if expected.day > lengths[expected.month - 1] + (isLeap ? 1 : 0) {
        expected = (expected.year, expected.month + 1, 1)
      }
      if expected.month == 13 { expected = (expected.year + 1, 1, 1) }
    }
  }

  @Test(arguments: [
    ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2024-06-28", 19_902),
    ("0000-03-01", -719_468),
  ])
  func knownDaysHaveTheirNumbers(text: String, days: Int32) {
    #expect(CalendarDate(text)?.days == days)
    #expect(CalendarDate(days: days).description == text)
  }

  @Test(arguments: [
    ("1970-01-01", Weekday.thursday), ("2024-06-28", .friday), ("2000-01-01", .saturday),
    ("1900-01-01", .monday), ("1969-12-28", .sunday),
  ])
  func knownDaysHaveTheirWeekdays(text: String, weekday: Weekday) throws {
    #expect(try #require(CalendarDate(text)).weekday == weekday)
  }

  @Test(arguments: [
    "2023-02-29", "2100-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "2024-4-3", "20240628",
    "2024/06/28", "2024-06-28 ", "", "-024-06-28", "28-06-2024",
  ])
  func whatIsNoDateIsRefused(text: String) { #expect(CalendarDate(text) == nil) }

  @Test func businessDaysAreTheWeekdaysOfTheInterval() throws {
    let start = try #require(CalendarDate("2023-12-20"))
    for first in 0 ..< 14 {
      for length in 0 ..< 40 {
        let from = start.adding(days: first)
        let to = from.adding(days: length)
        let counted = (0 ..< length).count { !from.adding(days: $0 + 1).weekday.isWeekend }
        #expect(from.businessDays(until: to) == counted)
        #expect(to.businessDays(until: from) == -counted)
      }
    }
  }
}

struct TimestampTests {
  @Test(arguments: [
    ("2024-06-28", "2024-06-28"), ("2024-06-28 13:00", "2024-06-28T13:00:00Z"),
    ("2024-06-28T13:00:01", "2024-06-28T13:00:01Z"),
    ("2024-06-28T13:00:00.250Z", "2024-06-28T13:00:00.250Z"),
    ("2024-06-28 13:00:00.5", "2024-06-28T13:00:00.500Z"),
    ("2024-06-28T13:00:00.123456789Z", "2024-06-28T13:00:00.123Z"),
    ("2024-06-28T01:30:00+02:00", "2024-06-27T23:30:00Z"),
    ("2024-06-28 19:30-0430", "2024-06-29T00:00:00Z"),
    ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
    ("2024-06-28T00:00:00+09", "2024-06-27T15:00:00Z"),
  ])
  func textsAreReadAsUTC(text: String, canonical: String) throws {
    let stamp = try #require(Timestamp(text))
    #expect(stamp.description == canonical)
    #expect(Timestamp(stamp.description) == stamp)
  }

  @Test(arguments: [
    "1719561600", "1719561600000", "2024-06-28T", "2024-06-28T13", "2024-06-28T24:00",
    "2024-06-28T13:60", "2024-06-28T13:00:60", "2024-06-28T13:00:00.", "2024-06-28T13:00:00+2",
    "2024-06-28T13:00:00+02:", "2024-06-28T13:00:00Zz", "2024-06-28x13:00", "1/4/1999",
  ])
  func whatIsNoTimestampIsRefused(text: String) { #expect(Timestamp(text) == nil) }

  @Test func theDateOfAMomentBeforeTheEpochIsItsOwnDay() throws {
    let stamp = Timestamp(milliseconds: -1)
    #expect(stamp.date.description == "1969-12-31")
    #expect(Timestamp(stamp.date).milliseconds == -86_400_000)
  }
}

struct BarLengthTests {
  private func days(_ count: Int, where holds: (Weekday) -> Bool) -> [Timestamp] {
    (0 ..< count).map { CalendarDate(days: 19_000 + Int32($0)) }
      .filter { holds($0.weekday) }.map { Timestamp($0) }
  }

  @Test func businessDaysAndEveryDayAreToldApart() {
    let stocks = TimeAxis.times(days(800) { !$0.isWeekend })
    let coins = TimeAxis.times(days(800) { _ in true })
    let currencies = TimeAxis.times(days(800) { $0 != .saturday })
    #expect(stocks.barLength == .daily)
    #expect(stocks.tradingWeek == .businessDays)
    #expect(coins.barLength == .daily)
    #expect(coins.tradingWeek == .everyDay)
    #expect(currencies.tradingWeek == .businessDays)
  }

  @Test func barsPerYearAreCountedOrRefused() throws {
    let stocks = TimeAxis.times(days(3_653) { !$0.isWeekend })
    // Five bars in seven days of a year of 365.2425 days, but for the broken weeks at both ends.
    let expected = 365.2425 * 5 / 7
    #expect(abs(try #require(stocks.barsPerYear) - expected) < expected * 3 / 3_653)
    #expect(TimeAxis.times(days(300) { _ in true }).barsPerYear == nil)
    #expect(TimeAxis.positions(5_000).barsPerYear == nil)
  }

  @Test func hourlyBarsAreMilliseconds() {
    let hours = (0 ..< 50).map { Timestamp(milliseconds: Int64($0) * 3_600_000) }
    #expect(BarLength(medianStepOf: hours) == .milliseconds(3_600_000))
    #expect(BarLength(medianStepOf: Array(hours.prefix(1))) == nil)
  }
}

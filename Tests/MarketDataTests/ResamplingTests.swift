import MarketData
import Testing

struct ResamplingTests {
  /// Bars at times, with closes 1, 2, 3, …, opens one below, highs a half above and lows below.
  private func history(_ times: [Timestamp], excluding excluded: [Int] = []) -> PriceHistory {
    let close = times.indices.map { Double($0 + 1) }
    return PriceHistory(
      instrument: InstrumentID(rawValue: "X"), axis: .times(times), open: close.map { $0 - 1 },
      high: close.map { $0 + 0.5 }, low: close.map { $0 - 1.5 }, close: close,
      volume: close.map { 10 * $0 }, excludedReturns: excluded)
  }

  private func steps(_ count: Int, of minutes: Int, from text: String) throws -> [Timestamp] {
    let first = try #require(Timestamp(text)).milliseconds
    return (0 ..< count).map {
      Timestamp(milliseconds: first + Int64($0) * Int64(minutes) * 60_000)
    }
  }

  /// Weekdays of a range of days from Monday, 2024-01-01, without some.
  private func weekdays(_ days: Range<Int>, without: Set<Int> = []) -> [Timestamp] {
    days.filter { !without.contains($0) }.map { CalendarDate(days: 19_723 + Int32($0)) }
      .filter { !$0.weekday.isWeekend }.map { Timestamp($0) }
  }

  private func stamps(_ history: PriceHistory) -> [String]? {
    history.axis.times?.map(\.description)
  }

  @Test func anHourHasTheRangeOfItsMinutes() throws {
    // 23:30 to 01:29: half an hour, an hour, and half an hour that is not finished.
    let minutes = history(try steps(120, of: 1, from: "2024-01-01T23:30:00Z"))
    let hours = try minutes.resampled(to: .minutes(60))
    #expect(stamps(hours) == ["2024-01-01T23:00:00Z", "2024-01-02"])
    #expect(hours.open == [0, 30])
    #expect(hours.high == [30.5, 90.5])
    #expect(hours.low == [-0.5, 29.5])
    #expect(hours.close == [30, 90])
    // 10 (1 + … + 30), and 10 (31 + … + 90).
    #expect(hours.volume == [4_650, 36_300])
  }

  @Test func theLastMinuteFinishesTheHour() throws {
    let times = try steps(120, of: 1, from: "2024-01-01T00:00:00Z")
    #expect(try history(times).resampled(to: .minutes(60)).close == [60, 120])
    #expect(try history(times.dropLast()).resampled(to: .minutes(60)).close == [60])
  }

  @Test func hoursMakeDaysAndDaysMakeWeeks() throws {
    let hours = history(try steps(24 * 15, of: 1 * 60, from: "2024-01-01T00:00:00Z"))
    let days = try hours.resampled(to: .day)
    #expect(days.count == 15)
    #expect(stamps(days)?.first == "2024-01-01")
    #expect(days.close.prefix(2) == [24, 48])
    // Monday through Friday the 5th, then Saturday through Friday the 12th; the third week goes on.
    let weeks = try days.resampled(to: .week)
    #expect(stamps(weeks) == ["2024-01-05", "2024-01-12"])
    #expect(weeks.close == [120, 288])
    #expect(weeks == (try hours.resampled(to: .week)))
  }

  @Test func aWeekIsFinishedOnItsLastBusinessDay() throws {
    // The 12th of January 2024 is a Friday.
    #expect(try history(weekdays(0 ..< 12)).resampled(to: .week).close == [5, 10])
    let short = history(weekdays(0 ..< 11))
    #expect(try short.resampled(to: .week).close == [5])
    let holidays = HolidayList([CalendarDate(days: 19_723 + 11)])
    #expect(try short.resampled(to: .week, holidays: holidays).close == [5, 9])
  }

  @Test func aMonthHasItsLastDate() throws {
    // Wednesday, 31 January, and Thursday, 29 February 2024.
    let months = try history(weekdays(0 ..< 60)).resampled(to: .month)
    #expect(stamps(months) == ["2024-01-31", "2024-02-29"])
    #expect(months.close == [23, 44])
    #expect(try history(weekdays(0 ..< 59)).resampled(to: .month).close == [23])
  }

  @Test func aPeriodWithoutBarsHasNone() throws {
    let weeks = try history(weekdays(0 ..< 26, without: Set(7 ..< 12))).resampled(to: .week)
    #expect(stamps(weeks) == ["2024-01-05", "2024-01-19", "2024-01-26"])
  }

  @Test func aLongReturnLeavesOutWhatAShortOneDoes() throws {
    // Nothing comes before the first week; the eleventh return ends in the third.
    let weeks = try history(weekdays(0 ..< 26), excluding: [1, 10]).resampled(to: .week)
    #expect(weeks.count == 4)
    #expect(weeks.excludedReturns == [2])
  }

  @Test func aCutInputGivesTheSameBars() throws {
    let times = try steps(24 * 8, of: 60, from: "2024-01-01T00:00:00Z")
    let whole = try history(times).resampled(to: .minutes(240))
    for count in stride(from: 48, through: times.count, by: 5) {
      let cut = try history(Array(times[..<count])).resampled(to: .minutes(240))
      #expect(cut.count == count / 4)
      #expect(cut == whole.clipped(through: cut.axis.last))
    }
  }

  @Test(arguments: ["1h", "45m", "4h", "23m"])
  func daysDoNotFitInHours(text: String) throws {
    let days = history(weekdays(0 ..< 26))
    guard let period = BarPeriod(text) else {
      #expect(text == "23m")
      return
    }
    #expect(
      throws: MarketDataError.unsuitableBars(days.instrument, of: .daily, to: period)
    ) { try days.resampled(to: period) }
  }

  @Test func barsMustFitInTheirPeriods() throws {
    let threeHours = history(try steps(80, of: 180, from: "2024-01-01T00:00:00Z"))
    #expect(throws: MarketDataError.self) { try threeHours.resampled(to: .minutes(240)) }
    #expect(try threeHours.resampled(to: .day).close == [8, 16, 24, 32, 40, 48, 56, 64, 72, 80])
    let weeks = history(weekdays(0 ..< 100).filter { $0.date.weekday == .friday })
    #expect(throws: MarketDataError.self) { try weeks.resampled(to: .month) }
    #expect(try weeks.resampled(to: .week).close == weeks.close)
    let undated = PriceHistory(
      instrument: weeks.instrument, axis: .positions(3), close: [1, 2, 3])
    #expect(throws: MarketDataError.self) { try undated.resampled(to: .week) }
  }

  @Test func aLoaderCombinesBarsThroughADate() async throws {
    let text = "date,close\n" + weekdays(0 ..< 26).enumerated().map { "\($1),\($0 + 1)\n" }.joined()
    var options = LoadOptions()
    options.bars = .week
    #expect(try await load(text, options: options).panel.histories.first?.close == [5, 10, 15, 20])
    // Through Thursday: the week is not finished.
    options.lastCombined = Timestamp("2024-01-18")
    #expect(try await load(text, options: options).panel.histories.first?.close == [5, 10])
    options.bars = .minutes(60)
    let failed = try await load(text, options: options)
    #expect(failed.panel.histories.isEmpty)
    #expect(failed.failures.map(\.instrument?.rawValue) == ["BTC"])
  }
}

struct HolidayListTests {
  @Test func datesAreReadOneALine() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("# Closed\n\n2024-12-25 # Christmas\r\n 2024-01-01\n", to: "h.txt")
    #expect(
      try HolidayList(path: path).dates.map(\.description).sorted() == [
        "2024-01-01", "2024-12-25",
      ])
  }

  @Test(arguments: ["25.12.2024", "2024-02-30", "2024-12-25 2024-12-26"])
  func aBadLineIsNamed(line: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("2024-01-01\n\(line)\n", to: "h.txt")
    #expect(
      throws: MarketDataError.row(
        RejectedRow(file: path, line: 2, reason: .notISODate(found: line)))
    ) { try HolidayList(path: path) }
  }
}

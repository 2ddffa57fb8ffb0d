import MarketData
import Testing
import Text

struct MissingPriceTests {
  private let gaps =
    "date,A,B\n2024-01-01,,5\n2024-01-02,1,6\n2024-01-03,NA,7\n2024-01-04,3,.\n2024-01-05,-,\n"

  private func days(_ history: PriceHistory?) -> [Int]? {
    history?.axis.times?.map { $0.date.day }
  }

  @Test func skippedBarsLeaveTheAxisAndAreCounted() async throws {
    let loaded = try await load(gaps)
    let a = loaded.panel[InstrumentID(rawValue: "A")]
    let b = loaded.panel[InstrumentID(rawValue: "B")]
    #expect(a?.close == [1, 3])
    #expect(days(a) == [2, 4])
    #expect(a?.source?.firstLine == 3)
    #expect(b?.close == [5, 6, 7])
    #expect(loaded.missing.map(\.beforeListing) == [1, 0])
    #expect(loaded.missing.map(\.within) == [1, 0])
    #expect(loaded.missing.map(\.afterDelisting) == [1, 2])
  }

  @Test func carriedBarsRepeatTheCloseAndAreCounted() async throws {
    let loaded = try await load(gaps, options: LoadOptions(missingPrices: .carry))
    let a = loaded.panel[InstrumentID(rawValue: "A")]
    #expect(a?.close == [1, 1, 3])
    #expect(days(a) == [2, 3, 4])
    #expect(loaded.missing.map(\.within) == [1, 0])
  }

  @Test func aCarriedBarHasNoRangeAndNoVolume() async throws {
    let loaded = try await load(
      "date,open,close,volume\n2024-01-02,9,10,5\n2024-01-03,,,\n2024-01-04,11,12,6\n",
      options: LoadOptions(missingPrices: .carry))
    let history = try #require(loaded.panel.histories.first)
    #expect(history.open == [9, 10, 11])
    #expect(history.close == [10, 10, 12])
    #expect(history.volume == [5, 0, 6])
  }

  @Test func anExcludedGapHasNoReturnAcross() async throws {
    let loaded = try await load(
      "date,A\n2024-01-02,1\n2024-01-03,2\n2024-01-04,\n2024-01-05,3\n2024-01-08,4\n",
      options: LoadOptions(missingPrices: .exclude))
    let a = try #require(loaded.panel.histories.first)
    #expect(a.close == [1, 2, 3, 4])
    #expect(a.excludedReturns == [2])
    #expect(loaded.missing.map(\.within) == [1])
  }

  @Test func aWeekendIsNoGap() async throws {
    // A trades on weekdays and B every day; both miss Wednesday the 10th.
    let rows = (1 ... 21).map { day in
      let date = CalendarDate(days: 19_722 + Int32(day))
      let isMissing = date.weekday.isWeekend || day == 10
      return "\(date),\(isMissing ? "" : "\(day)"),\(day == 10 ? "" : "\(day)")\n"
    }
    let loaded = try await load(
      "date,A,B\n" + rows.joined(), options: LoadOptions(missingPrices: .exclude))
    // The bar after the gap: the eighth weekday of 2024, the tenth day of B.
    #expect(loaded.panel.histories.map(\.excludedReturns) == [[7], [9]])
  }

  @Test(arguments: MissingPricePolicy.allCases)
  func aHolidayIsNoMissingPrice(policy: MissingPricePolicy) async throws {
    var options = LoadOptions(missingPrices: policy)
    options.holidays = HolidayList([try #require(CalendarDate("2024-01-04"))])
    let loaded = try await load(
      "date,A\n2024-01-02,1\n2024-01-03,2\n2024-01-04,\n2024-01-05,3\n", options: options)
    let a = try #require(loaded.panel.histories.first)
    #expect(a.close == [1, 2, 3])
    #expect(a.excludedReturns.isEmpty)
    #expect(loaded.missing.isEmpty)
  }

  @Test func skipIsAnOlderNameOfBridge() {
    #expect(MissingPricePolicy(rawValue: "skip") == .bridge)
    #expect(MissingPricePolicy.bridge.rawValue == "bridge")
    #expect(MissingPricePolicy(rawValue: "drop") == nil)
  }

  @Test func aRefusedGapNamesItsLine() async throws {
    let loaded = try await load(gaps, options: LoadOptions(missingPrices: .refuse))
    #expect(loaded.panel.histories.map(\.instrument.rawValue) == ["B"])
    #expect(loaded.rejects.map(\.reason) == [.missingPrice])
    #expect(loaded.rejects.map(\.line) == [4])
    #expect(loaded.rejects.map(\.column) == ["A"])
  }

  @Test func aCarriedReturnIsZero() async throws {
    let loaded = try await load(
      "r\n1\nnull\n-2\n",
      options: LoadOptions(contents: .returnsPercent, missingPrices: .carry))
    #expect(loaded.returns.first?.values == [0.01, 0, -0.02])
  }

  @Test(arguments: ["", "NA", "n/a", "#N/A", "null", "NULL", ".", "-", "--", "None", "NaN"])
  func theMarksOfMissingAreAClosedList(mark: String) async throws {
    let loaded = try await load("date,A\n2024-01-01,1\n2024-01-02,\(mark)\n2024-01-03,2\n")
    #expect(loaded.missing.map(\.within) == [1])
  }

  @Test(arguments: ["nil", "?", "missing"])
  func otherWordsAreNotMissing(mark: String) async throws {
    let loaded = try await load("date,A\n2024-01-01,1\n2024-01-02,\(mark)\n")
    #expect(loaded.rejects.map(\.reason) == [.csv(.notANumber(found: mark, habit: nil))])
  }
}

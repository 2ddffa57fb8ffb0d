import MarketData
import Testing
import Text

/// Dates and numbers in the notations of vendors.
struct NotationTests {
  /// The last date and the last price of two or three rows, read without an option.
  private func last(_ text: String) async throws -> (date: String, price: Double) {
    let loaded = try await load(text)
    let history = try #require(loaded.panel.histories.first, "\(loaded.failures.map(\.message))")
    return (
      history.axis.times?.last?.description ?? "undated", try #require(history.close.last)
    )
  }

  @Test(
    arguments: [
      ("28/06/2024", "2024-06-28"), ("06/28/2024", "2024-06-28"), ("28.06.2024", "2024-06-28"),
      ("28-Jun-24", "2024-06-28"), ("28 June 2024", "2024-06-28"),
      ("\"Jun 28, 2024\"", "2024-06-28"), ("Fri 28 Jun 2024", "2024-06-28"),
      ("20240628", "2024-06-28"), ("2024/06/28", "2024-06-28"), ("28 juin 2024", "2024-06-28"),
      ("28. Juni 2024", "2024-06-28"), ("28 de junio de 2024", "2024-06-28"),
      ("28 czerwca 2024", "2024-06-28"), ("28 Haziran 2024", "2024-06-28"),
      ("28 giugno 2024", "2024-06-28"), ("28 junho 2024", "2024-06-28"),
      ("1719532800", "2024-06-28"), ("1719532800000", "2024-06-28"),
      ("1719532800000000", "2024-06-28"), ("1719532800000000000", "2024-06-28"),
      ("2024-06-28T13:00:00Z", "2024-06-28T13:00:00Z"),
      ("28.06.2024 13:00:00.000 GMT+0200", "2024-06-28T11:00:00Z"),
      ("2024-06-28 01-PM", "2024-06-28T13:00:00Z"), ("06/28/2024 1:00 PM", "2024-06-28T13:00:00Z"),
      ("20240628 130000", "2024-06-28T13:00:00Z"), ("20240628130000", "2024-06-28T13:00:00Z"),
      ("2024-06-28 13:00:00 UTC", "2024-06-28T13:00:00Z"), ("2024-06", "2024-06-30"),
      ("Jun 2024", "2024-06-30"),
    ])
  func aDateIsRead(text: String, date: String) async throws {
    #expect(try await last("date,close\n\(text),5\n").date == date)
  }

  @Test(
    arguments: [
      ("1563.74", 1563.74), ("\"1,563.74\"", 1563.74), ("\"1.563,74\"", 1563.74),
      ("\"1 563,74\"", 1563.74), ("1'563.74", 1563.74), ("\"1\u{A0}563,74\"", 1563.74),
      ("$1563.74", 1563.74), ("1563.74 €", 1563.74), ("1.56374e3", 1563.74),
      ("\"1,563,740\"", 1_563_740), ("1.5K", 1_500), ("2.5%", 2.5), ("\"0,123\"", 0.123),
    ])
  func aNumberIsRead(text: String, price: Double) async throws {
    #expect(try await last("date,close\n2024-06-28,\(text)\n").price == price)
  }

  @Test(arguments: [";", "\t", "|", ","])
  func aDelimiterIsFound(delimiter: String) async throws {
    let rows = [["Datum", "Kurs", "Umsatz"], ["27.06.2024", "1", "7"], ["28.06.2024", "2", "8"]]
    let text = rows.map { $0.joined(separator: delimiter) }.joined(separator: "\r\n")
    let found = try await last(text)
    #expect(found.date == "2024-06-28" && found.price == 2)
  }

  @Test func dayAndMonthAreDecidedByTheWholeColumn() async throws {
    let rows = (1 ... 12).map { "0\($0 % 9 + 1)/0\($0 % 7 + 1)/20\(10 + $0),\($0)" }
    let undecided = "date,close\n" + rows.joined(separator: "\n")
    let failure = try #require(try await load(undecided).failures.first)
    #expect(failure.message.contains("--date-format DD/MM/YYYY"))
    #expect(try await last(undecided + "\n31/01/2030,9\n").date == "2030-01-31")
    #expect(try await last(undecided + "\n01/31/2030,9\n").date == "2030-01-31")
  }

  @Test func newestFirstIsReversedAndReported() async throws {
    let loaded = try await load("date,close\n2024-01-04,3\n2024-01-03,2\n2024-01-02,1\n")
    #expect(loaded.panel.histories.first?.close == [1, 2, 3])
    #expect(loaded.findings.map(\.kind).contains(.unsorted))
  }

  @Test func ofTwoRowsOfOneDateTheRuleDecides() async throws {
    let text = "date,close\n2024-01-02,1\n2024-01-03,2\n2024-01-03,3\n"
    #expect(try await load(text).panel.histories.isEmpty)
    for (rule, price) in [(DuplicateRule.first, 2.0), (.last, 3.0)] {
      let options = LoadOptions(format: CSVFormatOptions(duplicates: rule))
      #expect(try await load(text, options: options).panel.histories.first?.close == [1, price])
    }
    let same = try await load("date,close\n2024-01-02,1\n2024-01-03,2\n2024-01-03,2\n")
    #expect(same.panel.histories.first?.close == [1, 2])
    #expect(same.findings.map(\.kind).contains(.duplicateDate))
  }

  @Test(
    arguments: [
      ("UTF-16LE", [0xFF, 0xFE] as [UInt8], 2), ("UTF-16BE", [0xFE, 0xFF], 2), ("UTF-8", [], 1),
    ])
  func anEncodingIsKnownByItsBytes(name: String, mark: [UInt8], width: Int) async throws {
    let text = Array("date,close\n2024-01-02,1\n2024-01-03,2\n".utf8)
    let bytes =
      width == 1 ? text : text.flatMap { name.hasSuffix("LE") ? [$0, 0] : [0, $0] }
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes: mark + bytes, to: "x.csv")
    let loaded = try await PriceLoader().load(paths: [path])
    #expect(loaded.panel.histories.first?.close == [1, 2])
  }

  @Test func aPriceThatIsNotPositiveIsLeftOutOnDemand() async throws {
    let text = "date,close\n2024-01-02,4\n2024-01-03,-1\n2024-01-04,5\n2024-01-05,6\n"
    let failure = try #require(try await load(text).failures.first)
    #expect(failure.message.contains("--on non-positive-price=exclude-return"))
    let loaded = try await load(
      text, options: LoadOptions(treatments: [.nonPositivePrice: .excludeReturn]))
    let history = try #require(loaded.panel.histories.first)
    #expect(history.close == [4, 5, 6] && history.excludedReturns == [1])
  }

  @Test func clocksThatGoBackAreReadInTheirZone() async throws {
    let zone = try #require(TimeZoneRules("America/New_York"))
    let hours = ["00:00", "01:00", "01:00", "02:00"]
    let rows = hours.enumerated().map { "2021-11-07 \($1),\($0 + 1)\n" }
    let text = "time,close\n" + rows.joined()
    #expect(try await load(text).panel.histories.isEmpty)
    for (order, text) in [
      ("in order", text), ("newest first", "time,close\n" + rows.reversed().joined()),
    ] {
      let loaded = try await load(
        text, options: LoadOptions(format: CSVFormatOptions(timeZone: zone)))
      let history = try #require(loaded.panel.histories.first, "\(order)")
      #expect(
        history.axis.times?.map(\.description) == [
          "2021-11-07T04:00:00Z", "2021-11-07T05:00:00Z", "2021-11-07T06:00:00Z",
          "2021-11-07T07:00:00Z",
        ])
      #expect(history.close == [1, 2, 3, 4])
    }
    #expect(TimeZoneRules("Nowhere/Atlantis") == nil)
  }

  /// Prices that are halved between two bars.
  private static let split: String = {
    var text = "date,close\n"
    for day in 0 ..< 120 {
      let price = (100 + Double(day % 5)) / (day < 60 ? 1 : 2)
      text += "\(CalendarDate(days: 19_000 + Int32(day))),\(price)\n"
    }
    return text
  }()

  @Test func aSplitIsRepairedOrItsReturnLeftOut() async throws {
    func history(_ treatment: FindingTreatment) async throws -> PriceHistory {
      let loaded = try await load(
        Self.split, options: LoadOptions(treatments: [.splitLikeJump: treatment]))
      #expect(loaded.findings.map(\.kind).contains(.splitLikeJump))
      return try #require(loaded.panel.histories.first)
    }
    #expect(try await history(.warn).close[59] == 104)
    let repaired = try await history(.repair)
    #expect(repaired.close[59] == 52 && repaired.close[60] == 50)
    #expect(repaired.excludedReturns.isEmpty)
    #expect(try await history(.excludeReturn).excludedReturns == [60])
    let rejected = try await load(
      Self.split, options: LoadOptions(treatments: [.splitLikeJump: .reject]))
    #expect(rejected.panel.histories.isEmpty && rejected.failures.count == 1)
  }

  @Test func anOrderThatIsRejectedFailsTheFile() async throws {
    let text = "date,close\n2024-01-04,3\n2024-01-03,2\n2024-01-02,1\n"
    let loaded = try await load(text, options: LoadOptions(treatments: [.unsorted: .reject]))
    #expect(loaded.panel.histories.isEmpty && loaded.failures.count == 1)
  }

  @Test func aCurrencyChoosesItsRows() async throws {
    let text = "date,close,currency\n2024-01-02,1,USD\n2024-01-03,2,EUR\n2024-01-04,3,USD\n"
    #expect(try await load(text).failures.first?.message.contains("--currency USD") == true)
    for (currency, close) in [("USD", [1.0, 3]), ("EUR", [2]), ("GBP", [])] {
      let loaded = try await load(
        text, options: LoadOptions(format: CSVFormatOptions(currency: currency)))
      #expect(loaded.panel.histories.first?.close ?? [] == close)
      #expect(loaded.failures.isEmpty == !close.isEmpty)
    }
  }

  @Test func leftOutPricesAndCarriedOnesKeepTheirPlaces() async throws {
    let text = "date,close\n2024-01-02,4\n2024-01-03,\n2024-01-04,-1\n2024-01-05,5\n"
    let loaded = try await load(
      text,
      options: LoadOptions(
        missingPrices: .carry, treatments: [.nonPositivePrice: .excludeReturn]))
    let history = try #require(loaded.panel.histories.first)
    #expect(history.close == [4, 4, 5] && history.excludedReturns == [2])
  }
}

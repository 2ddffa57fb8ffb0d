import MarketData
import Testing
import Text

/// A file with one fault, and the place and the reason that its refusal names.
struct Fault: Sendable, CustomTestStringConvertible {
  let text: String
  let line: Int
  let column: String?
  let reason: RejectedRow.Reason
  var testDescription: String { "\(reason)" }

  init(_ text: String, line: Int, column: String? = nil, _ reason: RejectedRow.Reason) {
    self.text = text
    self.line = line
    self.column = column
    self.reason = reason
  }
}

struct BadInputTests {
  @Test(
    arguments: [
      ("Security,X\n4/26/2023,1.5\n4/27/2023,2\n4/28/2023,3\n", nil),
      ("date,close\n2024-01-02,1\n2024-01-03,2\n", "date"),
    ] as [(String, String?)])
  func aColumnHasOneMeaning(text: String, price: String?) async throws {
    let options = LoadOptions(format: CSVFormatOptions(priceColumn: price))
    let loaded = try await load(text, options: options)
    #expect(loaded.panel.histories.isEmpty != loaded.failures.isEmpty)
    #expect((price == nil) == loaded.failures.isEmpty)
  }

  static let faults: [Fault] = [
    Fault(
      "date,close\n2024-01-02,10\n2024-01-03,abc\n", line: 3, column: "close",
      .csv(.notANumber(found: "abc", habit: nil))),
    Fault(
      "date,close\n2024-01-02,\"1,563\"\n2024-01-03,\"1,570\"\n", line: 2, column: "close",
      .csv(.notANumber(found: "1,563", habit: .ambiguousComma))),
    Fault(
      "date,close\n2024-01-02,\"1563,74\"\n2024-01-03,1563.75\n", line: 2, column: "close",
      .csv(.notANumber(found: "1563,74", habit: .otherDecimalMark))),
    Fault("date,close\n2024-01-02,0\n", line: 2, column: "close", .notPositive(found: "0")),
    Fault(
      "date,close\n2024-01-02,5\n2024-01-03,-36.98\n", line: 3, column: "close",
      .notPositive(found: "-36.98")),
    Fault(
      "date,close\n2024-01-02,-inf\n", line: 2, column: "close", .csv(.notFinite(found: "-inf"))),
    Fault(
      "date,close\n2024-01-02,1e999\n", line: 2, column: "close", .csv(.notFinite(found: "1e999"))),
    Fault(
      "date,close\n2024-01-02,1\n2024-01-02,2\n", line: 3, column: "date",
      .duplicateDate(found: "2024-01-02")),
    Fault(
      "date,close\n2024-01-02,1\n2024-01-03\n", line: 3, .csv(.fieldCount(found: 1, expected: 2))),
    Fault(
      "date,close\n2024-01-02,1,563.74\n", line: 2, .csv(.fieldCount(found: 3, expected: 2))),
    Fault(
      "date,close\n1/4/1999,1\n", line: 2, column: "date",
      .ambiguousDates(found: "1/4/1999", [.dayMonthYear, .monthDayYear])),
    Fault(
      "date,close\n2024-01-02,1\n1719561600000,1\n", line: 3, column: "date",
      .unreadableDate(found: "1719561600000")),
    Fault(
      "date,close\n2024-01-02,1\n2024-02-30,1\n", line: 3, column: "date",
      .unreadableDate(found: "2024-02-30")),
    Fault("date,close\n", line: 1, .csv(.headerAlone)),
    Fault(
      "date,open,volume\n2024-01-02,1,2\n", line: 1,
      .noPriceColumn(found: ["date", "open", "volume"])),
    Fault("date\n2024-01-02\n2024-01-03\n", line: 1, .noPriceColumn(found: ["date"])),
    Fault(
      "symbol,close\nA,1\n", line: 1, column: "symbol", .noDateColumn(found: ["symbol", "close"])),
    Fault("date,A,A\n2024-01-02,1,2\n", line: 1, .csv(.duplicateColumn(name: "A"))),
    Fault("date,close\n2024-01-02,\"1\n", line: 2, .csv(.unclosedQuote)),
    Fault("date,close\n2024-01-02,\n2024-01-03,NA\n", line: 2, column: "close", .noValues),
    Fault("date,symbol,close\n2024-01-02,,1\n", line: 2, column: "symbol", .noInstrument),
  ]

  @Test(arguments: faults)
  func aFaultIsNamedWithItsPlace(fault: Fault) async throws {
    let found = try #require(try await refusal(fault.text)).row
    #expect(found.line == fault.line)
    #expect(found.column == fault.column)
    #expect(found.reason == fault.reason)
  }

  @Test func aMessageIsOneSentenceWithPlaceAndRemedy() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("date,close\n2024-01-05,1\n2024-01-05,2\n")
    let loaded = try await PriceLoader().load(paths: [path])
    #expect(
      loaded.failures.map(\.message) == [
        "\(path), line 3, column \"date\": duplicate date 2024-01-05 with different values; "
          + RejectedRow.Reason.duplicateDate(found: "2024-01-05").remedy
      ])
  }

  @Test(arguments: faults)
  func everyMessageNamesLineAndRemedyWithoutALineBreak(fault: Fault) async throws {
    let row = try #require(try await refusal(fault.text)).row
    #expect(row.message.contains("BTC.csv, line \(fault.line)"))
    #expect(!row.reason.remedy.isEmpty)
    #expect(row.message.hasSuffix("; " + row.reason.remedy))
    #expect(!row.message.contains("\n"))
  }

  @Test func serialDaysOfASpreadsheetAreNotGuessed() async throws {
    let row = try #require(try await refusal("date,close\n45471,1\n45472,2\n")).row
    #expect(row.message.contains("--date-format excel"))
  }

  @Test func pathsThatLeadNowhereAreRefused() async throws {
    let folder = try TemporaryFolder()
    let loader = PriceLoader()
    await #expect(throws: MarketDataError.noPaths) { try await loader.load(paths: []) }
    let missing = folder.path + "/none.csv"
    await #expect(throws: MarketDataError.file(missing, .missing)) {
      try await loader.load(paths: [missing])
    }
    await #expect(throws: MarketDataError.noCSV(folder: folder.path)) {
      try await loader.load(paths: [folder.path])
    }
    #expect(MarketDataError.file("a.csv", .missing).message.hasPrefix("a.csv: no such file"))
  }

  @Test(arguments: ["", "\n\n", "\u{FEFF}"])
  func anEmptyFileIsRefused(text: String) async throws {
    let failures = try await load(text).failures
    guard case .file(_, .empty) = try #require(failures.first).error else {
      Issue.record("found \(failures)")
      return
    }
  }

  @Test(
    arguments: [
      ([0x1F, 0x8B, 0x08, 0x00, 0x41, 0x0A, 0x42], "unreadable-file"),
      ([0x28, 0xB5, 0x2F, 0xFD, 0x41, 0x0A, 0x42], "unreadable-file"),
      ([0x64, 0x0A, 0x00, 0x00, 0x0A, 0x31], "not-text"),
    ] as [([UInt8], String)])
  func whatIsNotTextIsRefused(bytes: [UInt8], code: String) async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes: bytes, to: "x.csv")
    let loaded = try await PriceLoader().load(paths: [path])
    guard case .file(path, let fault) = try #require(loaded.failures.first).error else {
      Issue.record("found \(loaded.failures)")
      return
    }
    #expect(fault.code == code)
  }

  @Test func aBadPriceFailsItsInstrumentAlone() async throws {
    let wide = try await load("date,A,B\n2024-01-02,1,2\n2024-01-03,x,3\n2024-01-04,-1,4\n")
    #expect(wide.panel.histories.map(\.instrument.rawValue) == ["B"])
    #expect(wide.failures.map(\.instrument?.rawValue) == ["A"])
    #expect(wide.rejects.map(\.line) == [3])
    #expect(wide.inputs.first?.rejected == 2)
    let long = try await load(
      """
      date,ticker,price
      2024-01-02,A,1
      2024-01-02,B,2
      bad,A,1
      2024-01-03,B,3
      2024-01-03,C,0
      2024-01-04,D,5
      2024-01-03,D,6
      """)
    #expect(long.panel.histories.map(\.instrument.rawValue) == ["B", "D"])
    #expect(long.failures.map(\.instrument?.rawValue) == ["A", "C"])
    #expect(long.rejects.map(\.line) == [4, 6])
  }

  @Test func aBadDateFailsTheFile() async throws {
    let loaded = try await load("date,A,B\n2024-01-02,1,2\nbad,2,3\n")
    #expect(loaded.panel.histories.isEmpty)
    #expect(loaded.failures.map(\.instrument) == [nil])
    #expect(loaded.inputs.first?.shape == .wide)
  }

  @Test func oneBadFileLeavesTheOthers() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("date,close\n2024-01-02,1\n", to: "A.csv")
    let bad = try folder.write("date,close\n2024-01-02,-1\n", to: "B.csv")
    let empty = try folder.write("", to: "C.csv")
    let loaded = try await PriceLoader().load(paths: [folder.path], jobs: 2)
    #expect(loaded.panel.histories.map(\.instrument.rawValue) == ["A"])
    #expect(loaded.failures.map(\.file) == [bad, empty])
    #expect(loaded.failures.map(\.instrument?.rawValue) == ["B", nil])
  }

  @Test func oneInstrumentInTwoFilesIsRefusedWithBothPlaces() async throws {
    let folder = try TemporaryFolder()
    let first = try folder.write("date,close\n2024-01-02,1\n", to: "A.csv")
    let second = try folder.write("date,A,B\n2024-01-02,1,2\n", to: "w.csv")
    let loaded = try await PriceLoader().load(paths: [second, first])
    #expect(loaded.panel.histories.map(\.instrument.rawValue) == ["B"])
    let message = try #require(loaded.failures.first).message
    #expect(message.contains(first) && message.contains(second))
  }

  @Test func aTotalLossIsNoReturn() async throws {
    for (contents, text) in [(FileContents.returnsDecimal, "-1"), (.returnsPercent, "-100.5")] {
      let found = try await refusal("ret\n0.5\n\(text)\n", options: LoadOptions(contents: contents))
      #expect(found?.row.reason == .totalLoss(found: text))
      #expect(found?.row.line == 3)
    }
    let logs = try await load("ret\n-1.5\n", options: LoadOptions(contents: .returnsDecimal(.log)))
    #expect(logs.returns.first?.values == [-1.5])
  }
}

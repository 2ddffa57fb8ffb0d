import MarketData
import Testing

struct FileShapeTests {
  @Test func oneInstrumentIsNamedByItsFile() async throws {
    let loaded = try await load(
      """
      date,open,high,low,close,adj close,volume
      2024-01-02,10,12,9,11,10.5,100
      2024-01-03,11,13,10,12,11.5,0
      """, named: "BTC-USD.csv")
    let history = try #require(loaded.panel[InstrumentID(rawValue: "BTC-USD")])
    #expect(history.close == [11, 12])
    #expect(history.open == [10, 11])
    #expect(history.high == [12, 13])
    #expect(history.low == [9, 10])
    #expect(history.volume == [100, 0])
    #expect(history.axis.times?.map(\.description) == ["2024-01-02", "2024-01-03"])
    #expect(history.source?.firstLine == 2)
    #expect(history.source?.column == "close")
    #expect(loaded.inputs.first?.shape == .oneInstrument)
    #expect(loaded.inputs.first?.rows == 2)
    #expect(loaded.inputs.first?.unusedColumns == ["adj close"])
    #expect(loaded.failures.isEmpty)
  }

  @Test(arguments: [
    "close", "Close", "PRICE", "last", "px_last", "PX_CLOSE", "settle", "adj_close", "Adj Close",
    "adjusted", "Close/Last", "value",
  ])
  func aCloseHasManyNames(name: String) async throws {
    let loaded = try await load("Date,\(name),note\n2024-01-02,10,x\n2024-01-03,11,y\n")
    #expect(loaded.panel.histories.first?.close == [10, 11])
    #expect(loaded.panel.histories.first?.instrument.rawValue == "BTC")
    #expect(loaded.inputs.first?.unusedColumns == ["note"])
  }

  @Test func theAdjustedCloseIsUsedWhenAsked() async throws {
    let text = "date,close,adj_close,open\n2024-01-02,10,5,9\n2024-01-03,11,6,10\n"
    let adjusted = try await load(text, options: LoadOptions(priceField: .adjustedClose))
    #expect(adjusted.panel.histories.first?.close == [5, 6])
    #expect(adjusted.panel.histories.first?.open == nil)
    let missing = try #require(
      try await refusal(
        "date,close\n2024-01-02,10\n", options: LoadOptions(priceField: .adjustedClose)))
    #expect(missing.row.reason == .noAdjustedClose(found: ["date", "close"]))
  }

  @Test func aWideFileHasAColumnAnInstrument() async throws {
    let loaded = try await load("date,MSFT,AAPL\n2024-01-02,10,20\n2024-01-03,11,21\n")
    #expect(loaded.panel.histories.map(\.instrument.rawValue) == ["AAPL", "MSFT"])
    #expect(loaded.panel.histories.map(\.close) == [[20, 21], [10, 11]])
    #expect(loaded.inputs.first?.shape == .wide)
  }

  @Test func aColumnThatIsNoPriceNameIsAnInstrument() async throws {
    let loaded = try await load("date,SP500\n2024-01-02,10\n2024-01-03,11\n")
    #expect(loaded.panel.histories.map(\.instrument.rawValue) == ["SP500"])
    #expect(loaded.inputs.first?.shape == .wide)
  }

  @Test func anEmptyFirstHeaderIsTheDate() async throws {
    let loaded = try await load(",BTC:close,ETH:close\n2024-01-02,10,20\n2024-01-03,11,21\n")
    #expect(loaded.panel.histories.map(\.instrument.rawValue) == ["BTC", "ETH"])
  }

  @Test(arguments: ["COIN", "DAY", "LOW", "ID", "NAME"])
  func anInstrumentMayHaveTheNameOfAnotherColumn(ticker: String) async throws {
    let loaded = try await load("date,\(ticker),MSFT\n2024-01-02,10,20\n2024-01-03,11,21\n")
    #expect(loaded.inputs.first?.shape == .wide)
    #expect(loaded.panel[InstrumentID(rawValue: ticker)]?.close == [10, 11])
  }

  @Test func theBarsBesideAPrefixedCloseAreNoInstruments() async throws {
    let loaded = try await load("date,A:open,A:close,A:volume,LOW\n2024-01-02,1,2,0,3\n")
    #expect(loaded.panel.histories.map(\.instrument.rawValue) == ["A", "LOW"])
    #expect(loaded.inputs.first?.unusedColumns == ["A:open", "A:volume"])
    #expect(loaded.failures.isEmpty)
  }

  @Test func theDateMayBeTheLastColumn() async throws {
    let loaded = try await load(
      "\"A\",\"B\",\"Date\"\n10,20,\"2024-01-02\"\n11,21,\"2024-01-03\"\n")
    #expect(loaded.panel.histories.map(\.close) == [[10, 11], [20, 21]])
  }

  @Test func aLongFileHasARowADateAndInstrument() async throws {
    let loaded = try await load(
      """
      "","Date","stock","value","change"
      "1",2024-01-02,"MSFT",10,-1
      "2",2024-01-02,"IBM",20,x
      "3",2024-01-03,"MSFT",11,
      "4",2024-01-04,"IBM",21,
      """)
    #expect(loaded.panel.histories.map(\.instrument.rawValue) == ["IBM", "MSFT"])
    #expect(loaded.panel.histories.map(\.close) == [[20, 21], [10, 11]])
    #expect(loaded.panel.histories[0].axis.last?.description == "2024-01-04")
    #expect(loaded.panel.histories[0].source?.firstLine == 3)
    #expect(loaded.inputs.first?.shape == .long)
    #expect(loaded.inputs.first?.unusedColumns == ["", "change"])
  }

  @Test func anUndatedFileIsASeriesANumericColumn() async throws {
    let texts = try await load("A,B,note\n1,10,x\n2,20,y\n3,30,z\n")
    #expect(texts.failures.first?.message.contains("--date-column") == true)
    let named = try await load("A,B\n1,10\n2,20\n3,30\n")
    #expect(named.panel.histories.map(\.instrument.rawValue) == ["A", "B"])
    #expect(named.panel.histories.map(\.axis) == [.positions(3), .positions(3)])
    #expect(named.inputs.first?.shape == .undated)
    let bare = try await load("1,10\n2,20\n3,30\n", named: "x.csv")
    #expect(bare.panel.histories.map(\.instrument.rawValue) == ["x#1", "x#2"])
    #expect(bare.panel.histories.map(\.close) == [[1, 2, 3], [10, 20, 30]])
    #expect(bare.panel.histories[0].source?.firstLine == 1)
    let lone = try await load("1\n2\n3", named: "lone.csv")
    #expect(lone.panel.histories.map(\.instrument.rawValue) == ["lone"])
    let counted = try await load("obs,level\n1,10\n2,20\n", named: "dem.csv")
    #expect(counted.panel.histories.map(\.instrument.rawValue) == ["dem"])
    #expect(counted.panel.histories.map(\.close) == [[10, 20]])
  }

  @Test func timesWithOffsetsAreUTCButLocalMidnightsAreDates() async throws {
    let hours = try await load(
      "time,close\n2024-01-02T00:00:00+01:00,1\n2024-01-02T01:00:00+01:00,2\n")
    #expect(
      hours.panel.histories[0].axis.times?.map(\.description)
        == ["2024-01-01T23:00:00Z", "2024-01-02T00:00:00Z"])
    let days = try await load(
      "Date,Close\n2024-03-29 00:00:00+00:00,1\n2024-04-01 00:00:00+01:00,2\n")
    #expect(days.panel.histories[0].axis.times?.map(\.description) == ["2024-03-29", "2024-04-01"])
  }

  @Test func aFieldWithoutAValueForEveryBarIsLeftOut() async throws {
    let loaded = try await load(
      "date,open,close,vol\n2024-01-02,,10,863.34K\n2024-01-03,11,12,1.07M\n")
    let history = try #require(loaded.panel.histories.first)
    #expect(history.close == [10, 12])
    #expect(history.open == nil)
    #expect(history.volume == [863_340, 1_070_000])
    #expect(loaded.inputs.first?.unusedColumns == ["open"])
    #expect(loaded.failures.isEmpty)
  }

  private static let canonical = (
    columns: ["date", "A", "B", "C"],
    rows: [
      ["2024-01-02", "1.5", "20.25", "0.123456789012345678"],
      ["2024-01-03", "", "21", "3e-3"],
      ["2024-01-04", "1.75", "NA", "12345678901.5"],
    ]
  )

  private static func text(order: [Int], lineEnd: String, mark: String, tail: String) -> String {
    let lines = ([canonical.columns] + canonical.rows).map { row in
      order.map { row[$0] }.joined(separator: ",")
    }
    return mark + lines.joined(separator: lineEnd) + tail
  }

  @Test(arguments: [[0, 1, 2, 3], [3, 2, 1, 0], [1, 0, 3, 2]], ["\n", "\r\n"])
  func orderOfColumnsLineEndsAndMarksDoNotMatter(order: [Int], lineEnd: String) async throws {
    let plain = try await load(Self.text(order: [0, 1, 2, 3], lineEnd: "\n", mark: "", tail: ""))
    #expect(plain.panel.histories.count == 3)
    for mark in ["", "\u{FEFF}"] {
      for tail in ["", lineEnd, lineEnd + lineEnd + "  " + lineEnd] {
        let text = Self.text(order: order, lineEnd: lineEnd, mark: mark, tail: tail)
        let other = try await load(text)
        #expect(other.failures.isEmpty)
        #expect(other.panel.histories.map(\.close) == plain.panel.histories.map(\.close))
        #expect(other.panel.histories.map(\.axis) == plain.panel.histories.map(\.axis))
        #expect(other.missing == plain.missing)
      }
    }
  }

  @Test func quotedFieldsAreReadAsPlainOnes() async throws {
    let loaded = try await load(
      "\"date\",\"A, Inc.\",\"B \"\"b\"\"\"\n\"2024-01-02\",\" 1.5 \",\"2\"\n2024-01-03, 2.5 ,3\n")
    #expect(loaded.panel.histories.map(\.instrument.rawValue) == ["A, Inc.", "B \"b\""])
    #expect(loaded.panel.histories.map(\.close) == [[1.5, 2.5], [2, 3]])
  }
}

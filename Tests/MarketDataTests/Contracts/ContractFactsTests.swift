import MarketData
import Testing
import Text

/// Contract facts beside prices, and choices of instruments.
struct ContractFactsTests {
  private func facts(_ text: String) throws(InputError) -> ContractFacts {
    try ContractFacts(Array(text.utf8), path: "facts.csv")
  }

  @Test func theFactsOfARowAreThoseOfItsInstrument() throws {
    let facts = try facts(
      """
      Instrument, Multiplier,CURRENCY,tick,calendar,underlying,group
      CL,1000,USD,0.01,NYMEX,"WTI, Cushing",energy
      ES,50,USD,0.25,,S&P 500,equity
      X,,,,,,
      """)
    #expect(facts.rows.map(\.instrument.rawValue) == ["CL", "ES", "X"])
    #expect(facts.rows.map(\.line) == [2, 3, 4])
    let oil = try #require(facts.terms[InstrumentID(rawValue: "CL")])
    #expect(oil.multiplier == 1000 && oil.tick == 0.01 && oil.currency == "USD")
    #expect(oil.calendar == "NYMEX" && oil.underlying == "WTI, Cushing" && oil.group == "energy")
    #expect(facts.terms[InstrumentID(rawValue: "ES")]?.calendar == nil)
    #expect(facts.terms[InstrumentID(rawValue: "X")] == ContractTerms())
    #expect(facts.instruments(inGroup: "energy").map(\.rawValue) == ["CL"])
    #expect(try self.facts("group,instrument\nx,A\n").terms.count == 1)
  }

  @Test(arguments: [
    (
      "instrument,multipler\nA,1\n",
      "facts.csv, line 1, column \"multipler\": unknown column; the columns are instrument, "
        + "multiplier, currency, tick, calendar, underlying, group; did you mean multiplier?"
    ),
    (
      "tick\n1\n",
      "facts.csv, line 1: missing column \"instrument\"; name the instruments as the prices do"
    ),
    (
      "instrument,multiplier\nA,0\n",
      "facts.csv, line 2, column \"multiplier\": 0.0 is not above zero; correct the field"
    ),
    (
      "instrument,tick\nA,-0.01\n",
      "facts.csv, line 2, column \"tick\": -0.01 is not above zero; correct the field"
    ),
    (
      "instrument,tick\nA,1\nB,1\nA,2\n",
      "facts.csv, line 4, column \"instrument\": A is already in line 2; keep one of the two rows"
    ),
    (
      "instrument,tick\n,1\n",
      "facts.csv, line 2, column \"instrument\": the instrument's name is empty; write its name"
    ),
  ])
  func aFaultIsNamedWithItsPlace(text: String, message: String) throws {
    let error = try #require(throws: InputError.self) { try facts(text) }
    #expect(error.message == message)
  }

  @Test(arguments: [
    "instrument,tick\nA,one\n", "instrument,tick,Tick\nA,1,1\n", "instrument,tick\n",
    "instrument,tick\nA,1,2\n", "", "instrument,tick\nA,inf\n",
  ])
  func whatCannotBeReadIsRefused(text: String) throws {
    _ = try #require(throws: InputError.self) { try facts(text) }
  }

  @Test(arguments: [
    ("CL", "CL", true), ("CL", "CLZ4", false), ("NG*", "NG", true), ("NG*", "NGF5", true),
    ("NG*", "ANG", false), ("*-USD", "BTC-USD", true), ("*-USD", "BTC-USDT", false),
    ("B*-*D", "BTC-USD", true), ("B*C*U*", "BTC-USD", true), ("B*U*C*", "BTC-USD", false),
    ("a*a", "a", false), ("a*a", "aa", true), ("*", "", true), ("", "A", false),
    ("*ab*ab*", "abab", true), ("*ab*ab*", "aab", false),
  ])
  func aStarStandsForAnyLetters(pattern: String, name: String, isChosen: Bool) {
    let selection = InstrumentSelection(names: [pattern])
    #expect(selection.contains(InstrumentID(rawValue: name)) == isChosen)
  }

  @Test func aFolderOfPricesHoldsItsFactsBesideThem() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("date,close\n2020-01-02,1\n2020-01-03,2\n", to: "CL.csv")
    #expect(ContractFacts.files(beside: [folder.path]).isEmpty)
    let file = try folder.write("instrument,multiplier\nCL,1000\n", to: "instruments.csv")
    #expect(ContractFacts.files(beside: [folder.path, file]) == [file])
    let loaded = try await PriceLoader().load(paths: [folder.path])
    #expect(loaded.panel.histories.map(\.instrument.rawValue) == ["CL"])
    #expect(loaded.failures.isEmpty && loaded.inputs.count == 1)
  }

  /// A wide file in which both columns halve for good, and a hole of one instrument.
  @Test func aTreatmentConcernsTheInstrumentsOfItsGroup() async throws {
    let rows = (0 ..< 200).map { day -> String in
      let level = day < 120 ? 200.0 : 100.0
      let price = level * (1 + Double(day * 37 % 11) / 1000)
      return "\(CalendarDate(days: 18_262 + Int32(day))),\(price),\(price)"
    }
    let text = "date,A,B\n" + rows.joined(separator: "\n")
    var options = LoadOptions(treatments: [.splitLikeJump: .warn])
    options.groups = [
      GroupTreatments(of: InstrumentSelection(names: ["B"]), [.splitLikeJump: .repair]),
      GroupTreatments(of: InstrumentSelection(names: ["*"]), [:]),
    ]
    let loaded = try await load(text, options: options)
    let closes = loaded.panel.histories.map(\.close)
    #expect(loaded.panel.histories.map(\.instrument.rawValue) == ["A", "B"])
    #expect(closes[0][0] == 200 && closes[1][0] == 100)
    #expect(closes[0].last == closes[1].last)
    options.groups = [
      GroupTreatments(of: InstrumentSelection(names: ["A"]), [.splitLikeJump: .reject])
    ]
    let rejected = try await load(text, options: options)
    #expect(rejected.panel.histories.map(\.instrument.rawValue) == ["B"])
    #expect(rejected.failures.map(\.instrument?.rawValue) == ["A"])
  }

  @Test func aPriceOfZeroIsLeftOutForTheInstrumentsOfItsGroup() async throws {
    let rows = (0 ..< 120).map { day -> String in
      let price = day == 60 ? 0 : 100 + Double(day * 37 % 11) / 10
      return "\(CalendarDate(days: 18_262 + Int32(day))),\(price),\(price)"
    }
    let text = "date,A,B\n" + rows.joined(separator: "\n")
    var options = LoadOptions()
    options.groups = [
      GroupTreatments(of: InstrumentSelection(names: ["B"]), [.nonPositivePrice: .excludeReturn])
    ]
    let loaded = try await load(text, options: options)
    #expect(loaded.panel.histories.map(\.instrument.rawValue) == ["B"])
    #expect(loaded.panel.histories.first?.close.count == 119)
    let failure = try #require(loaded.failures.first)
    #expect(loaded.failures.count == 1 && failure.instrument?.rawValue == "A")
    #expect(failure.message.contains("line 62, column \"A\""), "\(failure.message)")
  }
}

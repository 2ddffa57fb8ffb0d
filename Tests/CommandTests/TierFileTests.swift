import Foundation
import Testing

/// Tables of tiers from files: read, refused, written and compared.
@Suite struct TierFileTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private static let ccxt = """
    {"BTC/USDT:USDT":[{"tier":1,"symbol":"BTC/USDT:USDT","currency":"USDT","minNotional":0,\
    "maxNotional":50000.0,"maintenanceMarginRate":0.0040,"maxLeverage":125,"info":{"bracket":"1",\
    "notionalCap":"50000","maintMarginRatio":"0.004","cum":"0.0","note":"\\u00e9 \\"x\\""}},{"tier":2,\
    "symbol":"BTC/USDT:USDT","currency":"USDT","minNotional":50000,"maxNotional":6e5,\
    "maintenanceMarginRate":0.005,"maxLeverage":100,"info":{"cum":"50.0","extra":[1.50,null,true]}}]}
    """

  @Test func ccxtRoundTripsByteForByteInEveryLayout() throws {
    let spaced = Self.ccxt.replacing("\":", with: "\": ").replacing(",\"", with: ", \"")
      .replacing("},{", with: "}, {").replacing("1.50,null,true", with: "1.50, null, true")
    let indented = """
      {
        "A": [
          {
            "minNotional": 0,
            "maxNotional": 1000.10,
            "maintenanceMarginRate": 0.010,
            "maxLeverage": 50,
            "info": {}
          }
        ]
      }

      """
    for text in [Self.ccxt, Self.ccxt + "\n", spaced, indented] {
      try sandbox.write(text, to: "tiers.json")
      let run = try sandbox.margin("account", "tiers", "tiers.json", "--to", "ccxt")
      #expect(run.code == 0, "\(run.error)")
      #expect(run.output == text)
    }
  }

  @Test(arguments: ["ccxt", "binance-usdm", "csv"])
  func everyShapeHoldsTheTable(shape: String) throws {
    try sandbox.write(Self.ccxt, to: "tiers.json")
    let direct = try sandbox.margin("account", "tiers", "tiers.json", "--format", "csv")
    let written = try sandbox.margin(
      "account", "tiers", "tiers.json", "--to", shape, "--output", "other")
    #expect(written.code == 0, "\(written.error)")
    let back = try sandbox.margin("account", "tiers", "other", "--format", "csv")
    #expect(back.code == 0, "\(back.error)")
    func numbers(_ run: ToolRun) -> [Substring] {
      run.output.split(separator: "\n").map { line in
        line.split(separator: ",").prefix(7).joined(separator: ",")[...]
      }
    }
    #expect(numbers(back) == numbers(direct))
    #expect(numbers(direct)[2] == "BTC/USDT:USDT,2,50000,600000,0.005,50,100")
  }

  @Test func hyperliquidTablesHaveHalfOfTheInitialRate() throws {
    try sandbox.write(
      """
      {"description":"BTC","marginTiers":[{"lowerBound":"0.0","maxLeverage":40},\
      {"lowerBound":"150000000.0","maxLeverage":20}]}
      """, to: "tiers.json")
    let run = try sandbox.margin(
      "account", "tiers", "tiers.json", "--at", "200000000", "--format", "json")
    let tables = try #require(run.json?["tables"] as? [[String: Any]], "\(run.error)")
    let positions = try #require(tables[0]["positions"] as? [[String: Any]])
    #expect(positions[0]["maintenanceMargin"] as? String == "3125000")
    let same = try sandbox.margin("account", "tiers", "tiers.json", "--to", "hyperliquid")
    #expect(same.output == (try sandbox.read("tiers.json")))
  }

  @Test func whatMovedIsShownTierByTierAndAtPositions() throws {
    try sandbox.write(Self.ccxt, to: "old.json")
    try sandbox.write(
      Self.ccxt.replacing(
        "\"maintenanceMarginRate\":0.005", with: "\"maintenanceMarginRate\":0.006"
      )
      .replacing("\"50.0\"", with: "\"100.0\""), to: "new.json")
    let run = try sandbox.margin(
      "account", "tiers", "new.json", "--compare", "old.json", "--at", "100000")
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.contains("BTC/USDT:USDT, changes by tier"))
    #expect(run.output.contains("0.500 %"))
    let json = try sandbox.margin(
      "account", "tiers", "new.json", "--compare", "old.json", "--format", "json")
    let tables = try #require(json.json?["tables"] as? [[String: Any]])
    let changes = try #require(tables[0]["changes"] as? [[String: Any]])
    #expect(changes.map { $0["floor"] as? String } == ["0", "50000"])
    #expect((changes[1]["old"] as? [String: Any])?["maintenanceMargin"] as? String == "2950")
    #expect((changes[1]["new"] as? [String: Any])?["maintenanceMargin"] as? String == "3500")
    // 50 000 · 0.004 + 50 000 · 0.006 = 500 against 450.
    #expect(run.output.contains(/100000 +500 +0.500 %/))
    #expect(run.output.contains("11.111 %"))
  }

  @Test(arguments: [
    ("X,1,0,100,0.01,,50,,,base\n", "binance-usdm", "unit-mismatch"),
    ("X,1,0,100,0.01,,50,,,\n", "binance-coinm", "unit-mismatch"),
    ("X,1,0,100,0.01,,50,,,base\n", "ccxt", "unit-mismatch"),
    ("X,1,0,100,0.01,,50,,cliff,\n", "binance-usdm", "rule-mismatch"),
    ("X,1,0,100,0.005,,50,,,\n", "hyperliquid", "rate-mismatch"),
  ])
  func aShapeInWhichNumbersMeanSomethingElseIsRefused(row: String, shape: String, code: String)
    throws
  {
    try sandbox.write(Self.header.replacing("rule\n", with: "rule,unit\n") + row, to: "x.csv")
    let run = try sandbox.margin("account", "tiers", "x.csv", "--to", shape)
    #expect(run.code == 2 && run.output.isEmpty)
    #expect(run.error.contains("(\(code))"), "\(run.error)")
    let same = try sandbox.margin("account", "tiers", "x.csv", "--to", "csv", "--output", "y.csv")
    #expect(same.code == 0, "\(same.error)")
    let twice = try sandbox.margin("account", "tiers", "y.csv", "--to", "csv")
    #expect(twice.output == (try sandbox.read("y.csv")))
  }

  @Test func whatAShapeDoesNotHoldIsSaid() throws {
    try sandbox.write(Self.header + "X,1,0,100,0.01,,50,USDC,\n", to: "x.csv")
    let run = try sandbox.margin("account", "tiers", "x.csv", "--to", "hyperliquid")
    #expect(run.code == 0)
    #expect(run.error.contains("X: hyperliquid cannot represent the last cap, 100"))
    #expect(run.error.contains("X: hyperliquid cannot represent the currency, USDC"))
    try sandbox.write(Self.header + "X,1,0,100,0.01,,50,USDC,cliff\n", to: "x.csv")
    let cliff = try sandbox.margin("account", "tiers", "x.csv", "--to", "ccxt")
    #expect(cliff.error.contains("ccxt cannot represent the rule"))
    #expect(!cliff.output.contains("cum"))
  }

  @Test func coinsStayCoins() throws {
    try sandbox.write(
      """
      [{"symbol":"BTCUSD_PERP","brackets":[{"bracket":1,"initialLeverage":125,"qtyCap":5,"qtylFloor":0,\
      "maintMarginRatio":0.004,"cum":0.0},{"bracket":2,"initialLeverage":100,"qtyCap":10,"qtylFloor":5,\
      "maintMarginRatio":0.005,"cum":0.005}]}]
      """, to: "coin.json")
    for shape in ["csv", "binance-coinm"] {
      let written = try sandbox.margin(
        "account", "tiers", "coin.json", "--to", shape, "--output", "other")
      #expect(written.code == 0, "\(written.error)")
      let back = try sandbox.margin("account", "tiers", "other", "--format", "csv")
      #expect(back.output.contains("BTCUSD_PERP,2,5,10,0.005,0.005,100,,marginal,base\n"))
    }
    try sandbox.write(
      Self.ccxt.replacing("BTC/USDT:USDT", with: "BTC/USD:BTC").replacing(
        "\"50.0\"", with: "\"50\""),
      to: "inverse.json")
    let inverse = try sandbox.margin("account", "tiers", "inverse.json", "--format", "csv")
    #expect(inverse.output.contains(",marginal,base\n"), "\(inverse.error)")
    try sandbox.write(
      inverse.output.replacing(",base", with: ",quote"), to: "quote.csv")
    let mixed = try sandbox.margin("account", "tiers", "inverse.json", "--compare", "quote.csv")
    #expect(mixed.code == 2 && mixed.error.contains("(unit-mismatch)"), "\(mixed.error)")
  }

  @Test func aMendedDocumentIsWrittenMended() throws {
    try sandbox.write(
      """
      [{"symbol":"X","minNotional":0,"maxNotional":100,"maintenanceMarginRate":0.01,"maxLeverage":50},
       {"symbol":"X","minNotional":120,"maxNotional":200,"maintenanceMarginRate":0.02,"maxLeverage":20}]
      """, to: "gap.json")
    let gap = try sandbox.margin("account", "tiers", "gap.json")
    #expect(gap.error.contains("gap.json:2: X: tier 2 begins at 120"), "\(gap.error)")
    let mended = try sandbox.margin(
      "account", "tiers", "gap.json", "--repair", "--to", "ccxt", "--output", "mended.json")
    #expect(mended.code == 0, "\(mended.error)")
    let read = try sandbox.margin("account", "tiers", "mended.json", "--format", "csv")
    #expect(read.output.contains("X,1,0,120,0.01,0,50,,marginal,quote\n"), "\(read.error)")
  }

  @Test func aChosenSymbolKeepsItsDocument() throws {
    let two = String(Self.ccxt.dropLast()) + ",\"ETH\":[]}"
    try sandbox.write(
      two.replacing(
        "\"ETH\":[]",
        with:
          "\"ETH\":[{\"minNotional\":0,\"maxNotional\":9,\"maintenanceMarginRate\":0.01,\"maxLeverage\":50}]"
      ), to: "two.json")
    let run = try sandbox.margin(
      "account", "tiers", "two.json", "--symbol", "BTC/USDT:USDT", "--to", "ccxt")
    #expect(run.output == Self.ccxt, "\(run.error)")
  }

  private static let header =
    "symbol,tier,min_notional,max_notional,mmr,cum,max_leverage,currency,rule\n"

  @Test(arguments: [
    ("X,1,10,100,0.01,,50,,\n", "x.csv:2: X: tier 1 begins at 10, not at 0; ", "bracket-gap"),
    (
      "X,1,0,100,0.01,,50,,\nX,2,120,200,0.02,,20,,\n", "tier 2 begins at 120, not at 100",
      "bracket-gap"
    ),
    (
      "X,1,0,100,0.01,,50,,\nX,2,80,200,0.02,,20,,\n", "tier 2 begins or ends at 80",
      "bracket-overlap"
    ),
    ("X,1,0,0,0.01,,50,,\n", "tier 1 begins or ends at 0", "bracket-overlap"),
    (
      "X,1,0,,0.01,,50,,\nX,2,80,200,0.02,,20,,\n", "tier 2 stands after one without an end",
      "bracket-overlap"
    ),
    (
      "X,1,0,100,0.02,,50,,\nX,2,100,200,0.01,,20,,\n", "tier 2 has rate 0.01 after 0.02",
      "falling-rate"
    ),
    ("X,1,0,100,1,,1,,\n", "maintenance rate is out of its range", "invalid-number"),
    ("X,1,0,100,-0.01,,1,,\n", "maintenance rate is out of its range", "invalid-number"),
    ("X,1,0,100,0.01,,0.5,,\n", "leverage is out of its range", "invalid-number"),
    ("X,1,0,100,0.03,,50,,\n", "leverage 50 leaves less than", "im-below-mm"),
    (
      "X,1,0,100,0.01,0,50,,\nX,2,100,200,0.02,7,20,,\n",
      "tier 2 publishes deduction 7, its floors and rates give 1", "cum-mismatch"
    ),
    ("X,1,0,1e40,0.01,,50,,\n", "cap is out of its range", "invalid-number"),
    ("X,1,0,100,0.00000000000000000001,,50,,\n", "maintenance rate or leverage", "invalid-number"),
    ("X,1,0,nan,0.01,,50,,\n", "max_notional \"nan\" is not a number", "invalid-number"),
    ("X,1,0,1,000,0.01,,50,,\n", "without thousands separators", "ragged-row"),
    ("X,1,0,\"1,000\",0.01,,50,,\n", "max_notional \"1,000\" is not a", "invalid-number"),
    ("X,1,0,100,0.01,,50,,stepped\n", "rule is not one of marginal, cliff", "unknown-rule"),
    ("", "has no rows", "no-tiers"),
  ])
  func aFaultNamesItsPlaceAndRemedy(rows: String, message: String, code: String) throws {
    try sandbox.write(Self.header + rows, to: "x.csv")
    let run = try sandbox.margin("account", "tiers", "x.csv")
    #expect(run.code == 2)
    #expect(run.error.contains("margin: x.csv"), "\(run.error)")
    #expect(run.error.contains(message), "\(run.error)")
    #expect(run.error.contains("(\(code))"), "\(run.error)")
    #expect(run.output.isEmpty)
  }

  @Test func fallingRatesAndRepairsAreAskedFor() throws {
    try sandbox.write(
      Self.header + "X,1,0,100,0.02,,50,,\nX,2,100,200,0.01,,20,,\n", to: "falls.csv")
    #expect(try sandbox.margin("account", "tiers", "falls.csv", "--allow-nonmonotone").code == 0)
    try sandbox.write(
      Self.header + "X,2,120,200,0.02,9,20,,\nX,1,0,100,0.01,0,50,,\n", to: "gap.csv")
    #expect(try sandbox.margin("account", "tiers", "gap.csv").code == 2)
    let repaired = try sandbox.margin("account", "tiers", "gap.csv", "--repair", "--to", "csv")
    #expect(
      repaired.output.contains("X,1,0,120,0.01,0,50,,marginal,quote\nX,2,120,200,0.02,1.2,20,"))
  }

  @Test func bytesOfSpreadsheetsAreRead() throws {
    try sandbox.write(
      "\u{FEFF}" + Self.header.replacing("\n", with: "\r\n") + "X,1,0,100,0.01,,50,,\r\n",
      to: "x.csv")
    #expect(try sandbox.margin("account", "tiers", "x.csv").code == 0)
  }

  @Test(arguments: [
    ("{\"A\":[],\"A\":[]}", "x.json:1:9: duplicate key \"A\"", "duplicate-key"),
    (
      "{\"A\":[\n{\"minNotional\":0,}]}", "x.json:2:18: expected a key in quotes",
      "malformed-json"
    ),
    ("{\"A\":[],\"\\u0041\":[]}", "duplicate key", "duplicate-key"),
    ("[{\"minNotional\":01}]", "expected a value", "malformed-json"),
    ("[{\"minNotional\":\"\\x\"}]", "an invalid escape", "malformed-json"),
    (
      "[{\"symbol\":\"A\",\"brackets\":[{\"initialLeverage\":50,\"notionalCap\":9,\"notionalFloor\":0,"
        + "\"maintMarginRatio\":0.01}]},\n{\"symbol\":\"A\",\"brackets\":[{\"initialLeverage\":50,"
        + "\"notionalCap\":9,\"notionalFloor\":0,\"maintMarginRatio\":0.01}]}]",
      "x.json:2: A: is a duplicate symbol", "duplicate-key"
    ),
    ("[1, 2", "the document ends too early", "malformed-json"),
    ("{}", "is not a known tier format", "unknown-shape"),
    (
      "[{\"minNotional\":0,\"maxNotional\":\"many\",\"maintenanceMarginRate\":0.01,\"maxLeverage\":5}]",
      "tier 1: maxNotional is not a decimal number", "invalid-number"
    ),
    (
      "[{\"minNotional\":0,\"maxNotional\":1,\"maxLeverage\":5}]",
      "field \"maintenanceMarginRate\"", "missing-field"
    ),
  ])
  func aFaultyDocumentIsRefused(text: String, message: String, code: String) throws {
    try sandbox.write(text, to: "x.json")
    let run = try sandbox.margin("account", "tiers", "x.json")
    #expect(run.code == 2)
    #expect(run.error.contains(message), "\(run.error)")
    #expect(run.error.contains("(\(code))"), "\(run.error)")
  }

  @Test func aPositionBeyondTheLastTierHasNoMargin() throws {
    try sandbox.write(Self.ccxt, to: "tiers.json")
    let run = try sandbox.margin("account", "tiers", "tiers.json")
    #expect(run.code == 0 && run.output.contains("  100000 ") && !run.output.contains("  1000000 "))
    let asked = try sandbox.margin("account", "tiers", "tiers.json", "--at", "1000000")
    #expect(asked.code == 2 && asked.output.isEmpty)
    #expect(
      asked.error.contains("BTC/USDT:USDT: 1000000 is above the last cap 600000"), "\(asked.error)")
    #expect(asked.error.contains("(beyond-last-tier)"))
    for bad in ["-5", "x", "0", "1e30"] {
      #expect(try sandbox.margin("account", "tiers", "tiers.json", "--at=\(bad)").code == 2)
    }
  }
}

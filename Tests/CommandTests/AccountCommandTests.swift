import Testing

/// `margin account --positions`: the state of an account from a file.
@Suite struct AccountCommandTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private static let bitcoin = """
    {"instrument":"BTCUSDT","contract":"linear","side":"long","size":109.488,"entryPrice":32481.98,
    "markPrice":31967.27,"leverage":20,"maintenanceRate":0.025,"maintenanceDeduction":16300}
    """
  private static let ether = """
    {"instrument":"ETHUSDT","contract":"linear","side":"long","size":3683.979,"entryPrice":1456.84,
    "markPrice":1335.18,"leverage":5,"maintenanceRate":0.1,"maintenanceDeduction":135365}
    """

  private func run(_ text: String, _ more: String...) throws -> ToolRun {
    try sandbox.write(text, to: "account.json")
    return try sandbox.margin(["account", "--positions", "account.json"] + more)
  }

  @Test func theExampleOfBinanceIsAnswered() throws {
    let run = try run(AccountText.account(Self.bitcoin, Self.ether), "--format", "json")
    #expect(run.code == 0, "\(run.error)")
    let answer = try #require(run.json)
    #expect(answer["schema"] as? String == "margin.account/1")
    #expect(answer["stage"] as? String == "warning")
    let positions = try #require(answer["positions"] as? [[String: Any]])
    let prices = positions.compactMap { $0["liquidationPrice"] as? Double }
    #expect(abs(prices[0] - 26316.893264518858) < 1e-8 && abs(prices[1] - 1153.256464239104) < 1e-8)
    #expect(try self.run(AccountText.account(Self.bitcoin, Self.ether)).output.contains("26316.89"))
  }

  @Test func whereThereIsNoPriceThereIsAReason() throws {
    let rich = #"{"asset":"USDT","amount":5000000,"price":1}"#
    let run = try run(AccountText.account(Self.bitcoin, collateral: rich), "--format", "json")
    let positions = try #require(run.json?["positions"] as? [[String: Any]], "\(run.error)")
    #expect(run.output.contains("\"liquidationPrice\":null"))
    #expect(positions[0]["reason"] as? String == "over-collateralised")
    let empty = try self.run(AccountText.account(), "--format", "json")
    #expect(empty.code == 0 && empty.output.contains("\"solvencyRatio\":null"))
  }

  @Test func haircutsShrinkWhatIsOwnedAlone() throws {
    let mixed =
      #"{"asset":"ETH","amount":2,"price":1000,"haircut":0.1},{"asset":"USD","amount":-100,"price":1,"haircut":0.5}"#
    let run = try run(AccountText.account(collateral: mixed), "--format", "json")
    #expect(run.json?["equity"] as? Double == 1700, "\(run.error)")
    // 2 million at 5 %, 2 at 15 %, 1 at 50 %.
    let slices =
      #"{"asset":"BETH","amount":2500,"price":2000,"haircut":[{"to":2e6,"haircut":0.05},"#
      + #"{"to":4e6,"haircut":0.15},{"to":8e6,"haircut":0.5},{"haircut":1}]}"#
    let sliced = try self.run(AccountText.account(collateral: slices), "--format", "json")
    #expect(abs((sliced.json?["equity"] as? Double ?? 0) - 4.1e6) < 1e-6, "\(sliced.error)")
    let disordered = try self.run(
      AccountText.account(collateral: slices.replacing("8e6", with: "3e6")))
    #expect(disordered.code == 2 && disordered.error.contains("(haircut-order)"))
  }

  @Test func ratesComeFromTiers() throws {
    try sandbox.write(
      "symbol,min_notional,max_notional,mmr,max_leverage\nBTCUSDT,0,1000000,0.01,50\n"
        + "BTCUSDT,1000000,5000000,0.025,20\n", to: "tiers.csv")
    let position = Self.bitcoin.replacing(
      ",\"maintenanceRate\":0.025,\"maintenanceDeduction\":16300", with: "")
    let run = try run(AccountText.account(position), "--tiers", "tiers.csv", "--format", "json")
    // 3 500 032.46 · 2.5 % − 15 000
    let margin = try #require(run.json?["maintenanceMargin"] as? Double, "\(run.error)")
    #expect(abs(margin - (109.488 * 31967.27 * 0.025 - 15_000)) < 1e-6)
    let large = position.replacing("\"size\":109.488", with: "\"size\":1094.88")
    let beyond = try self.run(
      AccountText.account(large.replacing("\"leverage\":20,", with: "")), "--tiers", "tiers.csv")
    #expect(beyond.code == 2 && beyond.error.contains("(beyond-last-tier)"), "\(beyond.error)")
    let levered = try self.run(
      AccountText.account(position.replacing("\"leverage\":20", with: "\"leverage\":25")),
      "--tiers",
      "tiers.csv")
    #expect(levered.code == 2 && levered.error.contains("(leverage-above-tier)"))
    let coins = try self.run(
      AccountText.account(position.replacing("linear", with: "inverse")), "--tiers", "tiers.csv")
    #expect(coins.code == 2 && coins.error.contains("(unit-mismatch)"), "\(coins.error)")
  }

  @Test func ratesComeFromASchedule() throws {
    try sandbox.write(Prices.csv(700), to: "A.csv")
    let made = try sandbox.margin(
      "calibrate", "A.csv", "--format", "json", "--output", "schedule.json", "--quiet")
    #expect(made.code == 0, "\(made.error)")
    let json = try sandbox.margin("calibrate", "A.csv", "--format", "json", "--quiet").json
    let instrument = try #require((json?["instruments"] as? [[String: Any]])?.first)
    let side = try #require(instrument["short"] as? [String: Any])
    let (initial, kept) = (
      try #require(side["initialMargin"] as? Double),
      try #require(side["maintenanceMargin"] as? Double)
    )
    let name = try #require(instrument["instrument"] as? String)
    let short =
      #"{"instrument":"\#(name)","contract":"linear","side":"short","size":10,"entryPrice":100,"markPrice":100}"#
    let run = try run(
      AccountText.account(short, collateral: #"{"asset":"USD","amount":500,"price":1}"#),
      "--schedule",
      "schedule.json", "--format", "json")
    let answer = try #require(run.json, "\(run.error)")
    #expect(abs((answer["initialMargin"] as? Double ?? 0) - 1000 * initial) < 1e-9)
    #expect(abs((answer["maintenanceMargin"] as? Double ?? 0) - 1000 * kept) < 1e-9)
    let position = try #require((answer["positions"] as? [[String: Any]])?.first)
    let price = try #require(position["liquidationPrice"] as? Double)
    #expect(abs(price - 1500 / (10 * (1 + kept))) < 1e-9)
    let other = try self.run(
      AccountText.account(short.replacing(name, with: "elsewhere")), "--schedule", "schedule.json")
    #expect(other.code == 2 && other.error.contains("(missing-field)"), "\(other.error)")
  }

  @Test(arguments: [
    ("\"size\":109.488", "\"size\":0", "size is not a number above 0", "invalid-number"),
    (
      "\"maintenanceRate\":0.025", "\"feeRate\":0.1,\"maintenanceRate\":0.9",
      "plus feeRate of 1 or more",
      "invalid-number"
    ),
    (
      "\"maintenanceDeduction\":16300", "\"maintenanceDeduction\":163000",
      "has a negative maintenance margin",
      "invalid-number"
    ),
    (
      "\"maintenanceRate\":0.025,", "\"maintenanceRate\":null,", "write both or neither",
      "missing-field"
    ),
    (
      "\"markPrice\":31967.27", "\"markPrice\":1e308", "markPrice is not a number above 0",
      "invalid-number"
    ),
    (
      "\"amount\":1535443.01,\"price\":1", "\"amount\":1e300,\"price\":1e300",
      "amount is not a number from",
      "invalid-number"
    ),
    ("\"size\":109.488", "\"size\":-3", "size is not a number above 0", "invalid-number"),
    ("\"markPrice\":31967.27", "\"markPrice\":\"nan\"", "markPrice is not", "invalid-number"),
    ("\"markPrice\":31967.27,", "", "missing field \"markPrice\"", "missing-field"),
    (
      "\"linear\"", "\"future\"", "contract is not one of linear, inverse, quanto, option, spot",
      "unknown-contract"
    ),
    ("\"long\"", "\"buy\"", "side is not one of long, short", "unknown-side"),
    ("\"leverage\":20", "\"leverage\":0.5", "leverage is not a number from 1", "invalid-number"),
    ("\"leverage\":20", "\"levrage\":20", "unknown field \"levrage\"", "unknown-field"),
    (
      "\"maintenanceRate\":0.025", "\"maintenanceRate\":1", "maintenanceRate is not",
      "invalid-number"
    ),
    (
      ",\"maintenanceRate\":0.025,\"maintenanceDeduction\":16300", "", "with --tiers or --schedule",
      "missing-field"
    ),
    ("\"leverage\":20", "\"margin\":20", "use isolated mode", "margin-in-cross"),
    ("\"cross\"", "\"shared\"", "mode is not one of isolated, cross, portfolio", "unknown-mode"),
    ("\"price\":1,", "", "collateral: missing field \"price\"", "missing-field"),
    (
      "\"haircut\":0", "\"haircut\":1.2", "haircut is not a number from 0.0 to 1.0",
      "invalid-number"
    ),
    ("\"amount\":1535443.01", "\"amount\":1,\"amount\":2", "duplicate key", "malformed-json"),
    ("margin.account/1", "margin.account/9", "has schema \"margin.account/9\"", "unknown-schema"),
  ])
  func aFaultNamesItsPlace(old: String, new: String, message: String, code: String) throws {
    let text = AccountText.account(Self.bitcoin)
    #expect(text.contains(old))
    let run = try run(text.replacing(old, with: new))
    #expect(run.code == 2 && run.output.isEmpty)
    #expect(run.error.contains("margin: account.json:1"), "\(run.error)")
    #expect(run.error.contains(message), "\(run.error)")
    #expect(run.error.contains("(\(code))"), "\(run.error)")
  }

  @Test func accountsAreOfOneCurrency() throws {
    let coin = Self.ether.replacing("linear", with: "inverse")
      .replacing(",\"maintenanceDeduction\":135365", with: "")
    let mixed = try run(AccountText.account(Self.bitcoin, coin))
    #expect(mixed.code == 2 && mixed.error.contains("(mixed-settlement)"))
    let twice = try run(AccountText.account(Self.bitcoin, Self.bitcoin))
    #expect(twice.code == 2 && twice.error.contains("(duplicate-instrument)"))
    #expect(try run(AccountText.account(Self.bitcoin, Self.bitcoin, mode: "isolated")).code == 0)
    #expect(try sandbox.margin("account").code == 2)
  }
}

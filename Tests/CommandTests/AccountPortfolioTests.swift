import Foundation
import Testing

/// `margin account --positions` with options, pairs, orders and calls, and portfolios by scenarios.
@Suite struct AccountPortfolioTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  private func run(_ text: String, _ more: String...) throws -> ToolRun {
    try sandbox.write(text, to: "account.json")
    return try sandbox.margin(["account", "--positions", "account.json"] + more)
  }

  private static let option = """
    {"instrument":"ETH-1900-C","underlying":"ETH","contract":"option","kind":"call","side":"short","size":3,
    "strike":1800,"years":0.1,"volatility":0.8,"index":1900,"markPrice":120,"entryPrice":100,"rule":"derive"}
    """
  private static let cash = #"{"asset":"USD","amount":2360,"price":1}"#

  /// Derive's example: three short calls, 2,000 of cash beside the premium, +785 and +1,127.
  @Test func shortOptionsAreMarginedByTheirRule() throws {
    let run = try run(
      AccountText.account(Self.option, collateral: Self.cash), "--format", "json")
    let answer = try #require(run.json, "\(run.error)")
    #expect(answer["equity"] as? Double == 2000)
    #expect(abs((answer["initialMargin"] as? Double ?? 0) - 1215) < 1e-9)
    #expect(abs((answer["maintenanceMargin"] as? Double ?? 0) - 873) < 1e-9)
    #expect(abs((answer["freeCollateral"] as? Double ?? 0) - 785) < 1e-9)
    let position = try #require((answer["positions"] as? [[String: Any]])?.first)
    #expect(position["unrealizedProfit"] as? Double == -60)
    // A short call is liquidated where the index has risen.
    let price = try #require(position["liquidationPrice"] as? Double)
    let call = try #require(position["callPrice"] as? Double)
    #expect(price > call && call > 1900 && (position["bankruptcyPrice"] as? Double ?? 0) > price)
    // In coin, Deribit: mark 0.05 at the money of 50,000 asks 0.2 and 0.125.
    let coin = Self.option.replacing("\"strike\":1800", with: "\"strike\":50000")
      .replacing("\"index\":1900", with: "\"index\":50000,\"settlement\":\"coin\"")
      .replacing("120,\"entryPrice\":100,\"rule\":\"derive\"", with: "0.05,\"entryPrice\":0.05")
      .replacing("\"size\":3", with: "\"size\":1")
    let inCoin = try self.run(AccountText.account(coin, collateral: Self.cash), "--format", "json")
    #expect(abs((inCoin.json?["initialMargin"] as? Double ?? 0) - 0.2) < 1e-12, "\(inCoin.error)")
    #expect(abs((inCoin.json?["maintenanceMargin"] as? Double ?? 0) - 0.125) < 1e-12)
    // At expiry an option is its payoff.
    let expired = Self.option.replacing("\"years\":0.1", with: "\"years\":0")
      .replacing("\"markPrice\":120,", with: "")
    let last = try self.run(AccountText.account(expired, collateral: Self.cash), "--format", "json")
    #expect(last.json?["equity"] as? Double == 2060, "\(last.error)")
  }

  @Test func aPortfolioIsMarginedByItsScenarios() throws {
    let future = """
      {"instrument":"ETH-PERP","underlying":"ETH","contract":"linear","side":"long","size":1.5,
      "entryPrice":1890,"markPrice":1900}
      """
    let option = Self.option.replacing(",\"rule\":\"derive\"", with: "")
    let text = AccountText.account(option, future, mode: "portfolio", collateral: Self.cash)
    let missing = try run(text)
    #expect(missing.code == 2 && missing.error.contains("field \"scenarios\""), "\(missing.error)")
    let run = try run(text, "--scenarios", "derive-pm2", "--format", "json")
    let answer = try #require(run.json, "\(run.error)")
    let unit = try #require((answer["underlyings"] as? [[String: Any]])?.first)
    let (scan, charges) = (unit["scan"] as? Double ?? 0, unit["charges"] as? Double ?? 0)
    let futures = 1.5 * 1900
    let initial = try #require(answer["initialMargin"] as? Double)
    #expect(scan > 0 && charges > 28.5 && unit["underlying"] as? String == "ETH")
    #expect(abs(initial - (scan + charges + 0.04 * futures)) < 1e-9)
    #expect(
      abs(
        (answer["maintenanceMargin"] as? Double ?? 0) - (0.8 * (scan + charges) + 0.03 * futures))
        < 1e-9)
    // What is written reads back, and asks for the same.
    let written = try sandbox.margin(
      "account", "scenarios", "derive-pm2", "--output", "scenarios.json")
    #expect(written.code == 0, "\(written.error)")
    let again = try self.run(text, "--scenarios", "scenarios.json", "--format", "json")
    #expect(again.output == run.output, "\(again.error)")
    let unknown = try self.run(text, "--scenarios", "nowhere")
    #expect(unknown.code == 2 && unknown.error.contains("(unknown-scenarios)"))
    let rated = future.replacing("\"size\":1.5", with: "\"size\":1.5,\"maintenanceRate\":0.01")
    let twice = try self.run(
      AccountText.account(rated, mode: "portfolio", collateral: Self.cash), "--scenarios", "tims-15"
    )
    #expect(twice.code == 2 && twice.error.contains("the scenarios determine it"), "\(twice.error)")
    try sandbox.write(
      "symbol,min_notional,max_notional,mmr,max_leverage\nA,0,1000,0.01,50\n", to: "tiers.csv")
    let tiers = try self.run(text, "--scenarios", "tims-15", "--tiers", "tiers.csv")
    #expect(tiers.code == 2 && tiers.error.contains("--tiers: has no effect"), "\(tiers.error)")
    let shared = try self.run(
      AccountText.account(Self.option, collateral: Self.cash), "--scenarios", "tims-15")
    #expect(shared.code == 2 && shared.error.contains("has no effect in cross mode"))
    let described = try sandbox.margin("account", "scenarios", "--format", "json")
    #expect(described.json?["schema"] as? String == "margin.scenario-list/1")
    let presets = try #require(described.json?["rules"] as? [[String: Any]])
    #expect(presets.count == 5 && presets.allSatisfy { $0["omits"] is [String] })
    let rows = try sandbox.margin("account", "scenarios", "--format", "csv")
    #expect(rows.output.hasPrefix("name,date,rows,charges\nderibit-2024-06,2024-06,27,1\n"))
    let listed = try sandbox.margin("account", "scenarios")
    #expect(listed.output.contains("paradex-2025") && listed.output.contains("span-nse-index"))
  }

  @Test func scenariosAreChecked() throws {
    let good =
      #"{"schema":"margin.scenarios/1","rows":[{"move":-0.1,"volatility":"up"}],"initialFactor":1.3,"charges":[{"kind":"roll","annual":0.1,"least":0.01}]}"#
    try sandbox.write(good, to: "s.json")
    let checked = try sandbox.margin("account", "scenarios", "./s.json")
    #expect(checked.code == 0, "\(checked.error)")
    for (old, new, code) in [
      ("-0.1", "-1", "invalid-number"), ("\"up\"", "\"left\"", "unknown-volatility"),
      ("1.3", "0.5", "im-below-mm"), ("\"roll\"", "\"rolled\"", "unknown-kind"),
      (",\"least\":0.01", "", "missing-field"), ("\"least\"", "\"lest\"", "unknown-field"),
      (#"{"move":-0.1,"volatility":"up"}"#, "", "missing-field"),
      ("scenarios/1", "scenarios/2", "unknown-schema"),
    ] {
      try sandbox.write(good.replacing(old, with: new), to: "s.json")
      let run = try sandbox.margin("account", "scenarios", "./s.json")
      #expect(run.code == 2 && run.error.contains("(\(code))"), "\(new): \(run.error)")
      #expect(run.error.contains("./s.json:1"), "\(run.error)")
    }
  }

  /// OKX's pair: what is owned and owed of both sides, alone and beside cash.
  @Test func aPairIsItsOwnCollateral() throws {
    let pair =
      #"{"instrument":"ETH/USDT","contract":"spot","markPrice":2000,"quoteOwed":1500,"baseOwned":1,"maintenanceRate":0.05}"#
    let run = try run(
      AccountText.account(pair, mode: "isolated", collateral: ""), "--format", "json")
    let answer = try #require(run.json, "\(run.error)")
    #expect(answer["equity"] as? Double == 500 && answer["maintenanceMargin"] as? Double == 75)
    let position = try #require((answer["positions"] as? [[String: Any]])?.first)
    #expect(position["liquidationPrice"] as? Double == 1575)
    #expect(position["bankruptcyPrice"] as? Double == 1500)
    let shared = try self.run(
      AccountText.account(pair, collateral: #"{"asset":"USDT","amount":100,"price":1}"#),
      "--format",
      "json")
    let beside = try #require((shared.json?["positions"] as? [[String: Any]])?.first)
    #expect(abs((beside["liquidationPrice"] as? Double ?? 0) - 1475) < 1e-9, "\(shared.error)")
    // The same worth in an asset that something else moves.
    let asset = try self.run(
      AccountText.account(
        pair, collateral: #"{"asset":"SOL","amount":1,"price":100,"underlying":"SOL"}"#),
      "--format",
      "json")
    let third = try #require((asset.json?["positions"] as? [[String: Any]])?.first)
    #expect(abs((third["liquidationPrice"] as? Double ?? 0) - 1475) < 1e-9, "\(asset.error)")
    let refused = try self.run(
      AccountText.account(pair, mode: "portfolio"), "--scenarios", "tims-15")
    #expect(refused.code == 2 && refused.error.contains("(pair-in-portfolio)"))
  }

  /// A long of 10 at 2,000 on 2 coins cut by 10 %: 1.8 P + 10 (P − 2,000) = 0.1 P where the coins fall too.
  @Test func collateralMayMoveWithThePosition() throws {
    let long =
      #"{"instrument":"ETH-PERP","underlying":"ETH","contract":"linear","side":"long","size":10,"entryPrice":2000,"markPrice":2000,"maintenanceRate":0.01}"#
    func price(_ link: String) throws -> Double {
      let coins = #"{"asset":"ETH","amount":2,"price":2000,"haircut":0.1\#(link)}"#
      let run = try run(AccountText.account(long, collateral: coins), "--format", "json")
      let first = (run.json?["positions"] as? [[String: Any]])?.first
      #expect(run.json?["equity"] as? Double == 3600, "\(run.error)")
      return try #require(first?["liquidationPrice"] as? Double, "\(run.error)")
    }
    #expect(abs(try price("") - (20_000 - 3600) / 9.9) < 1e-9)
    #expect(abs(try price(#","underlying":"ETH""#) - 20_000 / 11.7) < 1e-9)
  }

  /// Bybit's isolated long of 50 times at 10,000: 0.5 % of the value at the entry, so liquidated at 9,850.
  @Test func maintenanceMayBeOfTheEntry() throws {
    let long =
      #"{"instrument":"BTC","contract":"linear","side":"long","size":1,"entryPrice":10000,"markPrice":10000,"leverage":50,"maintenanceRate":0.005,"maintenanceBasis":"entry"}"#
    let run = try run(
      AccountText.account(long, mode: "isolated", collateral: ""), "--format", "json")
    let first = try #require((run.json?["positions"] as? [[String: Any]])?.first, "\(run.error)")
    #expect(abs((first["liquidationPrice"] as? Double ?? 0) - 9850) < 1e-9)
    #expect(first["bankruptcyPrice"] as? Double == 9800)
    let fault = try self.run(
      AccountText.account(long.replacing("\"entry\"", with: "\"start\""), mode: "isolated"))
    #expect(fault.code == 2 && fault.error.contains("(unknown-maintenanceBasis)"))
  }

  /// Paradex's example: short 1, three buys and two sells at 90,000, 2 %.
  @Test func ordersAreCharged() throws {
    let short =
      #"{"instrument":"BTC","contract":"linear","side":"short","size":1,"entryPrice":90000,"markPrice":90000,"leverage":50,"maintenanceRate":0.01}"#
    let account = AccountText.account(
      short, collateral: #"{"asset":"USD","amount":20000,"price":1}"#)
    let orders =
      #""orders":[{"instrument":"BTC","side":"buy","size":3,"price":89000},{"instrument":"BTC","side":"sell","size":2,"price":91000}]"#
    let run = try run(AccountText.more(account, orders), "--format", "json")
    #expect(run.json?["initialMargin"] as? Double == 5400, "\(run.error)")
    #expect(run.json?["orderMargin"] as? Double == 3600)
    #expect(run.json?["maintenanceMargin"] as? Double == 900)
    // An order in what is not held says itself what it needs.
    let alone =
      #""orders":[{"instrument":"ETH","contract":"linear","side":"buy","size":10,"price":2000,"markPrice":2000,"leverage":10,"maintenanceRate":0.01}]"#
    let other = try self.run(AccountText.more(account, alone), "--format", "json")
    #expect(other.json?["initialMargin"] as? Double == 3800, "\(other.error)")
    for (old, new, code) in [
      ("\"buy\"", "\"bid\"", "unknown-side"), ("\"markPrice\":2000,", "", "missing-field"),
      ("\"linear\"", "\"option\"", "unsupported-order"),
      ("\"linear\"", "\"inverse\"", "mixed-settlement"),
    ] {
      let fault = try self.run(AccountText.more(account, alone.replacing(old, with: new)))
      #expect(fault.code == 2 && fault.error.contains("(\(code))"), "\(new): \(fault.error)")
    }
  }

  @Test func callsNameAmountAndDeadline() throws {
    let short =
      #"{"instrument":"BTC","contract":"linear","side":"short","size":1,"entryPrice":90000,"markPrice":90000,"leverage":10,"maintenanceRate":0.05}"#
    let account = AccountText.account(
      short, collateral: #"{"asset":"USD","amount":5000,"price":1}"#)
    // 5,000 is below 1.2 · 4,500: called up to 9,000, by nine on Monday.
    let call = #""call":{"time":"2026-11-29T12:00:00Z"}"#
    let run = try run(AccountText.more(account, call), "--format", "json")
    let called = try #require((run.json?["calls"] as? [[String: Any]])?.first, "\(run.error)")
    #expect(called["amount"] as? Double == 4000)
    #expect(called["due"] as? String == "2026-11-30T09:00:00Z")
    #expect(run.json?["stage"] as? String == "restricted")
    let late = try self.run(
      AccountText.more(account, call.replacing("12:00", with: "18:30")), "--format", "markdown")
    #expect(late.output.contains("2026-12-01T09:00:00Z"), "\(late.output)")
    let strict =
      #""stages":{"restricted":1},"# + call.replacing("}", with: #","target":"maintenance"}"#)
    #expect(try self.run(AccountText.more(account, strict)).output.contains("No margin call."))
    let daily =
      #""stages":{"restricted":1},"#
      + call.replacing(
        "}", with: #","settlement":"cash-daily","dayLoss":700,"minimumTransfer":500}"#)
    let settled = try self.run(AccountText.more(account, daily), "--format", "json")
    let paid = (settled.json?["calls"] as? [[String: Any]])?.first
    #expect(paid?["amount"] as? Double == 700, "\(settled.error)")
    for (terms, code) in [
      (#""call":{}"#, "missing-field"), (#""call":{"time":"noon"}"#, "missing-field"),
      (call.replacing("}", with: #","cutOff":"25:00"}"#), "invalid-time"),
      (call.replacing("}", with: #","days":0}"#), "late-deadline"),
      (call.replacing("}", with: #","days":0.5}"#), "invalid-number"),
      (call.replacing("}", with: #","target":"all"}"#), "unknown-target"),
    ] {
      let fault = try self.run(AccountText.more(account, terms))
      #expect(fault.code == 2 && fault.error.contains("(\(code))"), "\(terms): \(fault.error)")
    }
    let own = AccountText.account(
      short.replacing("\"size\":1,", with: "\"size\":1,\"margin\":5000,"), mode: "isolated",
      collateral: "")
    let isolated = try self.run(AccountText.more(own, call), "--format", "json")
    let first = (isolated.json?["calls"] as? [[String: Any]])?.first
    #expect(first?["instrument"] as? String == "BTC", "\(isolated.error)")
    let refused = try self.run(
      AccountText.more(own, call.replacing("}", with: #","settlement":"cash-daily"}"#)))
    #expect(refused.error.contains("(settlement-in-isolated)"))
  }

  /// The reference's example: 10 million at 1 % less 11,450, 80,000 of equity, back to 1.1 at 5 hundredths of a percent: 16.58 %.
  @Test func whatIsToBeClosedIsTold() throws {
    let position =
      #"{"instrument":"BTC","contract":"linear","side":"long","size":100,"entryPrice":100000,"markPrice":100000,"maintenanceRate":0.01,"maintenanceDeduction":11450}"#
    let account = AccountText.account(
      position, collateral: #"{"asset":"USD","amount":80000,"price":1}"#)
    let terms = #""reduction":{"targetRatio":1.1,"cost":0.0005}"#
    let run = try run(AccountText.more(account, terms), "--format", "json")
    let first = try #require((run.json?["positions"] as? [[String: Any]])?.first, "\(run.error)")
    #expect(abs((first["closingShare"] as? Double ?? 0) - 0.1658) < 5e-5)
    #expect(try self.run(AccountText.more(account, terms)).output.contains("16.58 %"))
    // Where closing costs more than it frees there is no smaller part than all of it.
    let dear = try self.run(
      AccountText.more(account, terms.replacing("0.0005", with: "0.011")), "--format", "json")
    let all = (dear.json?["positions"] as? [[String: Any]])?.first
    #expect(all?["closingShare"] as? Double == 1)
    for terms in [
      #""reduction":{"cost":0.1}"#, #""reduction":{"targetRatio":0}"#, #""stages":{"backstop":2}"#,
      #""stages":[]"#,
    ] {
      #expect(try self.run(AccountText.more(account, terms)).code == 2)
    }
  }

  @Test(arguments: [
    ("\"years\":0.1", "\"years\":-0.1", "years is not a number from", "invalid-number"),
    ("\"volatility\":0.8", "\"volatility\":0", "volatility is not", "invalid-number"),
    ("\"volatility\":0.8,", "", "missing field \"volatility\"", "missing-field"),
    ("\"index\":1900,", "", "missing field \"index\"", "missing-field"),
    ("\"strike\":1800", "\"strike\":0", "strike is not a number above 0", "invalid-number"),
    ("\"call\"", "\"calls\"", "kind is not one of call, put", "unknown-kind"),
    ("\"derive\"", "\"nobody\"", "rule is not one of standard, bybit, derive", "unknown-rule"),
    ("\"markPrice\":120", "\"markPrice\":-1", "markPrice is not", "invalid-number"),
    ("\"underlying\":\"ETH\",", "", "missing field \"underlying\"", "missing-field"),
    ("\"size\":3", "\"size\":3,\"leverage\":5", "unknown field \"leverage\"", "unknown-field"),
  ])
  func aFaultOfAnOptionNamesItsPlace(
    old: String, new: String, message: String, code: String
  ) throws {
    #expect(Self.option.contains(old))
    let run = try run(
      AccountText.account(Self.option.replacing(old, with: new), collateral: Self.cash))
    #expect(run.code == 2 && run.output.isEmpty)
    #expect(run.error.contains("account.json:1: position 1"), "\(run.error)")
    #expect(run.error.contains(message) && run.error.contains("(\(code))"), "\(run.error)")
  }
}

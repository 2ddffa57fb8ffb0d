import Foundation
import MarketData
import Testing

/// Contract facts and policies by group, as the tool uses them.
struct ContractTests {
  private let sandbox: Sandbox

  private static let facts = """
    instrument,multiplier,currency,tick,calendar,underlying,group
    CL,1000,USD,0.01,NYMEX,WTI,energy
    ES,50,USD,0.25,,,equity
    """

  /// Closes that alternate between 100 and 95, the last 100: a long position loses 5 %, a short one
  /// 5/95 = 5.2632 %, so that the rates are 5 % and 5.30 %, and 1.1 times these 5.50 % and 5.85 %.
  init() throws {
    sandbox = try Sandbox()
    try sandbox.makeFolder("prices")
    let rows = (0 ..< 301).map { day -> String in
      "\(CalendarDate(days: 18_262 + Int32(day))),\(day % 2 == 0 ? 100 : 95)"
    }
    for name in ["CL", "ES", "GC"] {
      try sandbox.write(
        "date,close\n" + rows.joined(separator: "\n"), to: "prices/\(name).csv")
    }
    try sandbox.write(Self.facts, to: "facts.csv")
  }

  private func margin(_ line: String) throws -> ToolRun {
    try sandbox.margin(line.split(separator: " ").map(String.init))
  }

  private static let run = "calibrate prices --models historical --window 200"

  private func rows(_ csv: String) -> [[String: String]] {
    let lines = csv.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { cells in
      Dictionary(zip(lines[0], cells)) { first, _ in first }
    }
  }

  /// Initial and maintenance margin of a contract in dollars.
  ///
  /// A tick of CL is 10 dollars, one of ES 12.50: 265 dollars are 21.2 of these, 292.50 are 23.4.
  @Test func aScheduleGivesMoneyPerContract() throws {
    let run = try margin(Self.run + " --instruments facts.csv --format csv")
    #expect(run.code == 0, "\(run.error)")
    let money = rows(run.output).map { row in
      [
        "instrument", "side", "currency", "initialMarginPerContract",
        "maintenanceMarginPerContract",
      ].map { row[$0] ?? "?" }
    }
    #expect(
      money == [
        ["CL", "long", "USD", "5500", "5000"], ["CL", "short", "USD", "5850", "5300"],
        ["ES", "long", "USD", "275", "250"], ["ES", "short", "USD", "300", "275"],
        ["GC", "long", "", "", ""], ["GC", "short", "", "", ""],
      ])
    let json = try margin(Self.run + " --instruments facts.csv --format json").json
    let instruments = try #require(json?["instruments"] as? [[String: Any]])
    let contract = try #require(instruments[0]["contract"] as? [String: Any])
    #expect(contract["underlying"] as? String == "WTI" && contract["multiplier"] as? Int == 1000)
    let short = try #require(instruments[1]["short"] as? [String: Any])
    #expect(short["initialMarginPerContract"] as? Double == 300)
    #expect(instruments[2]["contract"] == nil)
    let inputs = try #require(
      (json?["provenance"] as? [String: Any])?["inputs"] as? [[String: Any]])
    #expect(inputs.compactMap { $0["path"] as? String }.contains("facts.csv"))
    for format in ["text", "markdown"] {
      let page = try margin(Self.run + " --instruments facts.csv --format \(format)").output
      #expect(page.contains("Per contract") && page.contains("5850") && page.contains("USD"))
    }
    let explained = try margin(
      "explain prices --instrument CL --models historical --window 200 --instruments facts.csv")
    #expect(explained.output.contains("initial 5500 USD, maintenance 5000 USD"))
  }

  @Test func aFileInTheFolderOfPricesIsUsedAndIsNotPrices() throws {
    let plain = try margin(Self.run + " --format csv")
    let named = try margin(Self.run + " --instruments facts.csv --format csv")
    try sandbox.write(Self.facts, to: "prices/instruments.csv")
    let found = try margin(Self.run + " --format csv")
    #expect(found.code == 0 && found.output == named.output, "\(found.error)")
    #expect(plain.output != named.output && !plain.output.contains("Contract"))
    try sandbox.write("instrument,tick\nCL,0\n", to: "prices/instruments.csv")
    let refused = try margin(Self.run)
    #expect(refused.code == 2)
    #expect(refused.error.hasPrefix("margin: prices/instruments.csv, line 2, column \"tick\": "))
  }

  @Test func aRowWithoutPricesIsAWarningSaidOnce() throws {
    try sandbox.write(Self.facts + "\nESS,50,,,,,\n", to: "facts.csv")
    let run = try margin(Self.run + " --instruments facts.csv --format json")
    #expect(run.code == 0, "\(run.error)")
    let message =
      "facts.csv, line 4: \\\"ESS\\\" matches no instrument of the input; did you mean ES?"
    #expect(run.output.ranges(of: message).count == 1)
    #expect(run.output.contains("unmatched-name"))
  }

  @Test func aNameInPlaceOfAFileIsAnsweredWithTheOptionThatWasMeant() throws {
    let run = try margin("calibrate prices --instruments CL")
    #expect(run.code == 2)
    #expect(
      run.error
        == "margin: --instruments: file \"CL\" does not exist; name a CSV of contract facts, "
        + "or choose instruments with --instrument\n")
  }

  @Test func aGroupOfContractsHasItsOwnPolicy() throws {
    try sandbox.write(
      """
      [model.historical]
      window = 200
      [[group]]
      name = "oil"
      product-group = "energy"
      margin = { rounding = 0.01, initial = 1.5 }
      """, to: "groups.toml")
    let run = try margin(
      "calibrate prices --policy groups.toml --instruments facts.csv --format csv")
    #expect(run.code == 0, "\(run.error)")
    let rates = rows(run.output).map { row in
      ["instrument", "initialMargin", "maintenanceMargin", "group"].map { row[$0] ?? "?" }
    }
    #expect(
      rates == [
        ["CL", "0.08", "0.05", "oil"], ["CL", "0.09", "0.06", "oil"],
        ["ES", "0.055", "0.05", ""], ["ES", "0.0585", "0.053", ""],
        ["GC", "0.055", "0.05", ""], ["GC", "0.0585", "0.053", ""],
      ])
    let page = try margin("calibrate prices --policy groups.toml --instruments facts.csv").output
    #expect(page.contains("group oil"))
    let explained = try margin(
      "explain prices --instrument CL --policy groups.toml --instruments facts.csv --format json")
    let json = try #require(explained.json)
    #expect((json["instrument"] as? [String: Any])?["group"] as? String == "oil")
    let policy = try #require(json["policy"] as? [String: Any])
    #expect((policy["margin"] as? [String: Any])?["initial"] as? Double == 1.5)
  }

  @Test func aGroupInAnotherUnitIsRefused() throws {
    try sandbox.write(
      """
      [model.historical]
      window = 200
      [[group]]
      name = "oil"
      instruments = ["CL"]
      model.historical = { returns = "difference" }
      """, to: "units.toml")
    let run = try margin("calibrate prices --policy units.toml")
    #expect(run.code == 2 && run.output.isEmpty)
    #expect(
      run.error.contains("group[1].model: margins are in another unit than those of the policy"))
  }

  @Test func whatExplainsAChangeReadsTheGroupOfTheSchedule() throws {
    try sandbox.write(
      """
      [model.historical]
      window = 200
      [[group]]
      name = "oil"
      instruments = ["CL"]
      margin = { rounding = 0.01 }
      """, to: "groups.toml")
    let schedule = try margin("calibrate prices --policy groups.toml --format json")
    try sandbox.write(schedule.output, to: "schedule.json")
    let run = try margin(
      "explain prices --instrument CL --side short --previous schedule.json --models historical"
        + " --window 200 --format json")
    #expect(run.code == 0, "\(run.error)")
    let change = try #require(run.json?["change"] as? [String: Any])
    let side = try #require((change["sides"] as? [[String: Any]])?.first)
    // 6 % in whole percent, 5.30 % in steps of 0.05 %.
    #expect(side["old"] as? Double == 0.06 && side["new"] as? Double == 0.053)
  }

  @Test func theTreatmentsOfAPolicyAreThoseOfItsOptionUnlessOneIsGiven() throws {
    try SampleFiles.write(to: sandbox)
    let calibrate = "calibrate split.csv --models historical --window 100"
    let rejected = try margin(calibrate + " --on split-like-jump=reject")
    try sandbox.write(
      "preset = \"plain\"\n[data]\nsplit-like-jump = \"reject\"\n", to: "reject.toml")
    let byPolicy = try margin(calibrate + " --policy reject.toml")
    #expect(rejected.code == 2 && byPolicy.code == 2)
    #expect(byPolicy.error == rejected.error)
    let overridden = try margin(calibrate + " --policy reject.toml --on split-like-jump=warn")
    #expect(overridden.code == 0, "\(overridden.error)")
    try sandbox.write(
      """
      preset = "plain"
      [data]
      split-like-jump = "reject"
      [[group]]
      name = "adjusted later"
      instruments = ["spl*"]
      data = { split-like-jump = "repair" }
      """, to: "repair.toml")
    let repaired = try margin(calibrate + " --policy repair.toml --format csv")
    let option = try margin(calibrate + " --on split-like-jump=repair --format csv")
    #expect(repaired.code == 0, "\(repaired.error)")
    let rates = { (run: ToolRun) in rows(run.output).map { $0["maintenanceMargin"] } }
    #expect(rates(repaired) == rates(option) && rates(option).count == 2)
  }
}

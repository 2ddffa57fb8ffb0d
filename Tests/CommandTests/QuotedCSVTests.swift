import Testing

/// A name with a comma is one cell of every CSV that is written, and of every tier file that is read.
@Suite struct QuotedCSVTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  /// The rows of a text whose quoted cells hold a comma each: `"A,B"` counts as one cell.
  private func cellCounts(_ csv: String) -> Set<Int> {
    Set(
      csv.split(separator: "\n").map { row in
        row.replacing("\"A,B\"", with: "AB").split(separator: ",", omittingEmptySubsequences: false)
          .count
      })
  }

  @Test func anInstrumentWithACommaIsOneCellOfSimulatesCSV() throws {
    try sandbox.write(Prices.csv(160), to: "A,B.csv")
    let run = try sandbox.margin(
      "simulate", "A,B.csv", "--models", "historical", "--window", "100", "--accounts", "20",
      "--format", "csv", "--quiet")
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.contains("\n\"A,B\","))
    #expect(cellCounts(run.output).count == 1)
  }

  @Test func anInstrumentWithACommaIsOneCellOfAnAccountsCSV() throws {
    try sandbox.write(
      AccountText.account(
        """
        {"instrument":"A,B","contract":"linear","side":"long","size":1,"entryPrice":100,
        "markPrice":100,"leverage":20,"maintenanceRate":0.005}
        """), to: "account.json")
    let run = try sandbox.margin("account", "--positions", "account.json", "--format", "csv")
    #expect(run.output.contains("\n\"A,B\",long,"), "\(run.error)")
    #expect(cellCounts(run.output) == [9])
  }

  @Test func aCurrencyWithACommaIsReadBackFromATierFile() throws {
    try sandbox.write(
      """
      {"A,B": [{"tier": 1, "symbol": "A,B", "currency": "US,D", "minNotional": 0,
      "maxNotional": 1000, "maintenanceMarginRate": 0.005, "maxLeverage": 50, "info": {}}]}
      """, to: "tiers.json")
    let run = try sandbox.margin(
      "account", "tiers", "tiers.json", "--to", "csv", "--output", "tiers.csv")
    #expect(run.code == 0, "\(run.error)")
    let row = "\n\"A,B\",1,0,1000,0.005,0,50,\"US,D\",marginal,"
    #expect(try sandbox.read("tiers.csv").contains(row))
    let back = try sandbox.margin("account", "tiers", "tiers.csv", "--to", "csv")
    #expect(try back.code == 0 && back.output == sandbox.read("tiers.csv"), "\(back.error)")
  }

  @Test(arguments: [
    ["account", "--positions", "none.json"], ["account", "tiers", "none.json"],
    ["account", "scenarios", "./none.json"], ["compare", "none.json", "none.json"],
  ])
  func anOutputThatCannotBeWrittenIsFoundBeforeTheInputIsRead(arguments: [String]) throws {
    let run = try sandbox.margin(arguments + ["--output", "nowhere/result"])
    #expect(run.code == 2)
    #expect(
      run.error == "margin: --output: nowhere, the folder of nowhere/result, is not a folder; "
        + "create it, or name another\n")
  }
}

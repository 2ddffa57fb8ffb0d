import Foundation
import Testing

/// Good input gives the documented results, the same bytes each time.
struct ResultTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.write(Prices.csv(200), to: "A.csv")
    try sandbox.write(Prices.csv(240, seed: 8), to: "B.csv")
    try sandbox.write(Prices.csv(400, seed: 9, late: 0.08), to: "wild.csv")
    // Long enough for a quantile regression at 99 %.
    try sandbox.write(Prices.csv(450, seed: 10), to: "long.csv")
  }

  @Test(arguments: [
    "calibrate A.csv B.csv --format json", "calibrate A.csv B.csv --history",
    "calibrate A.csv B.csv --models monte-carlo --format json",
    "calibrate A.csv B.csv --models extreme-value --history",
    "estimate A.csv B.csv --format json",
    "estimate long.csv --models caviar --level 0.95,0.99 --format json",
    "calibrate long.csv --models caviar --refit-every 20 --history",
    "backtest A.csv B.csv --format json", "explain A.csv --format json",
  ])
  func theBytesDoNotDependOnJobsOrRuns(line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let one = try sandbox.margin(words + ["--jobs", "1"])
    let two = try sandbox.margin(words + ["--jobs", "2"])
    let again = try sandbox.margin(words + ["--jobs", "2"])
    #expect(one.code == 0, "\(one.error)")
    #expect(one.output.utf8.count > 500)
    #expect(one.output == two.output)
    #expect(two.output == again.output)
  }

  @Test(arguments: [
    ("calibrate", "margin.schedule/1", "instruments"),
    ("estimate", "margin.estimate/1", "instruments"),
    ("backtest", "margin.backtest/1", "results"),
  ])
  func theJSONNamesItsContract(command: String, schema: String, list: String) throws {
    let run = try sandbox.margin(command, "A.csv", "--format", "json")
    #expect(run.code == 0)
    let object = try #require(run.json)
    #expect(object["schema"] as? String == schema)
    #expect((object[list] as? [Any])?.isEmpty == false)
    #expect((object["failures"] as? [Any])?.isEmpty == true)
  }

  @Test func aHistoryInJSONIsAnObjectALine() throws {
    let run = try sandbox.margin("calibrate", "A.csv", "--history", "--format", "json")
    let lines = run.output.split(separator: "\n")
    #expect(run.code == 0)
    #expect(lines.count == 100)
    for line in lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["schema"] as? String == "margin.schedule/1")
    }
  }

  @Test func aQuantileRegressionAnswersAtTheLevelsAsked() throws {
    let run = try sandbox.margin(
      "estimate", "long.csv", "--models", "caviar", "--level", "0.95,0.99", "--format", "csv")
    let rows = run.output.split(separator: "\n").dropFirst()
    #expect(run.code == 0, "\(run.error)")
    #expect(rows.count == 4)
    let alone = try sandbox.margin(
      "estimate", "long.csv", "--models", "caviar", "--level", "0.99", "--format", "csv")
    #expect(alone.output.split(separator: "\n").count == 3)
    // Side, level, value at risk and shortfall: those of 0.99 do not depend on what else is asked.
    func risk(_ row: Substring) -> [Substring] {
      let fields = row.split(separator: ",", omittingEmptySubsequences: false)
      return [4, 5, 8, 9].map { fields[$0] }
    }
    for row in alone.output.split(separator: "\n").dropFirst() {
      #expect(rows.map(risk).contains(risk(row)), "\(row)\n\(run.output)")
    }
  }

  @Test func anAsOfDateIsThatOfTheCutFile() throws {
    let rows = Prices.csv(200).split(separator: "\n")
    let date = try #require(rows[150].split(separator: ",").first)
    try sandbox.makeFolder("cut")
    try sandbox.write(rows[...150].joined(separator: "\n") + "\n", to: "cut/A.csv")
    let asOf = try sandbox.margin("calibrate", "A.csv", "--as-of", String(date), "--format", "csv")
    let cut = try sandbox.margin("calibrate", "cut/A.csv", "--format", "csv")
    #expect(asOf.code == 0)
    #expect(asOf.output.contains("\(date),"))
    #expect(asOf.output == cut.output)
  }

  @Test func oneSideIsShownAlone() throws {
    let run = try sandbox.margin("calibrate", "A.csv", "--side", "short", "--format", "csv")
    let rows = run.output.split(separator: "\n").dropFirst()
    #expect(run.code == 0)
    #expect(rows.count == 1)
    #expect(rows.first?.contains(",short,") == true)
  }

  @Test func aRejectedBacktestFailsWhereStrict() throws {
    let lax = try sandbox.margin("backtest", "wild.csv", "--models", "historical")
    let strict = try sandbox.margin("backtest", "wild.csv", "--models", "historical", "--strict")
    let calm = try sandbox.margin(
      "backtest", "A.csv", "--models", "historical", "--strict", "--allow-untested")
    #expect(lax.code == 0)
    #expect(strict.code == 1)
    #expect(strict.output == lax.output)
    #expect(calm.code == 0)
  }

  @Test func explainAsksWhichInstrument() throws {
    let run = try sandbox.margin("explain", "A.csv", "B.csv")
    #expect(run.code == 2)
    #expect(
      run.error
        == "margin: --instrument: one instrument is explained, and there are 2; name one of A, B\n")
    let named = try sandbox.margin("explain", "A.csv", "B.csv", "--instrument", "B")
    #expect(named.code == 0)
    #expect(named.output.contains("B"))
  }

  @Test(arguments: [
    "plain", "emir-etd", "emir-otc", "emir-client-gross", "cftc", "umr", "crypto-perpetual",
    "crypto-clearing",
  ])
  func thePolicyThatInitWritesIsThePreset(preset: String) throws {
    try sandbox.write(Prices.csv(1600), to: "years.csv")
    let written = try sandbox.margin("init", "--preset", preset, "--output", "own.toml")
    #expect(written.code == 0, "\(written.error)")
    let own = try sandbox.margin(
      "calibrate", "years.csv", "--policy", "own.toml", "--format", "csv")
    let named = try sandbox.margin("calibrate", "years.csv", "--policy", preset, "--format", "csv")
    #expect(own.code == named.code)
    #expect(own.output.split(separator: "\n").count == 3)
    #expect(own.output == named.output)
  }

  @Test func initLeavesAFileThatIsThere() throws {
    try sandbox.write("mine", to: "own.toml")
    let run = try sandbox.margin("init", "--output", "own.toml")
    #expect(run.code == 2)
    #expect(
      run.error
        == "margin: --output: own.toml exists; name another file, or add --force\n")
    #expect(try sandbox.read("own.toml") == "mine")
  }
}

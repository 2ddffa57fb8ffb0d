import Foundation
import Testing

/// `margin backtest --forecasts` and `--export-forecasts`.
struct ForecastFileTests {
  /// Thirty dated losses of 1 % against a value at risk of 2 %, the tenth and the twentieth of 3 %.
  private static func file(
    header: String = "date,loss,value-at-risk",
    _ row: (Int, Double) -> String = { _, loss in
      "\(loss),0.02"
    }
  ) -> String {
    var text = header + "\n"
    for day in 1 ... 30 {
      text += "2024-01-\(day < 10 ? "0" : "")\(day),\(row(day, day % 10 == 0 ? 0.03 : 0.01))\n"
    }
    return text
  }

  @Test(arguments: [["--models", "ewma,historical"], ["--models", "filtered-historical"]])
  func theExportedFileGivesTheSameTableBitForBit(models: [String]) throws {
    let box = try Sandbox()
    try box.write(Prices.csv(800, late: 0.02), to: "p.csv")
    let common = ["--draws", "49", "--quiet", "--format"]
    let walk = ["backtest", "p.csv"] + models
    for format in ["csv", "json"] {
      let walked = try box.margin(
        walk + common + [format, "--export-forecasts", "f.csv"])
      let again = try box.margin(["backtest", "--forecasts", "f.csv"] + common + [format])
      #expect(walked.code == 0 && again.code == 0, "\(again.error)")
      if format == "csv" {
        #expect(walked.output == again.output)
      } else {
        let results = try [walked, again].map { run in
          try JSONSerialization.data(
            withJSONObject: #require(run.json?["results"]), options: .sortedKeys)
        }
        #expect(results[0] == results[1] && results[0].count > 1_000)
      }
    }
  }

  @Test func aPlainFileIsTestedAtItsName() throws {
    let box = try Sandbox()
    try box.write(Self.file(), to: "theirs.csv")
    let run = try box.margin(
      "backtest", "--forecasts", "theirs.csv", "--format", "csv", "--quiet")
    let row = try #require(run.output.split(separator: "\n").last).split(
      separator: ",", omittingEmptySubsequences: false)
    #expect(
      row.prefix(10)
        == [
          "theirs", "theirs", "model", "long", "0.99", "1", "2024-01-01", "2024-01-30", "30", "3",
        ])
  }

  @Test(arguments: [("long", "3"), ("short", "0")])
  func aReturnIsALossOfTheOtherSign(side: String, exceedances: String) throws {
    let box = try Sandbox()
    let text = Self.file(header: "Date,Return,VaR") { _, loss in "\(-100 * loss),2" }
    try box.write(text, to: "theirs.csv")
    let run = try box.margin(
      "backtest", "--forecasts", "theirs.csv", "--returns", "percent", "--side", side, "--format",
      "csv", "--quiet")
    let row = try #require(run.output.split(separator: "\n").last).split(separator: ",")
    #expect(row[3] == side && row[9] == exceedances)
  }

  @Test func aMarginIsTestedForCoveringTooLittleAlone() throws {
    let box = try Sandbox()
    try box.write(Self.file(header: "date,loss,maintenanceMargin"), to: "theirs.csv")
    let run = try box.margin(
      "backtest", "--forecasts", "theirs.csv", "--format", "json", "--quiet")
    let results = try #require(run.json?["results"] as? [[String: Any]])
    #expect(results[0]["rate"] as? String == "maintenance")
    let tests = try #require(results[0]["tests"] as? [[String: Any]])
    #expect(tests[0]["alternative"] as? String == "greater")
  }

  @Test func rowsWithoutAForecastAreLeftOutAndCounted() throws {
    let box = try Sandbox()
    let text = Self.file { day, loss in day == 7 ? "\(loss)," : day == 9 ? ",0.02" : "\(loss),0.02"
    }
    try box.write(text, to: "theirs.csv")
    let run = try box.margin(
      "backtest", "--forecasts", "theirs.csv", "--format", "json", "--quiet")
    let result = try #require((run.json?["results"] as? [[String: Any]])?.first)
    #expect(result["forecasts"] as? Int == 28)
    let warnings = try #require(result["warnings"] as? [[String: Any]])
    #expect(
      warnings.contains {
        $0["code"] as? String == "missing-forecasts"
          && ($0["message"] as? String)?.hasPrefix("2 of 30 dates") == true
      })
  }

  @Test func anInfiniteShortfallIsReadAsOne() throws {
    let box = try Sandbox()
    let text = Self.file(header: "date,loss,value-at-risk,es") { day, loss in
      "\(loss),0.02,\(day == 3 ? "inf" : "0.03")"
    }
    try box.write(text, to: "theirs.csv")
    let run = try box.margin(
      "backtest", "--forecasts", "theirs.csv", "--format", "json", "--quiet")
    #expect(run.output.contains("expected-shortfall-unusable"))
  }

  @Test(arguments: [
    (
      "date,loss\n2024-01-01,0.1\n",
      "f.csv, line 1: no column contains the forecast; name one column valueAtRisk, "
        + "maintenanceMargin or initialMargin"
    ),
    (
      "date,loss,return,var\n2024-01-01,1,1,1\n",
      "f.csv, line 1, column \"return\": more than one column contains the outcome; "
        + "name one column loss or return"
    ),
    (
      "date,loss,var\n2024-01-02,1,1\n2024-01-01,1,1\n",
      "f.csv, line 3, column \"date\": the date 2024-01-01 comes after 2024-01-02; sort the rows of "
        + "each series by date, ascending"
    ),
    (
      "date,loss,var\n2024-01-02,1,1\n2024-01-02,1,1\n",
      "f.csv, line 3, column \"date\": duplicate date 2024-01-02 in one series; keep one row per "
        + "date, or add a column instrument, model or side"
    ),
    (
      "date,side,loss,var\n2024-01-02,up,1,1\n",
      "f.csv, line 2, column \"side\": \"up\" is not one of long, short; write one of them"
    ),
    (
      "loss,var,level\n0.1,0.2,99\n",
      "f.csv, line 2, column \"level\": \"99.0\" is not a confidence level; write one above 0.5 "
        + "and below 1, such as 0.99, with at most six decimals"
    ),
    (
      "loss,var\n0.1,-0.2\n-0.1,-0.2\n",
      "f.csv, line 2, column \"var\": every forecast of f is below zero; write a loss, and the "
        + "forecast of it, as a positive number"
    ),
    (
      "loss,var\n0.1,x\n",
      "f.csv, line 2, column \"var\": \"x\" is not a number; write a number such as 1563.74, or "
        + "leave the field blank if it is missing"
    ),
    (
      "loss,var,transform\n0.1,0.2,1.5\n",
      "f.csv, line 2, column \"transform\": \"1.5\" is not a probability; write P(L ≤ loss) under "
        + "the forecast distribution, between 0 and 1"
    ),
    (
      "loss,var\n",
      "f.csv, line 2: no rows follow the header; add rows, or remove the file"
    ),
  ])
  func aBadFileIsNamedByPlaceAndRemedy(text: String, message: String) throws {
    let box = try Sandbox()
    try box.write(text, to: "f.csv")
    let run = try box.margin("backtest", "--forecasts", "f.csv", "--output", "r.txt")
    #expect(run.code == 2 && run.output == "")
    #expect(run.messages == ["margin: \(message)"])
    #expect(try box.files() == ["f.csv"])
  }

  @Test(arguments: [
    (["backtest", "--forecasts", "f.csv", "p.csv"], "give prices or forecasts, not both"),
    (
      ["backtest", "--forecasts", "f.csv", "--models", "ewma"],
      "--models: has no effect on the forecasts of --forecasts"
    ),
    (["backtest", "--forecasts", "f.csv", "--level", "0.95"], "no row has the requested level"),
    (["backtest"], "no input"),
    (["backtest", "p.csv", "--export-forecasts", "nowhere/f.csv"], "--export-forecasts: nowhere"),
  ])
  func flagsThatContradictEachOtherAreRefused(arguments: [String], message: String) throws {
    let box = try Sandbox()
    try box.write(
      Self.file(header: "date,loss,var,level") { _, loss in "\(loss),0.02,0.99" }, to: "f.csv")
    try box.write(Prices.csv(300), to: "p.csv")
    let run = try box.margin(arguments)
    #expect(run.code == 2)
    #expect(run.error.contains(message), "\(run.error)")
  }
}

extension ForecastFileTests {
  @Test func aDisclosureIsHeadedAsHypothetical() throws {
    let box = try Sandbox()
    try box.write(Prices.csv(800, late: 0.02), to: "p.csv")
    let run = try box.margin(
      "backtest", "p.csv", "--p-values", "asymptotic", "--quiet", "--disclosure", "d.csv",
      "--export-forecasts", "f.csv")
    #expect(run.code == 0, "\(run.error)")
    let lines = try box.read("d.csv").split(separator: "\n")
    #expect(lines[0] == "# hypothetical: one unit, each side")
    #expect(lines.count == 2 + 4)
    #expect(lines[2].hasPrefix("p,maintenance,long,0.99,1,"))
    // The exported forecasts disclose the same.
    let again = try box.margin(
      "backtest", "--forecasts", "f.csv", "--p-values", "asymptotic", "--quiet", "--disclosure",
      "e.csv")
    #expect(again.code == 0, "\(again.error)")
    #expect(try box.read("e.csv") == (try box.read("d.csv")))
  }

  @Test func modelsAloneDiscloseNothingAndWriteNothing() throws {
    let box = try Sandbox()
    try box.write(Prices.csv(800), to: "p.csv")
    let run = try box.margin(
      "backtest", "p.csv", "--models", "ewma,historical", "--quiet", "--disclosure", "d.csv")
    #expect(run.code == 2 && run.error.contains("no dated margin is backtested"))
    #expect(try box.files() == ["p.csv"])
    let same = try box.margin("backtest", "p.csv", "--output", "x", "--disclosure", "x")
    #expect(same.code == 2 && same.error.contains("x is the file of --output too"))
  }
}

extension ForecastFileTests {
  @Test func aSeedBelowZeroIsRefused() throws {
    let box = try Sandbox()
    try box.write("loss,var\n0.1,0.2\n", to: "f.csv")
    let run = try box.margin("backtest", "--forecasts", "f.csv", "--seed", "-1")
    #expect(run.code == 2 && run.error.contains("--seed"), "\(run.error)")
  }

  @Test func theLegendIsOfTheSizeThatWasAskedFor() throws {
    let box = try Sandbox()
    try box.write("loss,var\n0.1,0.2\n0.3,0.2\n", to: "f.csv")
    let run = try box.margin(
      "backtest", "--forecasts", "f.csv", "--significance", "0.01", "--quiet")
    #expect(run.output.contains("Verdict at 1 %") && run.output.contains("2ᵏ/1 %"))
    #expect(!run.output.contains("at 5 %"))
  }
}

import Foundation
import Testing

/// Inputs that ended in a signal, or in silence, each named for its symptom.
struct RobustnessTests {
  private static let data =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "data").path

  @Test(
    arguments: [
      "equities/sp500.csv --models score-driven --innovations generalized-error --window 250"
        + " --as-of 1998-05-15",
      "synthetic/synthetic-student-t.csv --models aparch --innovations student-t --window 500"
        + " --as-of 2019-02-15",
    ])
  func aDifferenceStepStaysWithinTheParameters(line: String) throws {
    let arguments = line.split(separator: " ").map(String.init)
    let run = try Sandbox().margin(
      ["estimate", Self.data + "/" + arguments[0]] + arguments.dropFirst() + ["--format", "json"])
    #expect(run.code == 0, "\(run.error)")
    let instruments = try #require(run.json?["instruments"] as? [[String: Any]])
    let models = try #require(instruments.first?["models"] as? [[String: Any]])
    let forecasts = try #require(models.first?["forecasts"] as? [[String: Any]])
    #expect(forecasts.count == 2)
    for forecast in forecasts {
      let loss = try #require(forecast["valueAtRisk"] as? Double)
      #expect(loss > 0.01 && loss < 0.1)
    }
  }

  @Test func aReplicationWithoutAMeanCountsAsFailed() throws {
    let box = try Sandbox()
    try box.write(
      """
      preset = "plain"
      [model.filtered-historical]
      volatility = "egarch"
      window = 250
      """, to: "p.toml")
    let run = try box.margin(
      "calibrate", Self.data + "/crypto/btc-usd.csv", "--policy", "./p.toml", "--as-of",
      "2016-01-01", "--format", "json")
    #expect(run.code == 0, "\(run.error)")
    #expect((run.json?["instruments"] as? [Any])?.count == 1)
  }

  @Test func aPolicyInsideAScheduleIsChecked() throws {
    let box = try Sandbox()
    try box.write(Prices.csv(300), to: "s.csv")
    let run = try box.margin("calibrate", "s.csv", "--format", "json")
    let text = run.output.replacingOccurrences(
      of: "\"initial\":1.1", with: "\"initial\":4294967296")
    #expect(text != run.output)
    try box.write(text, to: "schedule.json")
    let explained = try box.margin("explain", "s.csv", "--previous", "schedule.json")
    #expect(explained.code == 2)
    #expect(
      explained.error.contains("margin.initial: 4294967296.0 is not at most 10"),
      "\(explained.error)")
  }

  @Test func aMarginOfTheWholeNotionalIsReplayed() throws {
    let box = try Sandbox()
    let rows = Prices.csv(600).split(separator: "\n").dropFirst().enumerated().map { day, row in
      let parts = row.split(separator: ",")
      return "\(parts[0]),\((Double(parts[1]) ?? 0) / (day < 100 ? 1 : 2))"
    }
    try box.write((["date,close"] + rows).joined(separator: "\n") + "\n", to: "s.csv")
    // The fall by half is in the window, and with its buffer the margin is 100 %.
    let run = try box.margin("simulate", "s.csv", "--accounts", "50")
    #expect(run.code == 0, "\(run.error)")
  }

  // MARK: - Values and keys without meaning or effect

  @Test(
    arguments: [
      (
        "buffer = { share = 25 }",
        "25.0 is not at most 1; write a share of the rate, such as 0.25; 25 % is 0.25"
      ),
      (
        "floor = { rate = 5 }",
        "5.0 is not at most 1; write a fraction of notional, such as 0.05; 5 % is 0.05"
      ),
      ("fee = { rate = 25 }", "25.0 is not at most 1"),
      (
        "stress-weight = { period = \"2020-02-03/2020-06-01\", length = 100 }",
        "length has an effect only with period = \"worst\""
      ),
      ("spread = { deviation = 0.001 }", "deviation has an effect only with a multiple above 0"),
    ])
  func aValueWithoutMeaningOrEffectIsRefused(step: String, message: String) throws {
    let box = try Sandbox()
    try box.write(Prices.csv(300), to: "s.csv")
    try box.write("[model.historical]\n[[step]]\n\(step)\n", to: "p.toml")
    let run = try box.margin("calibrate", "s.csv", "--policy", "./p.toml")
    #expect(run.code == 2)
    #expect(run.error.contains(message), "\(run.error)")
  }

  @Test func aVolatilityOfTailsOfReturnsIsRefused() throws {
    let box = try Sandbox()
    try box.write(Prices.csv(300), to: "s.csv")
    try box.write(
      "[[model]]\nextreme-value = {}\n[[model]]\nextreme-value = { volatility = \"gjr-garch\" }\n",
      to: "m.toml")
    let run = try box.margin("estimate", "s.csv", "--models", "m.toml")
    #expect(run.code == 2)
    #expect(
      run.error.contains(
        "m.toml:4:19: model[2].extreme-value.volatility: volatility has an effect "
          + "only with on = \"residuals\""), "\(run.error)")
  }

  @Test func aFeeOfTwentyFiveIsRefusedWithItsFraction() throws {
    let box = try Sandbox()
    try box.write(Prices.csv(300), to: "s.csv")
    let run = try box.margin("account", "build-tiers", "s.csv", "--volume", "1e7", "--fee", "25")
    #expect(run.code == 2)
    #expect(run.error.contains("from 0 to 1, for example 0.0005; 25 % is 0.25"), "\(run.error)")
  }

  // MARK: - Verdicts

  @Test(
    arguments: [
      ("2020-07-20", 1, "too few forecasts, "), ("2020-07-20", 0, ""),
      ("2030-01-01", 1, "untested, with 0 forecasts"),
    ])
  func aVerdictOnTooLittleFailsAStrictRun(from: String, code: Int32, reason: String) throws {
    let box = try Sandbox()
    try box.write(Prices.csv(230), to: "s.csv")
    var arguments = ["backtest", "s.csv", "--models", "historical", "--window", "120", "--strict"]
    arguments += ["--tests", "kupiec", "--from", from]
    if code == 0 { arguments.append("--allow-untested") }
    let run = try box.margin(arguments)
    #expect(run.code == code, "\(run.error)")
    #expect(run.error.contains("margin: --strict: ") == (code == 1), "\(run.error)")
    #expect(reason.isEmpty || run.error.contains(reason), "\(run.error)")
  }

  // MARK: - Words from files

  @Test func aNameCannotDriveATerminalOrASpreadsheet() throws {
    let box = try Sandbox()
    let rows = Prices.csv(200).split(separator: "\n").dropFirst().map {
      "\($0),\($0.split(separator: ",")[1])"
    }
    let header = "date,=a\u{1B}[31m\u{202E}b,B"
    try box.write(([header] + rows).joined(separator: "\n") + "\n", to: "s.csv")
    let text = try box.margin("calibrate", "s.csv").output
    #expect(text.contains("=a\\u{1B}[31m\\u{202E}b"))
    #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
    let csv = try box.margin("calibrate", "s.csv", "--format", "csv").output
    let raw = try box.margin("calibrate", "s.csv", "--format", "raw-csv").output
    #expect(csv.contains(",'=a") && !csv.contains(",=a") && raw.contains(",=a"))
  }
}

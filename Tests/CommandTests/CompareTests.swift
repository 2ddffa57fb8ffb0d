import Foundation
import Testing

/// `margin compare`: what it prints, which code it ends with, and what it refuses.
struct CompareTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.write(ScheduleText.json("2024-06-27", [("A", 0.1, 0.08)]), to: "old.json")
    try sandbox.write(
      ScheduleText.json("2024-06-28", [("A", 0.15, 0.12)], from: "2024-07-01"), to: "new.json")
    try sandbox.write(
      ScheduleText.json("2024-06-28", [("A", 0.11, 0.088)], from: "2024-07-01"), to: "mild.json")
  }

  private func refusal(_ arguments: String...) throws -> String {
    let run = try sandbox.margin(["compare"] + arguments)
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.error.hasPrefix("margin: ") && run.error.hasSuffix("\n"))
    return String(run.error.dropFirst(8).dropLast())
  }

  // MARK: - Results

  @Test func aSmallComparisonIsPrintedWhole() throws {
    let run = try sandbox.margin("compare", "old.json", "new.json")
    #expect(run.code == 0)
    #expect(run.error == "")
    for part in [
      "Margin changes, 2024-06-27 to 2024-06-28\n",
      "  A           long  initial      10.00 %  15.00 %  +5.00 pp   +50.0 %  past 15 %\n",
      "  A           long  maintenance   8.00 %  12.00 %  +4.00 pp   +50.0 %  past 15 %\n",
      // 1 / 0.15 = 6.67 and 1 / 0.12 = 8.33 from above: ten times is liquidated.
      "  A           long  2x, 3x, 5x  –       10x               6.67x            8.34x\n",
      // 50 % is two stages of 22.5 %; the second ends at the new rates.
      "  A           long  1 of 2  12.25 %       9.80 %  10x     –\n",
      "  A           long  2 of 2  15.00 %      12.00 %  –       10x\n",
    ] { #expect(run.output.contains(part), "\(part)\n\(run.output)") }
  }

  @Test func aScheduleComparedWithItselfHasNoChange() throws {
    let run = try sandbox.margin("compare", "new.json", "new.json", "--strict", "--format", "json")
    #expect(run.code == 0)
    let object = try #require(run.json)
    #expect(object["pastThreshold"] as? Bool == false)
    let changes = try #require(object["changes"] as? [[String: Any]])
    #expect(changes.count == 1)
    let initial = try #require(changes[0]["initialMargin"] as? [String: Any])
    #expect(initial["relative"] as? Double == 0 && initial["absolute"] as? Double == 0)
    let findings = try #require(object["findings"] as? [[String: Any]])
    #expect(findings.map { $0["code"] as? String } == ["same-schedule"])
  }

  @Test func strictFailsPastTheThresholdAlone() throws {
    #expect(try sandbox.margin("compare", "old.json", "new.json").code == 0)
    let strict = try sandbox.margin("compare", "old.json", "new.json", "--strict")
    #expect(strict.code == 1)
    #expect(strict.error == "")
    #expect(strict.output == (try sandbox.margin("compare", "old.json", "new.json").output))
    #expect(try sandbox.margin("compare", "old.json", "mild.json", "--strict").code == 0)
    let low = ["compare", "old.json", "mild.json", "--strict", "--threshold", "0.099"]
    #expect(try sandbox.margin(low).code == 1)
    #expect(try sandbox.margin(low.dropLast() + ["0.1"]).code == 0)
    let collateral = ["compare", "old.json", "mild.json", "--strict", "--collateral", "A"]
    #expect(try sandbox.margin(collateral).code == 1)
    #expect(try sandbox.margin(collateral + ["--collateral-threshold", "0.1"]).code == 0)
  }

  @Test func whatCalibrateWritesIsCompared() throws {
    try sandbox.write(Prices.csv(200, late: 0.05), to: "prices.csv")
    for (date, stem) in [("2020-05-15", "early"), ("2020-07-10", "late")] {
      for format in ["json", "csv"] {
        let run = try sandbox.margin(
          "calibrate", "prices.csv", "--as-of", date, "--format", format, "--output",
          "\(stem).\(format)")
        #expect(run.code == 0, "\(run.error)")
      }
    }
    let json = try sandbox.margin("compare", "early.json", "late.json", "--format", "csv")
    let csv = try sandbox.margin("compare", "early.csv", "late.csv", "--format", "csv")
    #expect(json.code == 0, "\(json.error)")
    #expect(json.output == csv.output)
    #expect(json.output.contains("changed,2020-05-15,2020-07-10,2020-07-11,"))
    for format in ["csv", "json"] {
      let history = try sandbox.margin(
        "calibrate", "prices.csv", "--history", "--format", format, "--output", "history")
      #expect(history.code == 0)
      let run = try sandbox.margin(
        "compare", "history", "late.json", "--as-of", "2020-05-15", "--format", "csv")
      // One date bounds both schedules.
      #expect(
        run.code == 2 && run.error.contains("late.json: no schedule has a date of 2020-05-15"))
      let twice = try sandbox.margin(
        "compare", "history", "history", "--as-of", "2020-05-15,2020-07-10", "--format", "csv")
      #expect(twice.output == json.output)
      let dated = try sandbox.margin(
        "compare", "early.json", "history", "--as-of", "2020-07-10", "--format", "csv")
      #expect(dated.output == json.output)
    }
  }

  @Test func theNoticeIsWrittenBesideTheResult() throws {
    let run = try sandbox.margin(
      "compare", "old.json", "new.json", "--notice", "notice.md", "--format", "markdown",
      "--path", "liquidation-free")
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.hasPrefix("## Margin changes"))
    let notice = try sandbox.read("notice.md")
    #expect(notice.contains("10.00 % → 15.00 % | 8.00 % → 12.00 % | 2024-07-01, in 2 stages |"))
    #expect(notice.contains("An increase in the initial margin alone liquidates no position: "))
    #expect(notice.contains("is not liquidated by it.\n"))
    #expect(try sandbox.files() == ["mild.json", "new.json", "notice.md", "old.json"])
  }

  // MARK: - Bad input

  @Test func aMissingFileIsNamed() throws {
    #expect(
      try refusal("nowhere.json", "new.json")
        == "nowhere.json: no such file or folder; check the path")
    try sandbox.makeFolder("folder")
    #expect(
      try refusal("old.json", "folder") == "folder: is a folder, not a file; name a file in it")
  }

  @Test func anotherSchemaIsRefused() throws {
    try sandbox.write(#"{"schema":"margin.backtest/1","results":[]}"#, to: "test.json")
    #expect(
      try refusal("old.json", "test.json")
        == "test.json, schema: \"margin.backtest/1\" is not \"margin.schedule/1\"; "
        + "name a schedule written by margin calibrate --format json")
    try sandbox.write("[1, 2]", to: "list.json")
    #expect(
      try refusal("list.json", "new.json").hasPrefix(
        "list.json, schema: is missing, expected \"margin.schedule/1\""))
    try sandbox.write(Prices.csv(20), to: "prices.csv")
    #expect(
      try refusal("prices.csv", "new.json")
        == "prices.csv, line 1: missing column \"instrument\"; "
        + "name a schedule written by margin calibrate --format csv or json")
  }

  @Test(arguments: [
    (
      "{\"schema\": \"margin.schedule/1\",\n  \"asOf\": 2024-06-28}", "line 2, column 15",
      "a comma or }"
    ),
    ("{\"schema\": \"margin.schedule/1\"", "line 1, column 31", "a comma or }"),
    ("{\n\"a\": [1, 2,]}", "line 2, column 12", "a value"),
    ("{\"a\": NaN}", "line 1, column 7", "a value"),
    ("{\"a\": 01}", "line 1, column 7", "a number without a leading zero"),
    ("{\"a\" 1}", "line 1, column 6", "a colon"),
    ("{\"a\": \"b", "line 1, column 9", "the end of a string"),
    ("{} {}", "line 1, column 4", "the end of the text"),
    ("{\"a\": 1.}", "line 1, column 9", "a digit"),
    ("{a: 1}", "line 1, column 2", "a key in quotes"),
  ])
  func malformedJSONIsRefusedByLineAndColumn(
    text: String, place: String, expected: String
  ) throws {
    try sandbox.write(text, to: "bad.json")
    #expect(
      try refusal("bad.json", "new.json")
        == "bad.json, \(place): invalid JSON: expected \(expected); "
        + "rewrite the schedule with margin calibrate --format json")
  }

  @Test func aFaultyScheduleIsRefusedByPlace() throws {
    let good = ScheduleText.json("2024-06-28", [("A", 0.1, 0.08), ("B", 0.1, 0.08)])
    for (find, replace, message) in [
      ("\"initialMargin\":0.1,", "", "instruments[1].long.initialMargin: the value is missing"),
      ("0.08", "0.2", "instruments[1].long: the maintenance margin is above the initial margin"),
      ("0.08", "\"low\"", "instruments[1].long.maintenanceMargin: the value has the wrong type"),
      ("\"2024-06-28\"", "\"June\"", "asOf: \"June\" is not a date"),
      ("\"instrument\":\"B\"", "\"instrument\":\"A\"", "instruments[2]: duplicate instrument A"),
    ] {
      let place = try #require(good.range(of: find))
      try sandbox.write(good.replacingCharacters(in: place, with: replace), to: "bad.json")
      let found = try refusal("bad.json", "new.json")
      #expect(found.hasPrefix("bad.json, \(message)"), "\(found)")
    }
  }

  @Test func anUndatedScheduleIsComparedButHasNoAsOfDate() throws {
    try sandbox.write(ScheduleText.json(nil, [("A", 0.1, 0.08)]), to: "undated.json")
    let run = try sandbox.margin("compare", "undated.json", "new.json")
    #expect(run.code == 0)
    #expect(run.output.hasPrefix("Margin changes, no date to 2024-06-28\n"))
    #expect(
      try refusal("undated.json", "new.json", "--as-of", "2024-06-28")
        == "undated.json, asOf: the schedule has no date; "
        + "remove --as-of, or name a schedule with dates")
    let header = "date,effectiveFrom,instrument,side,initialMargin,maintenanceMargin\n"
    try sandbox.write(header + ",,A,long,0.1,0.08\n", to: "undated.csv")
    #expect(try sandbox.margin("compare", "undated.csv", "new.json").code == 0)
    #expect(
      try refusal("undated.csv", "new.json", "--as-of", "2024-06-28")
        == "undated.csv, line 2, column \"date\": the row has no date to compare with --as-of; "
        + "remove --as-of, or name a schedule with dates")
    try sandbox.write(header + ",,A,long,0.1,0.08\n,,A,long,0.1,0.09\n", to: "undated.csv")
    #expect(
      try refusal("undated.csv", "new.json")
        == "undated.csv, line 3, column \"instrument\": duplicate row of A long without a date, first in line 2; "
        + "keep one row per date, instrument and side")
  }

  @Test(arguments: [
    ("2024-06-28,,A,both,0.1,0.08", "column \"side\": \"both\" is not a side; write long or short"),
    ("2024-06-28,,A,long,,0.08", "column \"initialMargin\": the field is blank; "),
    ("2024-06-28,,A,long,-0.1,-0.2", "column \"initialMargin\": \"-0.1\" is not a margin rate; "),
    (
      "2024-06-28,,A,long,0.1,0.2", "column \"maintenanceMargin\": the maintenance margin is above "
    ),
    ("June,,A,long,0.1,0.08", "column \"date\": \"June\" is not a date; expected an ISO 8601 date"),
    ("2024-06-28,,,long,0.1,0.08", "column \"instrument\": the instrument's name is empty; "),
  ])
  func aFaultyRowIsRefusedByLineAndColumn(row: String, message: String) throws {
    let header = "date,effectiveFrom,instrument,side,initialMargin,maintenanceMargin\n"
    try sandbox.write(header + row + "\n", to: "bad.csv")
    let found = try refusal("bad.csv", "new.json")
    #expect(found.hasPrefix("bad.csv, line 2, \(message)"), "\(found)")
  }

  @Test func nothingInCommonIsRefused() throws {
    try sandbox.write(ScheduleText.json("2024-06-28", [("B", 0.1, 0.08)]), to: "other.json")
    #expect(
      try refusal("old.json", "other.json")
        == "other.json: no instrument and side of old.json is in it (B against A); "
        + "compare schedules of the same instruments")
  }

  @Test(arguments: [
    (
      ["--threshold", "0"],
      "--threshold: invalid value \"0\"; expected a fraction above 0 and up to 100 "
    ),
    (["--threshold", "15 %"], "--threshold: invalid value \"15 %\"; expected a fraction "),
    (["--threshold", "nan"], "--threshold: invalid value \"nan\"; expected a fraction "),
    (
      ["--maximum-step", "0.001"],
      "--maximum-step: invalid value \"0.001\"; expected a fraction from 0.01 to 100 "
    ),
    (
      ["--collateral-threshold", "0.1"],
      "--collateral-threshold: no instrument is named as collateral; "
    ),
    (["--collateral", "Z"], "--collateral: unknown name \"Z\"; expected one of A"),
    (["--leverages", "2,x"], "--leverages: invalid value \"x\"; expected a leverage "),
    (["--leverages", "0"], "--leverages: invalid value \"0\"; expected a leverage "),
    (
      ["--path", "fast"],
      "--path: invalid value \"fast\"; expected equal-ratio or liquidation-free"
    ),
    (["--as-of", "June"], "--as-of: invalid value \"June\"; expected an ISO 8601 date, "),
    (
      ["--output", "x", "--notice", "x"],
      "--notice: x is the file of --output too; name a file of its own"
    ),
    (["--notice", "none/x"], "--notice: none, the folder of none/x, is not a folder; "),
  ])
  func aFlagThatCannotBeUsedIsNamed(flags: [String], message: String) throws {
    let run = try sandbox.margin(["compare", "old.json", "new.json"] + flags)
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.error.hasPrefix("margin: \(message)"), "\(run.error)")
    #expect(try sandbox.files() == ["mild.json", "new.json", "old.json"])
  }
}

/// Schedules as `margin calibrate --format json` writes them, as far as a comparison reads them.
enum ScheduleText {
  static func json(
    _ date: String?, _ rates: [(name: String, initial: Double, maintenance: Double)],
    from: String? = nil
  ) -> String {
    let day = date.map { "\"\($0)\"" } ?? "null"
    let start = from.map { "\"\($0)\"" } ?? "null"
    let instruments = rates.map { rate in
      #"{"instrument":"\#(rate.name)","asOf":\#(day),"short":null,"long":{"#
        + #""initialMargin":\#(rate.initial),"maintenanceMargin":\#(rate.maintenance),"#
        + #""effectiveFrom":\#(start),"level":0.99,"horizonBars":1,"measure":"value-at-risk","#
        + #""interval":[0.05,null],"valueAtRisk":0.07,"steps":[{"step":"model","rate":0.07},"#
        + #"{"step":"rounding","rate":\#(rate.maintenance)}]}}"#
    }
    return #"{"schema":"margin.schedule/1","asOf":\#(day),"model":"historical","#
      + #""policy":{"margin":{"covers":"maintenance","rounding":0.0005}},"#
      + #""provenance":{"version":"1","configurationHash":"c0","seed":1,"inputs":[]},"#
      + #""instruments":[\#(instruments.joined(separator: ","))],"failures":[]}"#
  }
}

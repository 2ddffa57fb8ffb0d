import Testing

/// What is wrong inside files and paths: one message with file, line, field and remedy.
struct BadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rows: String
    let message: String

    init(_ description: String, _ rows: String, _ message: String) {
      testDescription = description
      self.rows = rows
      self.message = message
    }
  }

  static let header = "date,close\n2020-01-02,10\n"
  static let cases = [
    Case(
      "an empty file", "",
      "bad.csv, line 1: the file is empty; write a header and rows, or remove the file"),
    Case(
      "a header alone", "date,close\n",
      "bad.csv, line 1: no rows follow the header; add rows, or remove the file"),
    Case(
      "a price that is no number", header + "2020-01-03,x\n",
      "bad.csv, line 3, column \"close\": \"x\" is not a number; write a number such as 1563.74, "
        + "or leave the field blank if it is missing"),
    Case(
      "a price of zero", header + "2020-01-03,0\n",
      "bad.csv, line 3, column \"close\": the price \"0\" is not above zero; say --returns percent or decimal if these are "
        + "returns; if the price is true, take margins of price differences with --convention difference, or leave its "
        + "bar out with --on non-positive-price=exclude-return"),
    Case(
      "a negative price", header + "2020-01-03,-1\n",
      "bad.csv, line 3, column \"close\": the price \"-1\" is not above zero; say --returns percent or decimal if these are "
        + "returns; if the price is true, take margins of price differences with --convention difference, or leave its "
        + "bar out with --on non-positive-price=exclude-return"),
    Case(
      "a date that comes twice", header + "2020-01-02,11\n",
      "bad.csv, line 3, column \"date\": duplicate date 2020-01-02 with different "
        + "values; say --duplicates first or --duplicates last; for hours that come twice when "
        + "clocks go back name the zone, such as --time-zone America/New_York"),
    Case(
      "too little history for the level", Prices.csv(60),
      "bad: volatility-weighted-historical needs 100 returns and has 59; "
        + "give a longer history or choose a lower level"),
  ]

  @Test(arguments: cases)
  func aBadFileAloneEndsWithTwoAndNoResult(_ bad: Case) throws {
    let sandbox = try Sandbox()
    try sandbox.write(bad.rows, to: "bad.csv")
    let run = try sandbox.margin("calibrate", "bad.csv", "--output", "result.txt")
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.messages == ["margin: \(bad.message)"])
    #expect(try sandbox.files() == ["bad.csv"])
  }

  @Test(arguments: cases)
  func aBadFileLeavesOthersCalibrated(_ bad: Case) throws {
    let sandbox = try Sandbox()
    try sandbox.write(bad.rows, to: "bad.csv")
    try sandbox.write(Prices.csv(200), to: "good.csv")
    let run = try sandbox.margin("calibrate", "bad.csv", "good.csv", "--format", "csv")
    let alone = try sandbox.margin("calibrate", "good.csv", "--format", "csv")
    #expect(run.code == 3)
    #expect(run.messages == ["margin: \(bad.message)"])
    #expect(alone.code == 0)
    #expect(alone.output.split(separator: "\n").count == 3)
    #expect(run.output == alone.output)
  }

  @Test func aMissingFileIsNamed() throws {
    let run = try Sandbox().margin("calibrate", "nowhere.csv")
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.error == "margin: nowhere.csv: no such file or folder; check the path\n")
  }

  @Test func aFolderWithoutPricesIsNamed() throws {
    let sandbox = try Sandbox()
    try sandbox.makeFolder("empty")
    let run = try sandbox.margin("calibrate", "empty")
    #expect(run.code == 2)
    #expect(
      run.error
        == "margin: empty: no .csv file in this folder; name a file or another folder\n")
  }

  @Test func aFileIsNoFolder() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Prices.csv(200), to: "good.csv")
    let read = try sandbox.margin("calibrate", "good.csv/other.csv")
    #expect(read.code == 2)
    #expect(read.error == "margin: good.csv/other.csv: no such file or folder; check the path\n")
    let written = try sandbox.margin("calibrate", "good.csv", "--output", "good.csv/result")
    #expect(written.code == 2)
    #expect(
      written.error
        == "margin: --output: good.csv, the folder of good.csv/result, is not a folder; "
        + "create it, or name another\n")
  }

  @Test func aFolderIsNoPolicy() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Prices.csv(200), to: "good.csv")
    try sandbox.makeFolder("policies")
    let run = try sandbox.margin("calibrate", "good.csv", "--policy", "policies/")
    #expect(run.code == 2)
    #expect(run.error == "margin: policies/: is a folder; name a TOML file in it\n")
  }

  @Test(arguments: [
    ("levle = 0.99", "margin.levle: unknown key; did you mean level?"),
    (
      "level = 1.0",
      "margin.level: 1.0 is not below 1; write a level between 0.5 and 1, such as 0.99"
    ),
  ])
  func aPolicyErrorNamesFileLineAndKey(line: String, message: String) throws {
    let sandbox = try Sandbox()
    try sandbox.write(Prices.csv(200), to: "good.csv")
    try sandbox.write("[model.historical]\nwindow = 500\n[margin]\n\(line)\n", to: "own.toml")
    let run = try sandbox.margin("calibrate", "good.csv", "--policy", "own.toml")
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.error == PolicyFault.text("own.toml", 4, line, message))
  }

  @Test(arguments: [
    ("specificaton = \"adaptive\"", "specificaton: unknown key; did you mean specification?"),
    (
      "specification = \"garch\"",
      "specification: unknown specification \"garch\"; write one of symmetric-absolute-value, "
        + "asymmetric-slope, indirect-garch, adaptive"
    ),
    (
      "tail-model = \"none\"",
      "tail-model: unknown tail-model \"none\"; write one of multiple, joint-multiple"
    ),
    (
      "window = 399",
      "window: 399 returns are too few for a quantile at 0.99; "
        + "write at least 400, or a lower margin.level"
    ),
  ])
  func aBadKeyOfAQuantileRegressionIsNamed(line: String, message: String) throws {
    let sandbox = try Sandbox()
    try sandbox.write(Prices.csv(200), to: "good.csv")
    try sandbox.write("[model.caviar]\n\(line)\n", to: "own.toml")
    let run = try sandbox.margin("calibrate", "good.csv", "--policy", "own.toml")
    #expect(run.code == 2)
    #expect(run.output == "")
    #expect(run.error == PolicyFault.text("own.toml", 2, line, "model.caviar.\(message)"))
  }

  @Test func aDateIsRefusedWhereASeriesHasNone() throws {
    let sandbox = try Sandbox()
    try sandbox.write("100\n101\n102\n", to: "undated.csv")
    let run = try sandbox.margin("calibrate", "undated.csv", "--as-of", "2020-01-01")
    #expect(run.code == 2)
    #expect(
      run.error
        == "margin: --as-of: undated has no dates; "
        + "remove the option, or add a date column\n")
  }
}

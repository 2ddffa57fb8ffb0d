import Documents
import Margin
import Policies
import Testing
import Text

@Suite struct VerifyCaseTests {
  static let text = """
    about = "the crisis of 2020"
    inputs = ["../data/index.csv", "/srv/gold.csv"]
    policy = "emir-etd"
    as-of = 2020-03-16
    seed = 11
    [tolerances]
    rate = 0.0005
    [model.normal]
    window = 250
    [margin]
    level = 0.995
    """

  @Test func aCaseHoldsItsInputsPolicyAndTolerances() throws {
    let read = try VerifyCase(toml: Self.text, file: "crisis.toml")
    #expect(read.inputPaths(relativeTo: "cases") == ["cases/../data/index.csv", "/srv/gold.csv"])
    #expect(read.asOf == "2020-03-16")
    #expect(read.tolerances.rate == 0.0005)
    #expect(read.tolerances.risk == 1e-9)
    #expect(read.returns == .prices)
    let configuration = try read.configuration(relativeTo: "cases")
    #expect(configuration.preset == "emir-etd")
    #expect(configuration.model.name == "normal" && configuration.model.window == 250)
    #expect(configuration.margin.level == 0.995)
    #expect(configuration.margin.covers == .both)
    #expect(configuration.run.seed == 11)
  }

  @Test(arguments: [
    ("policy = \"plain\"", "inputs", "is missing", Int?.none),
    ("inputs = []", "inputs", "is empty", 1),
    ("inputs = [\"a.csv\"]\nas-of = \"2020-02-30\"", "as-of", "\"2020-02-30\" is not a date", 2),
    (
      "inputs = [\"a.csv\"]\n[tolerances]\nrate = -1", "tolerances.rate", "-1.0 is not at least 0",
      3
    ),
    ("inputs = [\"a.csv\"]\ntolerance = 1", "tolerance", "unknown key", 2),
    ("inputs = [\"a.csv\", 2]", "inputs[2]", "expected a text, found the number 2", 1),
  ])
  func aBadCaseIsRefusedWhereItStands(
    toml: String, keyPath: String, problem: String, line: Int?
  ) throws {
    let error = try #require(throws: InputError.self) {
      try VerifyCase(toml: toml, file: "case.toml")
    }
    #expect(error.location.part == keyPath)
    #expect(error.problem == problem)
    #expect(error.location.line == line)
  }

  @Test func aContradictionInACaseNamesTheCase() throws {
    let read = try VerifyCase(
      toml: "inputs = [\"a.csv\"]\n[model.historical]\nwindow = 20\n", file: "case.toml")
    let error = try #require(throws: InputError.self) {
      try read.configuration(relativeTo: "")
    }
    #expect(error.location.source == "case.toml")
    #expect(error.location.line == 3)
  }
}

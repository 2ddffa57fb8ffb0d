import Documents
import Margin
import Policies
import TestSupport
import Testing
import Text

@Suite struct VerifyCaseTests {
  static let text = """
    about = "the crisis of 2020"
    inputs = ["../data/index.csv", "/srv/gold.csv"]
    policy = "emir-etd"
    as-of = 2020-03-16
    seed = 11
    [[tolerance]]
    fields = ["initialMargin", "maintenanceMargin"]
    class = "platform"
    absolute = 0.0005
    reason = "one rounding step"
    [model.normal]
    window = 250
    [margin]
    level = 0.995
    """

  @Test func aCaseHoldsItsInputsPolicyAndTolerances() throws {
    let read = try VerifyCase(toml: Self.text, file: "crisis.toml")
    #expect(read.inputPaths(relativeTo: "cases") == ["cases/../data/index.csv", "/srv/gold.csv"])
    #expect(read.asOf == "2020-03-16")
    #expect(read.command == .calibrate)
    #expect(read.tolerances.stated.map(\.fields) == [["initialMargin", "maintenanceMargin"]])
    #expect(read.tolerances.stated[0].allowance(of: 0.3) == 0.0005)
    // 0.1135 − 0.113 is above 0.0005 in doubles.
    #expect(read.tolerances.stated[0].allows(0.113, after: 0.1135))
    #expect(!read.tolerances.stated[0].allows(0.1129, after: 0.1135))
    #expect(read.tolerances.stated[0].reason == "one rounding step")
    #expect(read.returns == .prices)
    let configuration = try read.configuration(relativeTo: "cases")
    #expect(configuration.preset == "emir-etd")
    #expect(configuration.model.name == "normal" && configuration.model.window == 250)
    #expect(configuration.margin.level == 0.995)
    #expect(configuration.margin.covers == .both)
    #expect(configuration.run.seed == 11)
  }

  /// A case with one tolerance, whose last line is given.
  private static func tolerance(_ line: String, _ kind: String = "platform") -> String {
    "inputs = [\"a.csv\"]\n[[tolerance]]\nclass = \"\(kind)\"\n\(line)\nfields = [\"x\"]\n"
      + (line.hasPrefix("reason") ? "absolute = 1" : "reason = \"r\"")
  }

  @Test func theCommandLineOfACaseHasItsKeysAndOptions() throws {
    let read = try VerifyCase(
      toml: """
        command = "account build-tiers"
        inputs = ["-a.csv"]
        policy = "own.toml"
        as-of = 2020-03-16
        instruments = ["A", "B"]
        [options]
        caps = [1e5, 1e6]
        repair = true
        from = 2018-01-01
        """)
    #expect(
      read.arguments(policyFile: nil).flatMap(\.words) == [
        "account", "build-tiers", "--policy", "own.toml", "--as-of", "2020-03-16",
        "--instrument", "A,B", "--caps", "100000,1000000", "--repair", "--from", "2018-01-01",
        "--", "-a.csv",
      ])
  }

  @Test func theTemplateOfACaseIsACase() throws {
    let read = try VerifyCase(toml: CaseTemplate.commented(preset: .plain))
    #expect(read.inputs == ["prices.csv"] && read.command == .calibrate)
    // With its commented keys too.
    let whole = CaseTemplate.commented(preset: .plain).split(separator: "\n").map { line in
      let text = line.hasPrefix("# ") ? line.dropFirst(2) : line
      let isKey = text.firstMatch(of: /^[a-z-]+ = |^\[options\]|^\[\[tolerance\]\]/) != nil
      return isKey ? text : line
    }
    let complete = try VerifyCase(toml: whole.joined(separator: "\n"))
    #expect(complete.asOf == "2020-03-16" && complete.options.map(\.name) == ["level"])
    #expect(complete.tolerances.stated.count == 1)
  }

  @Test(
    arguments: [
      ("policy = \"plain\"", "inputs", "is missing", Int?.none),
      ("inputs = []", "inputs", "is empty", 1),
      ("inputs = [\"a.csv\"]\nas-of = \"2020-02-30\"", "as-of", "\"2020-02-30\" is not a date", 2),
      (
        "inputs = [\"a.csv\"]\n[tolerances]\nrate = 0.1", "tolerances",
        "is replaced by [[tolerance]], with a class and a reason for each", 2
      ),
      ("inputs = [\"a.csv\"]\n[[tolerance]]", "tolerance[1].fields", "is missing", 2),
      (
        tolerance("relative = -1"), "tolerance[1].relative", "-1.0 is not above 0", 4
      ),
      (
        tolerance("reason = \" \""), "tolerance[1].reason", "is empty", 4
      ),
      (
        tolerance(""), "tolerance[1]", "has neither absolute nor relative", 2
      ),
      (
        tolerance("absolute = 1", "exact"), "tolerance[1].absolute",
        "has no effect in the class \"exact\"", 4
      ),
      (
        "command = \"backtset\"\ninputs = [\"a.csv\"]", "command", "unknown command \"backtset\"", 1
      ),
      (
        "command = \"account\"\ninputs = [\"a.csv\"]", "inputs", "has no effect on account", 2
      ),
      (
        "inputs = [\"a.csv\"]\n[options]\noutput = \"x\"", "options.output",
        "is set by margin verify", 3
      ),
      (
        "inputs = [\"a.csv\"]\n[options]\nstate = \"x\"", "options.state",
        "writes a file, which a case does not record", 3
      ),
      (
        "inputs = [\"a.csv\"]\n[options]\npolicy = \"x\"", "options.policy", "is a key of the case",
        3
      ),
      (
        "inputs = [\"a.csv\"]\n[options]\nstrict = false", "options.strict", "false has no effect",
        3
      ),
      ("inputs = [\"a.csv\"]\ntolerants = 1", "tolerants", "unknown key", 2),
      ("inputs = [\"a.csv\", 2]", "inputs[2]", "expected a text, found the number 2", 1),
    ] as [(String, String, String, Int?)])
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

  /// One seed replays a failure.
  @Test func aMutatedCaseIsRefusedOrReadAndNeverTraps() throws {
    let text = Array((Self.text + "\n[options]\nfrom = 2018-01-01\ntests = [\"kupiec\"]\n").utf8)
    var generator = SeededGenerator(seed: 19)
    var (read, refused) = (0, 0)
    for _ in 0 ..< 3_000 {
      var mutant = text
      for _ in 0 ..< Int.random(in: 1 ... 4, using: &generator) {
        let index = Int.random(in: mutant.indices, using: &generator)
        switch Int.random(in: 0 ..< 4, using: &generator) {
        case 0: mutant[index] = UInt8.random(in: 0 ... 255, using: &generator)
        case 1: mutant.remove(at: index)
        case 2: mutant.insert(mutant[Int.random(in: mutant.indices, using: &generator)], at: index)
        default: mutant.swapAt(index, Int.random(in: mutant.indices, using: &generator))
        }
      }
      do throws(InputError) {
        let verifyCase = try VerifyCase(toml: String(decoding: mutant, as: UTF8.self), file: "c")
        #expect(!verifyCase.arguments(policyFile: "p").isEmpty)
        read += 1
      } catch {
        #expect(error.all.allSatisfy { !$0.message.isEmpty })
        refused += 1
      }
    }
    #expect(read > 100 && refused > 1_000)
  }
}

import Foundation
import TestSupport
import Testing

/// Cases of every command are recorded, rerun, and fail by name.
struct VerifyTests {
  private let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try SampleFiles.write(to: sandbox)
  }

  private func margin(_ line: String) throws -> ToolRun {
    try sandbox.margin(line.split(separator: " ").map(String.init))
  }

  /// Records a case file and returns its record.
  private func record(_ text: String, as name: String = "case") throws -> String {
    try sandbox.write(text, to: "\(name).toml")
    let run = try margin("verify \(name).toml --record --reason first")
    #expect(run.code == 0, "\(run.error)")
    return try sandbox.read("\(name).recorded.json")
  }

  /// Changes a record by a pattern.
  private func change(_ pattern: Regex<Substring>, to text: String) throws {
    let record = try sandbox.read("case.recorded.json")
    let changed = record.replacing(pattern, with: text, maxReplacements: 1)
    #expect(changed != record)
    try sandbox.write(changed, to: "case.recorded.json")
  }

  // MARK: - Commands

  @Test(arguments: [
    ("inputs = [\"q.csv\"]", "\"instruments[q].long.steps[model]\": {"),
    (
      "command = \"estimate\"\ninputs = [\"q.csv\"]\n[options]\nmodels = [\"historical\", \"ewma\"]",
      "\"instruments[q].models[ewma].forecasts[long 0.99 1]\": {"
    ),
    (
      "command = \"backtest\"\ninputs = [\"q.csv\"]\n[options]\ntests = \"kupiec\"\nlevel = 0.9",
      ".tests[kupiec]\": {"
    ),
    (
      "command = \"backtest\"\n[options]\nforecasts = \"f.csv\"\ntests = \"kupiec\"",
      ".tests[kupiec]\": {"
    ),
    ("command = \"explain\"\ninputs = [\"q.csv\"]", "\"instrument.long.steps[model]\": {"),
    (
      "command = \"stress\"\ninputs = [\"q.csv\"]\n[options]\nshock = [-0.4, 0.4]",
      ".sides[long].shocks[1]\": {"
    ),
    (
      "command = \"simulate\"\ninputs = [\"q.csv\"]\npolicy = \"plain\"\nseed = 3\n[options]\naccounts = 50",
      "\"liquidations\":"
    ),
    (
      "command = \"account\"\n[options]\npositions = \"a.json\"\ntiers = \"p.tiers.csv\"",
      "\"equity\":"
    ),
    (
      "command = \"account tiers\"\ninputs = [\"t.csv\"]\n[options]\nat = [50, 500]",
      "\"tables[X].tiers[1]\": {"
    ),
    (
      "command = \"account build-tiers\"\ninputs = [\"q.csv\"]\n[options]\ncaps = [1e5, 1e6]\nvolume = 1e7",
      "\"tables[q].tiers[1]\": {"
    ),
  ])
  func theResultOfACommandIsRecordedAndRerun(text: String, row: String) throws {
    let record = try record(text)
    #expect(record.contains(row), "\(record.prefix(3000))")
    #expect(record.contains("\"sha256\":\""))
    #expect(record.contains("\"2 jobs\"") || record.contains("\"platforms\": [\n"))
    let run = try margin("verify case.toml --jobs 2")
    #expect(run.code == 0 && run.output.contains("as recorded"), "\(run.output)\(run.error)")
  }

  @Test func tablesOfACaseOverrideThePolicyOfEveryCommand() throws {
    let text = "command = \"backtest\"\ninputs = [\"q.csv\"]\n[margin]\nlevel = 0.9\n"
    #expect(try record(text + "[options]\ntests = \"kupiec\"\n").contains("\"level\":0.9,"))
  }

  @Test func aFailedCheckOfACommandIsRecorded() throws {
    try sandbox.write(
      "date,valueAtRisk,loss\n"
        + (1 ... 28).map { "2020-02-\($0 < 10 ? "0" : "")\($0),0.01,0.02\n" }.joined(),
      to: "bad.csv")
    let text = "command = \"backtest\"\n[options]\nforecasts = \"bad.csv\"\nstrict = true\n"
    #expect(try record(text + "tests = \"kupiec\"\n").contains("\"exitStatus\": 1,"))
    try change(/"exitStatus": 1/, to: "\"exitStatus\": 0")
    let run = try margin("verify case.toml")
    #expect(run.code == 1 && run.output.contains("exitStatus"))
  }

  // MARK: - Failures

  @Test func aMovedNumberFailsInEveryFormatWithWhatAReaderNeeds() throws {
    _ = try record("about = \"the <fall> & rise\"\ninputs = [\"q.csv\"]\n")
    try change(/"maintenanceMargin":[0-9.]+/, to: "\"maintenanceMargin\":0.5")
    let run = try margin("verify case.toml --junit out.xml")
    #expect(run.code == 1 && run.error.isEmpty)
    let junit = try sandbox.read("out.xml")
    let markdown = try margin("verify case.toml --format markdown").output.replacing("\\", with: "")
    for text in [run.output, junit, markdown] {
      #expect(text.contains("instruments[q].long.maintenanceMargin"))
      #expect(text.contains("0.5") && text.contains("exact"))
      #expect(text.contains("a published rate is rounded to the policy's step"))
      #expect(text.contains("margin calibrate q.csv"))
    }
    #expect(
      run.output.contains("the <fall> & rise") && junit.contains("the &lt;fall&gt; &amp; rise"))
    #expect(junit.contains("tests=\"1\" failures=\"1\" errors=\"0\""))
    #expect(try XMLProbe.elements(of: junit)["failure"] == 1)
    let json = try #require(try margin("verify case.toml --format json").json)
    let movement = ((json["cases"] as? [[String: Any]])?.first?["movements"] as? [[String: Any]])?
      .first
    #expect(movement?["number"] as? String == "instruments[q].long.maintenanceMargin")
    #expect(movement?["recorded"] as? Double == 0.5 && movement?["class"] as? String == "exact")
    #expect(movement?["now"] is Double && movement?["side"] as? String == "long")
  }

  @Test func aCaseThatCannotRunIsAnErrorAtItsKey() throws {
    try sandbox.write("inputs = [\"q.csv\"]\n[options]\nlevle = 0.9\n", to: "a.toml")
    try sandbox.write("inputs = [\"none.csv\"]\n", to: "b.toml")
    try sandbox.write("inputs = [\"q.csv\"]\n[options]\nlevel = 1.5\n", to: "c.toml")
    let run = try margin("verify a.toml b.toml c.toml --record --reason x --junit out.xml")
    #expect(run.code == 2)
    #expect(run.error.contains("margin: a.toml:3:1: options.levle: unknown option"), "\(run.error)")
    #expect(run.error.contains("margin: b.toml: "))
    #expect(run.error.contains("margin: c.toml:3:1: options.level: invalid value \"1.5\""))
    #expect(try XMLProbe.elements(of: sandbox.read("out.xml"))["error"] == 3)
  }

  /// The command of the case waits for a pipe; its process was deaf to signals.
  @Test(arguments: [
    ("kill -KILL $child", "calibrate ended by signal 9 (Killed)", 2),
    ("kill -TERM $run", "interrupted; no result was written", 143),
  ])
  func aSignalEndsTheCommandOfACaseByName(kill: String, message: String, code: Int) throws {
    try sandbox.write("inputs = [\"pipe.csv\"]\n", to: "case.toml")
    let run = try sandbox.shell(
      """
      mkfifo pipe.csv; (sleep 20 > pipe.csv) & writer=$!
      "$MARGIN" verify case.toml --record --reason x > /dev/null & run=$!
      until child=$(pgrep -P $run); do sleep 0.1; done
      sleep 0.5; \(kill); wait $run; echo $?
      sleep 0.5; grep -v ') Z' /proc/$child/stat 2> /dev/null
      kill $writer 2> /dev/null; exit 0
      """)
    #expect(run.error.contains(message), "\(run.error)")
    #expect(run.output == "\(code)\n")
  }

  @Test func aFolderHasItsOwnCasesAlone() throws {
    try sandbox.makeFolder("cases")
    try sandbox.makeFolder("cases/long")
    for name in ["cases/b", "cases/a", "cases/long/c"] {
      try sandbox.write(
        "inputs = [\"\(name.contains("long") ? "../" : "")../q.csv\"]\n", to: "\(name).toml")
    }
    #expect(try margin("verify cases --record --reason x").code == 0)
    let run = try margin("verify cases/ cases/a.toml --format csv")
    #expect(
      run.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[0] }
        == ["cases/a.toml", "cases/b.toml"])
    #expect(
      !FileManager.default.fileExists(atPath: sandbox.path + "/cases/long/c.recorded.json"))
    try sandbox.makeFolder("none")
    #expect(try margin("verify none").error.contains("the folder contains no case (*.toml)"))
  }

  // MARK: - Recording

  @Test func recordingShowsTheDifferencesAndAsksForAReason() throws {
    let first = try record("inputs = [\"q.csv\"]\n")
    try sandbox.write("inputs = [\"q.csv\"]\n[margin]\nlevel = 0.9\n", to: "case.toml")
    let run = try margin("verify case.toml --record")
    #expect(run.code == 2 && run.output.contains("instruments[q].long.initialMargin"))
    #expect(
      run.error
        == "margin: --record: nothing was recorded; read the differences, then add --reason \"…\"\n"
    )
    #expect(try sandbox.read("case.recorded.json") == first)
    for line in ["verify case.toml --reason x", "verify case.toml --record --reason "] {
      let arguments = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      #expect(try sandbox.margin(arguments).code == 2)
    }
    let approved = try sandbox.margin(
      "verify", "case.toml", "--record", "--reason", "level of 90 %")
    #expect(approved.code == 0 && approved.output.contains("instruments[q].long.initialMargin"))
    #expect(try sandbox.read("case.recorded.json").contains("\"reason\": \"level of 90 %\""))
    #expect(try margin("verify case.toml --record").code == 0)
  }

  @Test(arguments: [
    "--junit case.toml", "--output case.recorded.json", "--junit q.csv", "--output ./q.csv",
    "--junit link.csv", "--junit own.toml",
  ])
  func anOutputThatNamesAnInputIsRefused(option: String) throws {
    _ = try record("inputs = [\"q.csv\"]\npolicy = \"own.toml\"\n")
    try FileManager.default.createSymbolicLink(
      atPath: sandbox.path + "/link.csv", withDestinationPath: "q.csv")
    let before = try sandbox.read("q.csv")
    let run = try margin("verify case.toml \(option)")
    #expect(run.code == 2, "\(run.error)")
    #expect(
      run.error.contains("is an input too") || run.error.contains("which would be overwritten"),
      "\(run.error)")
    #expect(try sandbox.read("q.csv") == before)
    #expect(try margin("verify case.toml --junit x.xml --output x.xml").code == 2)
  }

  @Test func theCasesOfThePackageStandAsRecorded() throws {
    let cases = ReferenceFile.package().appending(path: "Tests/Cases").path
    let run = try sandbox.margin("verify", cases, "--format", "csv", "--junit", "out.xml")
    #expect(run.code == 0, "\(run.error)\(run.output)")
    let rows = run.output.split(separator: "\n").dropFirst()
    #expect(rows.count >= 10 && rows.allSatisfy { $0.contains(",as recorded,") })
  }
}

/// Counts the elements of an XML document, and fails where tags do not match.
enum XMLProbe {
  static func elements(of text: String) throws -> [String: Int] {
    var counts: [String: Int] = [:]
    var open: [String] = []
    for match in text.matches(
      of: /<(\/?)([a-z]+)((?: [a-z]+="[^"<&]*(?:&[a-z#0-9]+;[^"<&]*)*")*)(\/?)>/)
    {
      let name = String(match.2)
      if match.1 == "/" {
        #expect(open.popLast() == name)
      } else {
        counts[name, default: 0] += 1
        if match.4.isEmpty { open.append(name) }
      }
    }
    #expect(
      open.isEmpty && text.matches(of: /</).count == 1 + counts.values.reduce(0, +) + closings(text)
    )
    return counts
  }

  private static func closings(_ text: String) -> Int { text.matches(of: /<\//).count }
}
